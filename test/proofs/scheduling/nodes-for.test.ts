import * as fc from 'fast-check';
import type { NodePool, NodeSelectorTerm, PodSpec, PodTemplate, Requirement, Taint, Toleration } from '../../../lib/estate';
import { candidateNodes, nodesFor, type NodesFor, type PoolNode } from '../../../lib/proofs/scheduling';
import { anEstate, aMachine } from '../../support/estate';
import { aContainer, aKubernetesCluster, aPool, aRuntimeClass, aWorkload, CLUSTER } from '../../support/kubernetes';

function pod(spec: Partial<PodSpec> = {}, unread?: readonly string[]): PodTemplate {
  return { labels: {}, annotations: {}, spec: { containers: [aContainer('web')], ...spec }, ...(unread && { unread }) };
}

function node(pool: Partial<NodePool> = {}, labels: Readonly<Record<string, string>> = {}): PoolNode {
  const made = aPool('general', 1, pool);
  return { pool: made, node: { ...made.nodes[0]!, labels } };
}

function term(...matchExpressions: Requirement[]): NodeSelectorTerm {
  return { matchExpressions, matchFields: [] };
}

function affinity(...required: NodeSelectorTerm[]): Partial<PodSpec> {
  return { affinity: { nodeAffinity: { required } } };
}

/** The outcome for one node. */
function outcome({ certain, possible, refused }: NodesFor): string {
  if (certain.length + possible.length + refused.length !== 1) return 'not one node';
  return certain.length > 0 ? 'certain' : possible.length > 0 ? 'possible' : refused[0]!.why.by;
}

const GPU: Taint = { key: 'gpu', value: 'a100', effect: 'NoSchedule' };
const TOKEN = '${TfToken[TOKEN.7]}';

describe('labels', () => {
  test.each([
    ['no demand', {}, 'certain'],
    ['a label of the node', { nodeSelector: { disk: 'ssd' } }, 'certain'],
    ['a label of the pool', { nodeSelector: { tier: 'web' } }, 'certain'],
    ['another value', { nodeSelector: { disk: 'hdd' } }, 'selector'],
    ['a label that the node lacks', { nodeSelector: { gpu: 'yes' } }, 'selector'],
    ['a label by the name of what every object has', { nodeSelector: { constructor: 'x' } }, 'selector'],
    ['one that kubelet gives', { nodeSelector: { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/os': 'linux' } }, 'certain'],
    ['the name of the node', { nodeSelector: { 'kubernetes.io/hostname': 'prod-general-1' } }, 'certain'],
    ['another architecture', { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }, 'selector'],
    ['a zone, which others give it', { nodeSelector: { 'topology.kubernetes.io/zone': 'r1' } }, 'possible'],
    ['a token', { nodeSelector: { disk: TOKEN } }, 'possible'],
    ['the role of control-plane nodes', { nodeSelector: { 'node-role.kubernetes.io/control-plane': '' } }, 'selector'],
  ] as const)('%s', (_, spec, expected) => expect(outcome(nodesFor(pod(spec), [node({ labels: { tier: 'web' } }, { disk: 'ssd' })]))).toBe(expected));

  test('a zone that the node is stated to have is decided', () => {
    const zoned = node({}, { 'topology.kubernetes.io/zone': 'r1' });
    expect(outcome(nodesFor(pod({ nodeSelector: { 'topology.kubernetes.io/zone': 'r1' } }), [zoned]))).toBe('certain');
    expect(outcome(nodesFor(pod({ nodeSelector: { 'topology.kubernetes.io/zone': 'r2' } }), [zoned]))).toBe('selector');
  });

  test('a node whose name is a token may be any', () => {
    const named = { ...node(), node: { ...node().node, name: TOKEN } };
    expect(outcome(nodesFor(pod({ nodeName: 'prod-1' }), [named]))).toBe('possible');
    expect(outcome(nodesFor(pod({ nodeSelector: { 'kubernetes.io/hostname': 'prod-1' } }), [named]))).toBe('possible');
    const field = { matchExpressions: [], matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: ['prod-1'] }] };
    expect(outcome(nodesFor(pod(affinity(field)), [named]))).toBe('possible');
  });

  test('a number that 64 bits do not hold is none', () => {
    const big = (value: string) => pod(affinity(term({ key: 'size', operator: 'Gt', values: [value] })));
    expect(outcome(nodesFor(big('1'), [node({}, { size: '9223372036854775807' })]))).toBe('certain');
    expect(outcome(nodesFor(big('1'), [node({}, { size: '9223372036854775808' })]))).toBe('affinity');
  });

  test('pods that ask alike get one answer, and others their own', () => {
    const nodes = [node({ taints: [{ key: 'node.kubernetes.io/network-unavailable', value: '', effect: 'NoSchedule' }] })];
    expect(nodesFor(pod(), nodes)).toBe(nodesFor(pod(), nodes));
    const of = (spec: Partial<PodSpec>, kind?: string) => outcome(nodesFor(pod(spec), nodes, 'default', kind));
    expect([of({}), of({ hostNetwork: true }), of({ hostNetwork: true }, 'DaemonSet'), of({}, 'DaemonSet')]).toEqual([
      'taint',
      'taint',
      'certain',
      'taint',
    ]);
    expect(outcome(nodesFor(pod({}, ['spec.tolerations']), nodes))).toBe('possible');
    expect(outcome(nodesFor(pod({}), nodes, 'unknown'))).toBe('possible');
    const lenient = aRuntimeClass('x', 'x', { tolerations: [{ operator: 'Exists' }] });
    expect(outcome(nodesFor(pod({}), nodes, lenient))).toBe('certain');
  });

  test('control-plane nodes are kept from load balancers by a label of kubeadm', () => {
    const none = pod(affinity(term({ key: 'node.kubernetes.io/exclude-from-external-load-balancers', operator: 'DoesNotExist', values: [] })));
    expect(outcome(nodesFor(none, [node({ role: 'control-plane' })]))).toBe('affinity');
    expect(outcome(nodesFor(none, [node()]))).toBe('certain');
  });

  test('control-plane nodes have their role as a label', () => {
    const master = node({ role: 'control-plane' });
    expect(outcome(nodesFor(pod({ nodeSelector: { 'node-role.kubernetes.io/control-plane': '' } }), [master]))).toBe('certain');
  });
});

describe('required node affinity', () => {
  const on = (...required: NodeSelectorTerm[]): string => outcome(nodesFor(pod(affinity(...required)), [node({}, { disk: 'ssd', cores: '16' })]));
  const one = (key: string, operator: Requirement['operator'], ...values: string[]): Requirement => ({ key, operator, values });

  test.each([
    [one('disk', 'In', 'ssd', 'nvme'), 'certain'],
    [one('disk', 'In', 'hdd'), 'affinity'],
    [one('disk', 'In'), 'affinity'],
    [one('gone', 'In', 'x'), 'affinity'],
    [one('disk', 'NotIn', 'ssd'), 'affinity'],
    [one('disk', 'NotIn', 'hdd'), 'certain'],
    [one('gone', 'NotIn', 'x'), 'certain'],
    [one('disk', 'Exists'), 'certain'],
    [one('gone', 'Exists'), 'affinity'],
    [one('disk', 'DoesNotExist'), 'affinity'],
    [one('gone', 'DoesNotExist'), 'certain'],
    [one('cores', 'Gt', '8'), 'certain'],
    [one('cores', 'Gt', '16'), 'affinity'],
    [one('cores', 'Lt', '17'), 'certain'],
    [one('cores', 'Lt', '9'), 'affinity'],
    [one('cores', 'Lt', '16'), 'affinity'],
    [one('cores', 'Gt', '8', '9'), 'affinity'],
    [one('cores', 'Gt'), 'affinity'],
    [one('cores', 'Gt', '-8'), 'affinity'],
    [one('disk', 'NotIn'), 'affinity'],
    [one('disk', 'NotIn', '-hdd'), 'affinity'],
    [one('disk', 'NotIn', 'x'.repeat(64)), 'affinity'],
    [one('disk', 'NotIn', 'x'.repeat(63), '', 'a.b_c-d'), 'certain'],
    [one('disk', 'Exists', 'ssd'), 'affinity'],
    [one('gone', 'DoesNotExist', 'ssd'), 'affinity'],
    [one('topology.kubernetes.io/zone', 'In'), 'affinity'],
    [one('cores', 'Gt', 'many'), 'affinity'],
    [one('disk', 'Lt', '9'), 'affinity'],
    [one('gone', 'Gt', '1'), 'affinity'],
    [one('disk', 'In', TOKEN), 'possible'],
    [one('disk', 'NotIn', TOKEN), 'possible'],
    [one(TOKEN, 'Exists'), 'possible'],
    [one('cores', 'Gt', TOKEN), 'possible'],
    [one('topology.kubernetes.io/zone', 'Exists'), 'possible'],
    [one('topology.kubernetes.io/zone', 'NotIn', 'r1'), 'possible'],
    [one('topology.kubernetes.io/zone', 'Gt', '1'), 'possible'],
    [one('topology.kubernetes.io/zone', 'Gt', 'many'), 'affinity'],
    [one('disk', 'Gt', TOKEN), 'affinity'],
  ])('%j', (requirement, expected) => expect(on(term(requirement))).toBe(expected));

  test('terms are alternatives, what stands in one holds at once', () => {
    expect(on(term(one('disk', 'In', 'hdd')), term(one('disk', 'In', 'ssd')))).toBe('certain');
    expect(on(term(one('disk', 'In', 'ssd'), one('gone', 'Exists')))).toBe('affinity');
  });

  test('an empty term matches nothing, and so do no terms at all', () => {
    expect(on(term())).toBe('affinity');
    expect(on()).toBe('affinity');
    expect(on(term(), term(one('disk', 'Exists')))).toBe('certain');
  });

  test('a term may ask for the name of the node', () => {
    const field = (key: string, operator: Requirement['operator'], ...values: string[]): string =>
      on({ matchExpressions: [], matchFields: [one(key, operator, ...values)] });
    expect(field('metadata.name', 'In', 'prod-general-1')).toBe('certain');
    expect(field('metadata.name', 'In', 'prod-general-2')).toBe('affinity');
    expect(field('metadata.name', 'NotIn', 'prod-general-1')).toBe('affinity');
    expect(field('metadata.name', 'In', 'prod-general-1', 'prod-general-2')).toBe('affinity');
    expect(field('metadata.name', 'Exists')).toBe('affinity');
    expect(field('metadata.name', 'Exists', 'prod-general-2')).toBe('affinity');
    expect(field('metadata.uid', 'NotIn', 'x')).toBe('affinity');
    expect(field('metadata.name', 'In', TOKEN)).toBe('possible');
  });
});

describe('taints', () => {
  const with_ = (taint: Taint, ...tolerations: Toleration[]): string => outcome(nodesFor(pod({ tolerations }), [node({ taints: [taint] })]));

  test.each([
    ['none', GPU, [], 'taint'],
    ['key and value', GPU, [{ key: 'gpu', value: 'a100' }], 'certain'],
    ['another value', GPU, [{ key: 'gpu', value: 'h100' }], 'taint'],
    ['another key', GPU, [{ key: 'cpu', value: 'a100' }], 'taint'],
    ['any value', GPU, [{ key: 'gpu', operator: 'Exists' }], 'certain'],
    ['anything', GPU, [{ operator: 'Exists' }], 'certain'],
    ['the effect', GPU, [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }], 'certain'],
    ['another effect', GPU, [{ key: 'gpu', operator: 'Exists', effect: 'NoExecute' }], 'taint'],
    ['one of several', GPU, [{ key: 'x' }, { key: 'gpu', operator: 'Exists' }], 'certain'],
    ['a token', GPU, [{ key: 'gpu', value: TOKEN }], 'possible'],
    ['a token as key', GPU, [{ key: TOKEN, operator: 'Exists' }], 'possible'],
    ['a preference', { ...GPU, effect: 'PreferNoSchedule' }, [], 'certain'],
    ['no value', { ...GPU, value: '' }, [{ key: 'gpu' }], 'certain'],
    ['NoExecute', { ...GPU, effect: 'NoExecute' }, [], 'taint'],
  ] as const)('tolerating %s', (_, taint, tolerations, expected) => expect(with_(taint, ...tolerations)).toBe(expected));

  test('every taint must be tolerated', () => {
    const both = node({ taints: [GPU, { ...GPU, key: 'wasm' }] });
    expect(nodesFor(pod({ tolerations: [{ key: 'gpu', operator: 'Exists' }] }), [both]).refused[0]!.why).toEqual({
      by: 'taint',
      taint: { ...GPU, key: 'wasm' },
    });
  });

  test('a DaemonSet tolerates what its controller adds', () => {
    const cordoned = node({ taints: [{ key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' }] });
    const offline = node({ taints: [{ key: 'node.kubernetes.io/network-unavailable', value: '', effect: 'NoSchedule' }] });
    expect(outcome(nodesFor(pod(), [cordoned], 'default', 'DaemonSet'))).toBe('certain');
    expect(outcome(nodesFor(pod(), [cordoned], 'default', 'Deployment'))).toBe('taint');
    expect(outcome(nodesFor(pod(), [offline], 'default', 'DaemonSet'))).toBe('taint');
    expect(outcome(nodesFor(pod({ hostNetwork: true }), [offline], 'default', 'DaemonSet'))).toBe('certain');
  });
});

describe('a pod that names its node', () => {
  const [first, second] = aPool('general', 2, { taints: [GPU] }).nodes.map((each) => ({ node: each, pool: aPool('general', 2, { taints: [GPU] }) }));

  test('is on that one only, whatever taint keeps the scheduler off', () => {
    const { certain, refused } = nodesFor(pod({ nodeName: 'prod-general-2' }), [first!, second!]);
    expect(certain).toEqual([second]);
    expect(refused).toEqual([{ on: first, why: { by: 'node-name', name: 'prod-general-2' } }]);
  });

  test('is refused by kubelet where a taint of NoExecute or a selector keeps it off', () => {
    const evicting = node({ taints: [{ ...GPU, effect: 'NoExecute' }] });
    expect(outcome(nodesFor(pod({ nodeName: 'prod-general-1' }), [evicting]))).toBe('taint');
    expect(outcome(nodesFor(pod({ nodeName: 'prod-general-1', nodeSelector: { gone: 'x' } }), [node()]))).toBe('selector');
  });

  test('may be on any where a token names it', () => {
    const hidden = pod({ nodeName: TOKEN, nodeSelector: { gone: 'x' } }, ['spec.nodeName']);
    expect(nodesFor(hidden, [first!, second!]).possible).toEqual([first, second]);
  });
});

describe('a RuntimeClass', () => {
  const wasm = { key: 'wasm', value: '', effect: 'NoSchedule' } as const;
  const pooled = node({ taints: [wasm], labels: { runtime: 'wasm' } });

  test('adds its tolerations and its selector', () => {
    const runtime = aRuntimeClass('wasm', 'wasm', { tolerations: [{ key: 'wasm', operator: 'Exists' }], nodeSelector: { runtime: 'wasm' } });
    expect(outcome(nodesFor(pod(), [pooled], runtime))).toBe('certain');
    expect(outcome(nodesFor(pod(), [pooled]))).toBe('taint');
    expect(outcome(nodesFor(pod(), [node()], runtime))).toBe('selector');
  });

  test('contradicts a pod that wants another value: the API refuses it, even if it names its node', () => {
    const runtime = aRuntimeClass('wasm', 'wasm', { nodeSelector: { runtime: 'wasm' } });
    expect(outcome(nodesFor(pod({ nodeSelector: { runtime: 'runc' } }), [node({ labels: { runtime: 'runc' } })], runtime))).toBe('conflict');
    expect(outcome(nodesFor(pod({ nodeSelector: { runtime: 'wasm' } }), [node({ labels: { runtime: 'wasm' } })], runtime))).toBe('certain');
    expect(outcome(nodesFor(pod({ nodeSelector: { runtime: 'runc' } }, ['spec.nodeName']), [node()], runtime))).toBe('conflict');
    expect(outcome(nodesFor(pod({ nodeSelector: { runtime: TOKEN } }), [node({ labels: { runtime: 'wasm' } })], runtime))).toBe('possible');
  });

  test('that nobody knows may tolerate any taint, and keep the pod off any node', () => {
    expect(outcome(nodesFor(pod(), [pooled], 'unknown'))).toBe('possible');
    expect(outcome(nodesFor(pod(), [node()], 'unknown'))).toBe('possible');
    expect(outcome(nodesFor(pod({ nodeSelector: { gone: 'x' } }), [node()], 'unknown'))).toBe('selector');
    const half = aRuntimeClass('wasm', 'wasm', { unread: ['scheduling.tolerations.0.key'] });
    expect(outcome(nodesFor(pod(), [pooled], half))).toBe('possible');
    expect(outcome(nodesFor(pod(), [node()], aRuntimeClass('wasm', 'wasm', { unread: ['handler'] })))).toBe('certain');
  });
});

describe('what is not read of a pod', () => {
  test.each([
    ['spec.nodeSelector', { nodeSelector: { disk: 'ssd' } }, 'possible'],
    ['spec.nodeSelector.x', { nodeSelector: { disk: 'hdd' } }, 'selector'],
    ['spec.affinity', {}, 'possible'],
    ['spec.affinity.nodeAffinity.x', affinity(term({ key: 'gone', operator: 'Exists', values: [] })), 'possible'],
    ['spec.tolerations.0.key', { tolerations: [{ operator: 'Exists' as const }] }, 'possible'],
    ['spec.schedulerName', {}, 'possible'],
    ['spec.containers.0.image', {}, 'certain'],
    ['metadata.labels.x', {}, 'certain'],
    ['spec.nodeSelectors', {}, 'certain'],
  ] as const)('%s', (path, spec, expected) => expect(outcome(nodesFor(pod(spec, [path]), [node({}, { disk: 'ssd' })]))).toBe(expected));

  test('a toleration that is hidden may tolerate a taint, or not', () => {
    expect(outcome(nodesFor(pod({}, ['spec.tolerations.0']), [node({ taints: [GPU] })]))).toBe('possible');
    expect(outcome(nodesFor(pod({ tolerations: [{ operator: 'Exists' }] }, ['spec.tolerations.0.key']), [node({ taints: [GPU] })]))).toBe('possible');
  });

  test('another scheduler may ignore NoSchedule, and kubelet does not ignore the rest', () => {
    const other: Partial<PodSpec> = { schedulerName: 'batch' };
    expect(outcome(nodesFor(pod(other), [node()]))).toBe('possible');
    expect(outcome(nodesFor(pod(other), [node({ taints: [GPU] })]))).toBe('possible');
    expect(outcome(nodesFor(pod(other), [node({ taints: [{ ...GPU, effect: 'NoExecute' }] })]))).toBe('taint');
    expect(outcome(nodesFor(pod({ ...other, nodeSelector: { gone: 'x' } }), [node()]))).toBe('selector');
    expect(outcome(nodesFor(pod({ schedulerName: 'default-scheduler' }), [node()]))).toBe('certain');
  });
});

describe('against a naive scheduler', () => {
  const ZONE = 'topology.kubernetes.io/zone';
  const KEYS = ['a', 'b', ZONE];
  const VALUES = ['1', '2', 'x'];
  const labels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 3 }).map((each) => ({ ...each }));
  const requirement = fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom('In' as const, 'NotIn' as const, 'Exists' as const, 'DoesNotExist' as const, 'Gt' as const, 'Lt' as const),
    values: fc.array(fc.constantFrom(...VALUES), { maxLength: 2 }),
  });
  const effects = fc.constantFrom('NoSchedule' as const, 'NoExecute' as const, 'PreferNoSchedule' as const);
  const taint = fc.record({ key: fc.constantFrom('a', 'b'), value: fc.constantFrom('', '1'), effect: effects });
  const toleration = fc.record(
    {
      key: fc.constantFrom('a', 'b'),
      value: fc.constantFrom('', '1'),
      operator: fc.constantFrom('Equal' as const, 'Exists' as const),
      effect: effects,
    },
    { requiredKeys: [] },
  );
  const aPod = fc.record({
    nodeSelector: labels,
    terms: fc.option(fc.array(fc.array(requirement, { maxLength: 2 }), { maxLength: 2 })),
    tolerations: fc.array(toleration, { maxLength: 2 }),
    nodeName: fc.constantFrom('', 'prod-general-1', 'prod-general-2'),
    runtime: fc.option(fc.record({ nodeSelector: labels, tolerations: fc.array(toleration, { maxLength: 1 }) })),
  });

  interface Naive {
    readonly nodeSelector: Readonly<Record<string, string>>;
    readonly terms: readonly (readonly Requirement[])[] | null;
    readonly tolerations: readonly Toleration[];
    readonly nodeName: string;
    readonly runtime: { readonly nodeSelector: Readonly<Record<string, string>>; readonly tolerations: readonly Toleration[] } | null;
  }

  /** Straight from the documentation, for a node whose labels are all known. */
  function accepts(demand: Naive, has: Readonly<Record<string, string>>, taints: readonly Taint[]): boolean {
    const { nodeSelector, terms, nodeName, runtime } = demand;
    const merged = { ...nodeSelector, ...runtime?.nodeSelector };
    if (Object.keys(nodeSelector).some((key) => merged[key] !== nodeSelector[key])) return false;
    if (nodeName !== '' && nodeName !== 'prod-general-1') return false;
    if (Object.keys(merged).some((key) => has[key] !== merged[key])) return false;
    if (terms && !terms.some((each) => each.length > 0 && each.every((one) => matches(one, has)))) return false;
    const tolerations = [...demand.tolerations, ...(runtime?.tolerations ?? [])];
    return taints.every(({ key, value, effect }) => {
      if (effect === 'PreferNoSchedule' || (effect === 'NoSchedule' && nodeName !== '')) return true;
      return tolerations.some(
        (each) => (each.effect ?? effect) === effect && (each.key ?? key) === key && (each.operator === 'Exists' || (each.value ?? '') === value),
      );
    });
  }

  function matches({ key, operator, values }: Requirement, has: Readonly<Record<string, string>>): boolean {
    const label = has[key];
    if (operator.endsWith('In') ? values.length === 0 : operator.endsWith('t') && operator.length === 2 ? values.length !== 1 : values.length > 0)
      return false;
    const [mine, wanted] = [Number(label), Number(values[0])];
    const comparable = label !== undefined && values.length === 1 && Number.isInteger(mine) && Number.isInteger(wanted);
    switch (operator) {
      case 'In':
        return label !== undefined && values.includes(label);
      case 'NotIn':
        return label === undefined || !values.includes(label);
      case 'Exists':
        return label !== undefined;
      case 'DoesNotExist':
        return label === undefined;
      case 'Gt':
        return comparable && mine > wanted;
      case 'Lt':
        return comparable && mine < wanted;
    }
  }

  test('what is certain holds in every world, what is refused in none, and where nothing is open one of them is said', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(aPod, labels, fc.array(taint, { maxLength: 2 }), (demand, has, taints) => {
        const runtime = demand.runtime ? aRuntimeClass('r', 'r', demand.runtime) : 'default';
        const template = pod({
          nodeSelector: demand.nodeSelector,
          tolerations: demand.tolerations,
          nodeName: demand.nodeName,
          ...(demand.terms && affinity(...demand.terms.map((each) => term(...each)))),
        });
        const said = outcome(nodesFor(template, [node({ taints }, has)], runtime));
        const zones = Object.hasOwn(has, ZONE) ? [{}] : [{}, ...[...VALUES, '3', '0'].map((value) => ({ [ZONE]: value }))];
        const worlds = new Set(zones.map((zone) => accepts(demand, { ...has, ...zone }, taints)));
        seen.add(said === 'certain' || said === 'possible' ? said : 'refused');
        if (said === 'certain') expect([...worlds]).toEqual([true]);
        else if (said !== 'possible') expect([...worlds]).toEqual([false]);
        else expect(zones.length).toBeGreaterThan(1);
      }),
      { numRuns: 300, seed: 5 },
    );
    expect([...seen].sort()).toEqual(['certain', 'possible', 'refused']);
  });
});

describe('the nodes of a cluster', () => {
  const machine = aMachine('general-1', undefined);
  const general = aPool('general', [machine]);
  const wasm = aPool('wasm', 2, { taints: [{ key: 'wasm', value: '', effect: 'NoSchedule' }], labels: { runtime: 'wasm' } });
  const kubernetes = { kubernetesClusters: [aKubernetesCluster()], nodePools: [general, wasm] };
  const premises = ['node-labels', 'node-taints', 'node-allocatable'].map((family) => ({
    id: `${family}:${CLUSTER}/general`,
    kind: 'stated' as const,
    statement: family,
  }));

  test('are those of its pools, with what they rest on', () => {
    const web = aWorkload('web');
    const found = candidateNodes(anEstate({ machines: [machine], kubernetes: { ...kubernetes, workloads: [web] }, premises }), web);
    expect(found.certain.map(({ node: { name } }) => name)).toEqual(['prod-general-1']);
    expect(
      found.refused.map(
        ({
          on: {
            node: { name },
          },
          why: { by },
        }) => [name, by],
      ),
    ).toEqual([
      ['prod-wasm-1', 'taint'],
      ['prod-wasm-2', 'taint'],
    ]);
    expect(found.nodes).toHaveLength(3);
    expect(found.complete).toBe(true);
    expect(found.premises.map(({ statement }) => statement)).toEqual(['node-labels', 'node-taints']);
  });

  test('are asked with the RuntimeClass of the pods', () => {
    const runtime = aRuntimeClass('wasm', 'wasm', { nodeSelector: { runtime: 'wasm' }, tolerations: [{ key: 'wasm', operator: 'Exists' }] });
    const web = aWorkload('web', { spec: { runtimeClassName: 'wasm' } });
    const known = anEstate({ kubernetes: { ...kubernetes, workloads: [web], runtimeClasses: [runtime] } });
    expect(candidateNodes(known, web).certain.map(({ pool }) => pool.name)).toEqual(['wasm', 'wasm']);
    const unknown = anEstate({ kubernetes: { ...kubernetes, workloads: [web] } });
    expect(candidateNodes(unknown, web).possible).toHaveLength(3);
  });

  test('are not all known where a pool has fewer than it says, and none is where a chart belongs to no cluster', () => {
    const web = aWorkload('web');
    const some = anEstate({ kubernetes: { ...kubernetes, nodePools: [{ ...general, replicas: 3 }], workloads: [web] } });
    expect(candidateNodes(some, web).complete).toBe(false);
    const mixed = anEstate({ kubernetes: { ...kubernetes, nodePools: [{ ...general, replicas: 3 }, wasm], workloads: [web] } });
    expect(candidateNodes(mixed, web).complete).toBe(false);
    const stray = aWorkload('web', { cluster: null });
    expect(candidateNodes(anEstate({ kubernetes: { ...kubernetes, workloads: [stray] } }), stray)).toMatchObject({ nodes: [], complete: false });
  });

  test('a DaemonSet tolerates more than others', () => {
    const cordoned = aPool('general', 1, { taints: [{ key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' }] });
    const agent = aWorkload('agent', { kind: 'DaemonSet' });
    expect(candidateNodes(anEstate({ kubernetes: { ...kubernetes, nodePools: [cordoned], workloads: [agent] } }), agent).certain).toHaveLength(1);
  });
});
