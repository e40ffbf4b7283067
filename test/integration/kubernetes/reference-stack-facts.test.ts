import { basename, dirname } from 'node:path';
import { Flow, type FlowEnd, type KubernetesCluster, type NodePool } from '../../../lib/estate';
import { NODE_PATHS } from '../../../lib/layers/kubernetes/bootstrap/node-paths';
import { announce, describeWith, kubernetes } from '../lane/components';
import { pathOf } from '../tools/build';
import { documentOf, objectsOf } from './definitions';
import { controlPlaneFiles, flagsOf, type ControlPlaneFiles } from './kubeadm';
import { nodeAmounts } from './kubelet';
import { firstOf, INIT, JOIN, KUBELET_PATCH, kubeletFile, nodesIn, withSecrets, type NodeData } from './node-data';
import type { KubernetesObject } from './object';
import { programOf, referenceStack, type Program } from './programs';
import { nanos } from './quantity';
import { run } from './run';
import { stress } from './stress/program';
import { poolsOf } from './whole-cluster';

announce();

/** What kubeadm puts on every node of the control plane (cmd/kubeadm/app/constants and phases/markcontrolplane), and kubelet on any. */
const GIVEN = ['kubernetes.io/hostname', 'kubernetes.io/os', 'kubernetes.io/arch'];
const GIVEN_TO_CONTROL_PLANE = [...GIVEN, 'node-role.kubernetes.io/control-plane', 'node.kubernetes.io/exclude-from-external-load-balancers'];

interface Mount {
  readonly name: string;
  readonly mountPath: string;
}

/** Mount paths of a static pod and where they lie on the node. */
function mountsOf({ spec }: KubernetesObject): readonly { readonly inPod: string; readonly onNode: string }[] {
  const { containers, volumes } = spec as {
    readonly containers: readonly { readonly volumeMounts: readonly Mount[] }[];
    readonly volumes: readonly { readonly name: string; readonly hostPath: { readonly path: string } }[];
  };
  return containers[0]!.volumeMounts.map(({ name, mountPath }) => ({
    inPod: mountPath,
    onNode: volumes.find((each) => each.name === name)!.hostPath.path,
  }));
}

/** Whether a required flow lets a port of a node's control plane be reached from another node. */
function isRequired({ requiredFlows }: KubernetesCluster, port: number, to: FlowEnd['kind']): boolean {
  return requiredFlows.some((each) => {
    if (each.to.kind !== to || (each.to.kind === 'nodes' && each.to.role === 'worker')) return false;
    return each.flow.protocol === 'tcp' && each.flow.firstPort <= port && port <= each.flow.lastPort;
  });
}

describeWith(
  kubernetes.kubeadm,
  kubernetes.apiServer,
  kubernetes.scheduler,
  kubernetes.kubeletNode,
)('what Strata states of a cluster', () => {
  describe.each([
    { name: 'reference stack', program: referenceStack },
    { name: 'stress program', program: () => programOf(stress) },
  ])('of the $name', ({ program: made }) => {
    let program: Program;
    let cluster: KubernetesCluster;
    let pools: readonly NodePool[];
    let nodes: readonly NodeData[];
    let first: NodeData;
    let files: ControlPlaneFiles;
    let flags: Readonly<Record<string, string>>;

    beforeAll(() => {
      program = made();
      const { estate, stacks } = program.synthesized;
      [cluster] = estate.kubernetes.kubernetesClusters as [KubernetesCluster];
      pools = poolsOf(estate, cluster);
      nodes = Object.values(stacks).flatMap(nodesIn);
      first = firstOf(nodes);
      // The flags of another minor version are what this one makes of the same configuration.
      const config = withSecrets(first.files[INIT]!).replace(/^kubernetesVersion: .*$/m, 'kubernetesVersion: v1.37.2');
      const patches = { [basename(KUBELET_PATCH)]: first.files[KUBELET_PATCH]! };
      files = controlPlaneFiles(pathOf(kubernetes.kubeadm), config, { advertiseAddress: '10.20.0.11', patches });
      flags = flagsOf(files.apiServer);
    });

    test('is in the flags that kubeadm gives the API server', () => {
      expect(flags).toMatchObject({
        'authorization-mode': 'Node,RBAC',
        'enable-admission-plugins': expect.stringMatching(/(^|,)NodeRestriction(,|$)/) as string,
        'secure-port': String(cluster.endpoint!.port),
        'service-cluster-ip-range': cluster.serviceCidrs.join(','),
        'admission-control-config-file': `${NODE_PATHS.admission}/config.yaml`,
        'audit-policy-file': `${NODE_PATHS.audit}/policy.yaml`,
        'encryption-provider-config': `${NODE_PATHS.encryption}/config.yaml`,
      });
      const gates = Object.entries(cluster.featureGates).map(([gate, on]) => `${gate}=${on}`);
      expect(flags['feature-gates']?.split(',') ?? []).toEqual(gates);
      const controllerManager = flagsOf(files.controllerManager);
      expect(controllerManager).toMatchObject({
        'cluster-cidr': cluster.podCidrs.join(','),
        'allocate-node-cidrs': 'true',
        'cloud-provider': 'external',
      });
      const masks = Object.entries(controllerManager).filter(([flag]) => flag.startsWith('node-cidr-mask-size'));
      expect(masks.map(([, mask]) => Number(mask))).toEqual(cluster.nodePrefixes);
    });

    test('is what the real programs have flags for', () => {
      for (const [tool, pod] of [
        [kubernetes.apiServer, files.apiServer],
        [kubernetes.scheduler, files.scheduler],
      ] as const) {
        const { stdout } = run(pathOf(tool), ['--help']);
        const known = new Set([...stdout.matchAll(/^ +--([a-z0-9-]+)/gm)].map(([, flag]) => flag!));
        expect(known.size).toBeGreaterThan(30);
        expect(Object.keys(flagsOf(pod)).filter((flag) => !known.has(flag))).toEqual([]);
      }
    });

    test('gives the API server each file that a flag names, from a node that writes it', () => {
      const secrets = (JSON.parse(first.files[NODE_PATHS.secretsPlan]!) as { readonly files: readonly { readonly path: string }[] }).files;
      const written = [...Object.keys(first.files), ...secrets.map(({ path }) => path)];
      const mounts = mountsOf(files.apiServer);
      const paths = Object.entries(flags).filter(([flag, value]) => value.startsWith('/') && !['etcd-prefix'].includes(flag));
      expect(paths.length).toBeGreaterThan(10);
      for (const [flag, path] of paths) {
        const mount = mounts.find(({ inPod }) => path === inPod || path.startsWith(`${inPod}/`));
        expect([flag, path, mount === undefined]).toEqual([flag, path, false]);
        const onNode = mount!.onNode + path.slice(mount!.inPod.length);
        // kubeadm makes the certificates that are signed by those which the node has.
        const isMade = dirname(onNode).startsWith(NODE_PATHS.pki) || onNode.startsWith(NODE_PATHS.auditLog);
        expect([flag, onNode, isMade || written.includes(onNode)]).toEqual([flag, onNode, true]);
      }
    });

    test('requires a flow to each port of the control plane that other nodes reach, and to no other', () => {
      const etcd = flagsOf(files.etcd!);
      const outside = (urls: string): readonly number[] =>
        urls
          .split(',')
          .map((url) => new URL(url))
          .filter(({ hostname }) => hostname !== '127.0.0.1' && hostname !== '[::1]')
          .map(({ port }) => Number(port));
      const ports = ['listen-client-urls', 'listen-peer-urls', 'listen-metrics-urls'].flatMap((flag) => outside(etcd[flag]!));
      expect(ports.sort()).toEqual([2379, 2380]);
      for (const port of ports) expect([port, isRequired(cluster, port, 'nodes')]).toEqual([port, true]);
      const api = Number(flags['secure-port']);
      expect([isRequired(cluster, api, 'nodes'), isRequired(cluster, api, 'virtual-ip')]).toEqual([true, true]);
      expect([files.controllerManager, files.scheduler].map((pod) => flagsOf(pod)['bind-address'])).toEqual(['127.0.0.1', '127.0.0.1']);
      const kubelet = documentOf(files.kubelet.config);
      // Where it says nothing: pkg/kubelet/apis/config/v1beta1/defaults.go and pkg/cluster/ports.
      expect([kubelet.port ?? 10250, kubelet.readOnlyPort ?? 0]).toEqual([10250, 0]);
      expect(isRequired(cluster, 10250, 'nodes')).toBe(true);
      const toNodes = cluster.requiredFlows.filter(({ purpose, to }) => to.kind === 'nodes' && /^(etcd|API|kubelet)/.test(purpose));
      expect(toNodes.map(({ flow }) => flow)).toEqual([Flow.tcp(2379, 2380), Flow.tcp(api), Flow.tcp(10250)]);
    });

    test('is what a node registers with: its name, its taints and its labels', () => {
      for (const pool of pools) {
        for (const node of pool.nodes) {
          const { files: own } = nodes.find(({ name }) => name === node.name)!;
          const documents = [INIT, JOIN].flatMap((path) => (path in own ? objectsOf(own[path]!) : []));
          const registrations = documents.flatMap(({ nodeRegistration }) =>
            nodeRegistration === undefined ? [] : [nodeRegistration as Registration],
          );
          expect(registrations.length).toBe(INIT in own ? 2 : 1);
          for (const { name, taints, kubeletExtraArgs } of registrations) {
            expect(name).toBe(node.name);
            expect(taints.map(({ key, value = '', effect }) => ({ key, value, effect }))).toEqual(pool.taints);
            const labels = (kubeletExtraArgs.find((each) => each.name === 'node-labels')?.value ?? '').split(',').map((each) => each.split('='));
            const given = pool.role === 'control-plane' ? GIVEN_TO_CONTROL_PLANE : GIVEN;
            const stated = Object.entries(node.labels).filter(([key]) => !given.includes(key));
            expect(Object.fromEntries(labels)).toEqual(Object.fromEntries(stated));
            expect(Object.keys(node.labels)).toEqual(expect.arrayContaining(given));
          }
        }
      }
      expect(files.kubelet.flags['hostname-override'] ?? first.name).toBe(first.name);
      expect(files.kubelet.flags).toMatchObject({ 'cloud-provider': 'external' });
    });

    test('is what kubelet reports as allocatable of each pool, at both ends of its capacity', () => {
      for (const { name, nodes: own, capacity, allocatable } of pools) {
        const node = nodes.find((each) => each.name === own[0]!.name)!;
        // The first node's own, as kubeadm has patched it.
        const config = node === first ? files.kubelet.config : kubeletFile(first, node);
        for (const end of ['low', 'high'] as const) {
          const machine = {
            cpus: capacity.cpuMillis[end]! / 1000,
            memoryBytes: capacity.memoryBytes[end]!,
            ephemeralStorageBytes: capacity.ephemeralStorageBytes[end]!,
          };
          const reported = nodeAmounts(pathOf(kubernetes.kubeletNode), config, machine).allocatable;
          const amount = (resource: string, unit: bigint): number => Number(nanos(reported[resource]!)! / unit);
          expect({
            name,
            cpuMillis: amount('cpu', 1_000_000n),
            memoryBytes: amount('memory', 1_000_000_000n),
            ephemeralStorageBytes: amount('ephemeral-storage', 1_000_000_000n),
            pods: amount('pods', 1_000_000_000n),
          }).toEqual({
            name,
            cpuMillis: allocatable.cpuMillis[end],
            memoryBytes: allocatable.memoryBytes[end],
            ephemeralStorageBytes: allocatable.ephemeralStorageBytes[end],
            pods: allocatable.pods,
          });
        }
      }
    });
  });
});

interface Registration {
  readonly name: string;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly kubeletExtraArgs: readonly { readonly name: string; readonly value: string }[];
}
