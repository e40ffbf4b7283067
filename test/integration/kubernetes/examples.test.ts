import { announce, describeWith, kubernetes, say } from '../lane/components';
import { example, exampleNames, programOf, type Program } from './programs';
import { stress } from './stress/program';
import { differences, idOf, misplaced, poolsOf, runWhole, type WholeCluster } from './whole-cluster';

announce();

const PROGRAMS: readonly { readonly name: string; readonly program: () => Promise<Program> | Program }[] = [
  ...exampleNames().map((name) => ({ name: `example ${name}`, program: () => example(name) })),
  { name: 'stress program', program: () => programOf(stress) },
];

/** Examples that have no manifests. */
const WITHOUT_CLUSTERS = ['example edge-site', 'example first-stack', 'example nsx-tenants', 'example two-clusters'];

describeWith(
  kubernetes.etcd,
  kubernetes.apiServer,
  kubernetes.scheduler,
  kubernetes.argoCdDefinitions,
  kubernetes.fluxDefinitions,
)('every cluster', () => {
  let programs: readonly { readonly name: string; readonly program: Program }[];

  beforeAll(async () => {
    const all: { name: string; program: Program }[] = [];
    for (const { name, program } of PROGRAMS) all.push({ name, program: await program() });
    programs = all;
  });

  test('of the programs is looked at, but for those that have none', () => {
    const without = programs.filter(({ program }) => program.clusters.size === 0).map(({ name }) => name);
    expect(without).toEqual(WITHOUT_CLUSTERS);
  });

  test('of the stress program has every kind that Strata reads', () => {
    const { kubernetes: read } = programs.find(({ name }) => name === 'stress program')!.program.synthesized.estate;
    expect(Object.entries(read).filter(([, objects]) => objects.length === 0)).toEqual([]);
    const kinds = (objects: readonly { readonly kind: string }[]): readonly string[] => [...new Set(objects.map(({ kind }) => kind))].sort();
    expect(kinds(read.workloads)).toEqual([
      'CronJob',
      'DaemonSet',
      'Deployment',
      'Job',
      'Pod',
      'ReplicaSet',
      'ReplicationController',
      'SpinApp',
      'StatefulSet',
    ]);
    expect(kinds(read.autoscalers)).toEqual(['HorizontalPodAutoscaler', 'ScaledObject']);
  });

  test('has manifests of a cluster that is stated', () => {
    for (const { program } of programs)
      expect([...program.clusters.keys()].sort()).toEqual(program.synthesized.estate.kubernetes.kubernetesClusters.map(({ name }) => name).sort());
  });

  describe.each(PROGRAMS.filter(({ name }) => !WITHOUT_CLUSTERS.includes(name)))('of the $name', ({ name }) => {
    let wholes: readonly { readonly cluster: Cluster; readonly whole: WholeCluster }[];
    let estate: Program['synthesized']['estate'];
    type Cluster = Program['synthesized']['estate']['kubernetes']['kubernetesClusters'][number];

    beforeAll(async () => {
      const { program } = programs.find((each) => each.name === name)!;
      ({ estate } = program.synthesized);
      const all: { cluster: Cluster; whole: WholeCluster }[] = [];
      for (const cluster of estate.kubernetes.kubernetesClusters) {
        const whole = await runWhole(kubernetes, { estate, cluster, files: program.clusters.get(String(cluster.name))! });
        all.push({ cluster, whole });
        for (const each of whole.open) say(`${name}: the fields of ${each} are not checked`);
        say(`${name}: ${whole.applied.length} objects applied, ${whole.pods.length} pods on ${whole.nodes.length} nodes`);
      }
      wholes = all;
    });

    test('is taken by an API server with strict validation and read back as it was sent', () => {
      for (const { whole } of wholes) {
        expect(differences(whole)).toEqual([]);
        expect(whole.applied.length).toBeGreaterThan(0);
      }
    });

    test('is bound to its nodes to the last pod, each where the proof of scheduling says that it may land', () => {
      for (const { cluster, whole } of wholes) {
        expect(whole.placements.filter(({ node }) => node === undefined)).toEqual([]);
        const { wrong, checked } = misplaced(estate, cluster, whole);
        expect(wrong).toEqual([]);
        expect(checked).toBe(whole.placements.length);
      }
    });

    test('runs wasm where a pool has the handler, and nowhere else', () => {
      for (const { cluster, whole } of wholes) {
        const nodeOf = new Map(whole.placements.map(({ pod, node }) => [pod, node]));
        const handlers = new Map(
          poolsOf(estate, cluster).flatMap((pool) => pool.nodes.map((node) => [node.name, pool.handlers.map(({ handler }) => handler)])),
        );
        const classes = estate.kubernetes.runtimeClasses.filter((each) => each.cluster === cluster.id);
        for (const pod of whole.pods) {
          const { runtimeClassName } = pod.spec as { readonly runtimeClassName?: string };
          const handler = classes.find((each) => each.name === runtimeClassName)?.handler;
          const node = nodeOf.get(idOf(pod));
          if (handler !== undefined && node !== undefined)
            expect([idOf(pod), handlers.get(node)]).toEqual([idOf(pod), expect.arrayContaining([handler])]);
        }
      }
    });
  });
});
