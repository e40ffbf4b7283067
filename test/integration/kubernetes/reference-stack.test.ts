import { announce, describeWith, kubernetes, say } from '../lane/components';
import { withApiServer, type ConfigurationFlag } from './api-server';
import { Applier, type Applied } from './apply';
import { documentOf } from './definitions';
import { disagreements } from './disagreements';
import { FIRST_BOOT_TAINTS, nodesIn, registered, withSecrets, type NodeData } from './node-data';
import type { KubernetesObject } from './object';
import { referenceStack } from './programs';
import { schedule } from './scheduler';
import { differences, idOf, misplaced, poolsOf, runWhole, type WholeCluster } from './whole-cluster';
import { expand } from './workloads';

announce();

/** Where the files of the API server lie on a node before it has its secrets, by the flag that names them. */
const FILES: Readonly<Partial<Record<ConfigurationFlag, string>>> = {
  'admission-control-config-file': '/etc/kubernetes/admission/config.yaml',
  'audit-policy-file': '/etc/kubernetes/audit/policy.yaml',
  'encryption-provider-config': '/etc/strata/encryption.yaml',
};

/** What the first node of the control plane is given for its API server. */
function configurationOf({ files }: NodeData): Partial<Record<ConfigurationFlag, string>> {
  return Object.fromEntries(Object.entries(FILES).map(([flag, path]) => [flag, withSecrets(files[path]!)]));
}

describeWith(
  kubernetes.etcd,
  kubernetes.apiServer,
  kubernetes.scheduler,
  kubernetes.argoCdDefinitions,
)('the reference stack', () => {
  const { synthesized, clusters } = referenceStack();
  const { estate } = synthesized;
  const [cluster] = estate.kubernetes.kubernetesClusters;
  const [files] = [...clusters.values()];
  const pools = poolsOf(estate, cluster!);
  const nodeData = Object.values(synthesized.stacks).flatMap(nodesIn);
  const first = nodeData.find((node) => '/etc/strata/kubeadm-init.yaml' in node.files)!;

  let whole: WholeCluster;
  let kubeVip: Applied;

  beforeAll(async () => {
    whole = await runWhole(kubernetes, {
      estate,
      cluster: cluster!,
      files: files!,
      server: { files: configurationOf(first) },
      then: async ({ client }, applier) => {
        kubeVip = await applier.applyServerSide(documentOf(first.files['/etc/kubernetes/manifests/kube-vip.yaml']!));
        await client.delete('/api/v1/namespaces/kube-system/pods/kube-vip?gracePeriodSeconds=0');
      },
    });
    for (const each of whole.open) say(`reference stack: the fields of ${each} are not checked`);
    say(
      `reference stack: ${whole.applied.length} objects of ${files!.length} files applied, ${whole.pods.length} pods on ${whole.nodes.length} nodes`,
    );
  });

  test('has one cluster, whose nodes are VMs with user data', () => {
    expect([estate.kubernetes.kubernetesClusters.length, clusters.size]).toEqual([1, 1]);
    expect(whole.nodes.map(({ metadata }) => metadata.name).sort()).toEqual(nodeData.map(({ name }) => name).sort());
    expect(whole.applied.length).toBeGreaterThan(50);
  });

  test('is taken by an API server with its own admission, audit and encryption, and is read back as it was sent', () => {
    expect(differences(whole)).toEqual([]);
    expect(disagreements(kubeVip.sent, kubeVip.readBack)).toEqual([]);
    expect(whole.open).toEqual([]);
  });

  test('gives the server nothing to warn of', () => {
    expect(whole.applied.flatMap(({ sent, warnings }) => warnings.map((warning) => `${sent.kind} ${sent.metadata.name}: ${warning}`))).toEqual([]);
  });

  test('is bound to its nodes to the last pod, at the least that Strata says is left of them', () => {
    expect(whole.placements.filter(({ node }) => node === undefined)).toEqual([]);
    expect(whole.placements.length).toBe(whole.pods.length);
  });

  test('lands only where the proof of scheduling says that it may', () => {
    expect(misplaced(estate, cluster!, whole)).toEqual({ wrong: [], checked: whole.pods.length });
  });

  test('runs wasm on the nodes that can, and nothing else there', () => {
    const isWasm = pools.flatMap(({ handlers }) => handlers).filter(({ isolation }) => isolation === 'wasm');
    const handlers = new Set(isWasm.map(({ handler }) => handler));
    const wasmNodes = new Set(
      pools.filter((pool) => pool.handlers.some(({ handler }) => handlers.has(handler))).flatMap((pool) => pool.nodes.map(({ name }) => name)),
    );
    const nodeOf = new Map(whole.placements.map(({ pod, node }) => [pod, node!]));
    const classOf = ({ spec }: KubernetesObject): string => (spec as { readonly runtimeClassName?: string }).runtimeClassName ?? '';
    const [wasm, others] = [whole.pods.filter((pod) => handlers.has(classOf(pod))), whole.pods.filter((pod) => !handlers.has(classOf(pod)))];
    expect(wasm.length).toBeGreaterThan(0);
    expect(wasm.filter((pod) => !wasmNodes.has(nodeOf.get(idOf(pod))!)).map(idOf)).toEqual([]);
    expect(others.filter((pod) => wasmNodes.has(nodeOf.get(idOf(pod))!)).map(idOf)).toEqual([]);
  });

  test('installs what it needs on a node that has no network and that no cloud provider has seen', async () => {
    const bootstrapping = files![0]!.objects;
    const nodes = pools.flatMap(registered).filter(({ metadata }) => metadata.name === first.name);
    const fresh = nodes.map((node) => ({ ...node, spec: { taints: [...(node.spec as { taints: unknown[] }).taints, ...FIRST_BOOT_TAINTS] } }));
    const { pods } = expand(bootstrapping, { nodes: fresh });
    expect(pods.length).toBe(1);
    await withApiServer(kubernetes, async (server) => {
      await new Applier(server.client).applyAll(bootstrapping);
      expect(await schedule(kubernetes, server, { nodes: fresh, pods })).toEqual(pods.map((pod) => ({ pod: idOf(pod), node: first.name })));
    });
  });
});
