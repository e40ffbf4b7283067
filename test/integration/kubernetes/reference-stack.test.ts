import { candidateNodes } from '../../../lib/proofs/scheduling';
import { announce, describeWith, kubernetes, say } from '../lane/components';
import { pathOf } from '../tools/build';
import { startApiServer, type ApiServer, type ConfigurationFlag } from './api-server';
import { Applier, type Applied } from './apply';
import { definitionsIn, documentOf } from './definitions';
import { disagreements } from './disagreements';
import { nodesIn, registered, withSecrets, type NodeData } from './node-data';
import type { KubernetesObject } from './object';
import { referenceStack } from './programs';
import { schedule, type Placement } from './scheduler';
import { expand } from './workloads';

announce();

/** Where the files of the API server lie on a node, by the flag that names them. */
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
  const { kubernetesClusters, nodePools, workloads } = synthesized.estate.kubernetes;
  const [cluster] = kubernetesClusters;
  const [files] = [...clusters.values()];
  const objects = files!.flatMap((file) => file.objects);
  const nodes = nodePools.flatMap(registered);
  const nodeData = Object.values(synthesized.stacks).flatMap(nodesIn);
  const { pods, claims } = expand(objects, { nodes });

  let server: ApiServer;
  let applied: readonly Applied[];
  let kubeVip: Applied;
  let placements: ReadonlyMap<string, Placement>;

  beforeAll(async () => {
    const first = nodeData.find((node) => '/etc/strata/kubeadm-init.yaml' in node.files)!;
    server = await startApiServer(kubernetes, { files: configurationOf(first), serviceRange: cluster!.serviceCidrs.join(',') });
    const applier = new Applier(server.client);
    applied = await applier.applyAll(objects, definitionsIn(pathOf(kubernetes.argoCdDefinitions)));
    kubeVip = await applier.applyServerSide(documentOf(first.files['/etc/kubernetes/manifests/kube-vip.yaml']!));
    await server.client.delete('/api/v1/namespaces/kube-system/pods/kube-vip?gracePeriodSeconds=0');
    await applier.applyAll(claims);
    const all = await schedule(kubernetes, server, { nodes, pods });
    placements = new Map(all.map((placement) => [placement.pod, placement]));
    say(`reference stack: ${applied.length} objects applied in the order of ${files!.length} files, ${pods.length} pods on ${nodes.length} nodes`);
  });
  afterAll(() => server?.stop());

  test('has one cluster with nodes and a shop', () => {
    expect([kubernetesClusters.length, clusters.size]).toEqual([1, 1]);
    expect(nodes.length).toBe(nodeData.length);
    expect(objects.length).toBeGreaterThan(50);
  });

  test('is taken by an API server with its own admission, audit and encryption, and is read back as it was sent', () => {
    expect(applied.flatMap(({ sent, readBack }) => disagreements(sent, readBack))).toEqual([]);
    expect(disagreements(kubeVip.sent, kubeVip.readBack)).toEqual([]);
  });

  test('gives the server nothing to warn of', () => {
    expect(applied.flatMap(({ sent, warnings }) => warnings.map((warning) => `${sent.kind} ${sent.metadata.name}: ${warning}`))).toEqual([]);
  });

  test('is bound to its nodes to the last pod, at the least that Strata says is left of them', () => {
    expect([...placements.values()].filter(({ node }) => node === undefined)).toEqual([]);
    expect(placements.size).toBe(pods.length);
  });

  test('lands only where the proof of scheduling says that it may', () => {
    let checked = 0;
    for (const workload of workloads) {
      const { certain, possible } = candidateNodes(synthesized.estate, workload);
      const candidates = [...certain, ...possible].map(({ node }) => node.name);
      for (const node of landed(workload)) {
        expect({ workload: workload.id, candidates }).toEqual({ workload: workload.id, candidates: expect.arrayContaining([node]) });
        checked++;
      }
    }
    expect(checked).toBe(pods.length);
  });

  test('runs wasm on the nodes that can, and nothing else there', () => {
    const wasm = nodePools.filter(({ handlers }) => handlers.some(({ isolation }) => isolation === 'wasm'));
    const handlers = wasm.flatMap((pool) => pool.handlers.filter(({ isolation }) => isolation === 'wasm').map(({ handler }) => handler));
    const onWasm = new Set(wasm.flatMap((pool) => pool.nodes.map(({ name }) => name)));
    expect(onWasm.size).toBeGreaterThan(0);
    const isWasm = ({ spec }: KubernetesObject): boolean => handlers.includes((spec as { runtimeClassName?: string }).runtimeClassName ?? '');
    for (const pod of pods) {
      const { node } = placements.get(`${pod.metadata.namespace}/${pod.metadata.name}`)!;
      expect([pod.metadata.name, onWasm.has(node!)]).toEqual([pod.metadata.name, isWasm(pod)]);
    }
  });

  /** The nodes of a workload's pods. */
  function landed({ kind, name, namespace }: { readonly kind: string; readonly name: string; readonly namespace: string }): readonly string[] {
    const owned = pods.filter(({ metadata }) => {
      if (metadata.namespace !== namespace) return false;
      const [owner] = metadata.ownerReferences as readonly { readonly kind: string; readonly name: string }[];
      // The ReplicaSet that a Deployment makes is named after it.
      return owner?.kind === kind ? owner.name === name : kind === 'Deployment' && owner?.kind === 'ReplicaSet' && owner.name.replace(/-[^-]+$/, '') === name;
    });
    return owned.map(({ metadata }) => placements.get(`${metadata.namespace}/${metadata.name}`)!.node!);
  }
});
