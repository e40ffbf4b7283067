import type { Estate, EsxiHost, HostGroup, KubernetesNode, NodePool, VirtualMachine, VmGroup } from '../../../lib/estate';
import { zones } from '../../../lib/rules/availability/avl-003-zones';
import { Interval } from '../../../lib/units';
import { aCluster, aLookedUpCluster, anEstate, aMachine, hosts, STACK, token, vmHostRule, type EstateParts } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, aPool, CLUSTER } from '../../support/kubernetes';

const ZONE = 'topology.kubernetes.io/zone';
const RACKS = ['r1', 'r2'];
const esx = hosts(4).map((host, i): EsxiHost => ({ ...host, rack: RACKS[i % 2]! }));
const compute = aCluster('compute', esx);
const members = ['general-1', 'general-2'].map((name) => aMachine(name, compute));

function group<T extends object>(name: string, content: T): T & Omit<VmGroup, 'machines'> {
  const address = `vsphere_compute_cluster_group.${name}`;
  const { origin, vcenter, instances } = compute;
  return {
    ...content,
    id: `${STACK}/${address}`,
    addresses: [{ stack: STACK, address }],
    path: name,
    origin,
    vcenter,
    name,
    instances,
    cluster: compute.id,
  };
}

/** One rule for each VM, to the hosts of a rack. */
function pins(racks: readonly string[], change: Parameters<typeof vmHostRule>[2] = {}): EstateParts {
  return {
    vmGroups: racks.map((_, i): VmGroup => group(`vm-${i}`, { machines: { ids: [members[i]!.id], complete: true } })),
    hostGroups: RACKS.map((rack): HostGroup =>
      group(rack, { hosts: { ids: esx.filter((host) => host.rack === rack).map(({ id }) => id), complete: true } }),
    ),
    vmHostRules: racks.map((rack, i) => vmHostRule(`pin-${i}`, compute, { vmGroup: `vm-${i}`, affinityHostGroup: rack, ...change })),
  };
}

/** A host of which nobody stated the rack. */
function rackless(host: EsxiHost): EsxiHost {
  const bare = { ...host };
  Reflect.deleteProperty(bare, 'rack');
  return bare;
}

/** A pool of two nodes with a label each; none where that is null. */
function pool(values: readonly (string | null)[], key: string = ZONE, of: readonly VirtualMachine[] = members): NodePool {
  const made = aPool('general', of);
  const nodes = made.nodes.map((node, i): KubernetesNode => ({ ...node, labels: values[i] === null ? {} : { [key]: values[i]! } }));
  return { ...made, nodes };
}

function site(nodes: NodePool, change: EstateParts = {}): Estate {
  return anEstate({
    hosts: esx.map((host) => ({ ...host, cluster: compute.id })),
    clusters: [compute],
    machines: members,
    kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: [nodes] },
    premises: [{ id: `node-labels:${CLUSTER}/general`, kind: 'stated', statement: 'labels' }],
    ...change,
  });
}

describe('AVL-003, labels that name a rack', () => {
  test('are proved where a mandatory rule holds each VM in its rack', () => {
    const [verdict, ...others] = judged(zones, site(pool(RACKS), pins(RACKS)));
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ verdict: 'proved', subject: { path: `${CLUSTER}/general` } });
    const premises = verdict!.premises!.map(({ id }) => id);
    expect(premises).toEqual(expect.arrayContaining(['mandatory-vm-host-rules', 'racks:site/compute', `node-labels:${CLUSTER}/general`]));
    expect(new Set(premises).size).toBe(premises.length);
    expect(verdict!.premises!.find(({ id }) => id.startsWith('racks:'))!.subject).toBe('site/compute');
  });

  test('are refuted where none does, with a host in another rack', () => {
    expect(text(refutations(zones, site(pool(RACKS)))[0])).toEqual([
      '2 nodes of pool `general` may run in another rack than their labels say',
      'node: `prod-general-1` has `topology.kubernetes.io/zone` `r1`, and VM `general-1` may run on `esx-2` (rack `r2`)',
      'node: `prod-general-2` has `topology.kubernetes.io/zone` `r2`, and VM `general-2` may run on `esx-1` (rack `r1`)',
      'allowed by: no mandatory VM-host rule keeps it off that host',
      'hint: a mandatory VM-host rule, switched on, that holds each of these VMs on the hosts of its rack',
    ]);
  });

  test('are refuted by a rule that holds the VM in the wrong rack, is no must, or is off', () => {
    expect(outcomes(zones, site(pool(RACKS), pins(['r2', 'r2'])))).toEqual(['refuted']);
    expect(text(refutations(zones, site(pool(RACKS), pins(['r2', 'r2'])))[0])[0]).toBe(
      '1 node of pool `general` may run in another rack than its label says',
    );
    expect(outcomes(zones, site(pool(RACKS), pins(RACKS, { mandatory: false })))).toEqual(['refuted']);
    expect(outcomes(zones, site(pool(RACKS), pins(RACKS, { enabled: false })))).toEqual(['refuted']);
  });

  test('are those of the pool too, and those of a key that ends in rack, which may name any', () => {
    const bare = pool([null, null]);
    expect(outcomes(zones, site({ ...bare, labels: { [ZONE]: 'r1' } }, pins(['r1', 'r1'])))).toEqual(['proved']);
    expect(outcomes(zones, site({ ...bare, labels: { [ZONE]: 'r1' } }, pins(RACKS)))).toEqual(['refuted']);
    for (const key of ['rack', 'example.com/rack', 'topology.example.com/server-rack']) {
      expect(outcomes(zones, site(pool(RACKS, key), pins(RACKS)))).toEqual(['proved']);
      expect(outcomes(zones, site(pool(['r9', 'r9'], key), pins(RACKS)))).toEqual(['refuted']);
    }
    expect(outcomes(zones, site(pool(RACKS, 'failure-domain.beta.kubernetes.io/zone'), pins(['r2', 'r1'])))).toEqual(['refuted']);
    for (const key of ['topology.kubernetes.io/region', 'example.com/racket', 'track']) expect(judged(zones, site(pool(RACKS, key)))).toEqual([]);
  });

  test('of no node say nothing', () => expect(judged(zones, site(pool([null, null])))).toEqual([]));

  test('are undecided where a host has no rack that anybody stated', () => {
    const bare = rackless(esx[0]!);
    const estate = site(pool(RACKS), { ...pins(RACKS), hosts: [bare, ...esx.slice(1)].map((host) => ({ ...host, cluster: compute.id })) });
    expect(text(undecideds(zones, estate)[0])).toEqual([
      'whether the nodes of pool `general` are in the racks that their labels say',
      'because: of node `prod-general-1`, the rack of `esx-1`, where it may run, is not stated',
      'decides it: `rack` of each host, or `racks` of the fleet',
    ]);
  });

  test('are undecided where a token says whether a rule is mandatory, or what the label is', () => {
    const [verdict] = undecideds(zones, site(pool(RACKS), pins(RACKS, { mandatory: token('must') })));
    expect(verdict!.reason).toBe('whether a rule keeps node `prod-general-1`, labelled `r1`, out of rack `r2` is not known for certain');
    const hidden = undecideds(zones, site(pool(['${TfToken[TOKEN.2]}', 'r2']), pins(RACKS)));
    expect(outcomes(zones, site(pool(['#{TfToken[TOKEN.2]}', 'r2']), pins(RACKS)))).toEqual(['undecided']);
    expect(outcomes(zones, site(pool(['${vsphere_host.a.id}', 'r2']), pins(RACKS)))).toEqual(['undecided']);
    expect(hidden[0]!.reason).toBe('label `topology.kubernetes.io/zone` of node `prod-general-1` is a token');
  });

  test('are undecided where DRS moves nothing by itself', () => {
    const manual = { ...compute, drs: { enabled: true, automation: 'manual' } };
    expect(outcomes(zones, site(pool(RACKS), { ...pins(RACKS), clusters: [manual] }))).toEqual(['undecided']);
  });

  test('are undecided where the cluster, its hosts, or the number of VMs is not known', () => {
    const of = (change: Partial<VirtualMachine>): Estate =>
      site(pool(RACKS), { ...pins(RACKS), machines: members.map((machine) => ({ ...machine, ...change })) });
    expect(undecideds(zones, of({ cluster: token('c') }))[0]!.reason).toContain('which cluster `general-1` runs on is known only to whoever sets');
    expect(undecideds(zones, of({ instances: Interval.between(0, 3) }))[0]!.reason).toContain('how many VMs `general-1` stands for is not decided');
    const edge = aLookedUpCluster('edge');
    const far = site(pool(RACKS), { clusters: [edge], machines: members.map((machine) => ({ ...machine, cluster: edge.id })), hosts: [] });
    expect(outcomes(zones, far)).toEqual(['undecided']);
    expect(
      outcomes(zones, site(pool(RACKS, 'rack'), { clusters: [edge], hosts: [], machines: members.map((each) => ({ ...each, cluster: edge.id })) })),
    ).toEqual(['undecided']);
  });

  test('are undecided where nobody makes the VM', () => {
    const nodes = pool(RACKS).nodes.map((node) => ({ ...node, machine: null }));
    expect(undecideds(zones, site({ ...pool(RACKS), nodes }))[0]!.reason).toBe('which VM node `prod-general-1` runs on is not known');
  });

  test('a host that a VM of a cluster only starts on does not hold it', () => {
    const started = members.map((machine, i) => ({ ...machine, host: esx[i]!.id }));
    expect(outcomes(zones, site(pool(RACKS), { machines: started }))).toEqual(['refuted']);
  });

  test('on a host of no cluster are those of the host', () => {
    const alone = members.map((machine, i) => ({ ...machine, cluster: null, host: esx[i]!.id }));
    expect(outcomes(zones, site(pool(RACKS), { machines: alone }))).toEqual(['proved']);
    expect(outcomes(zones, site(pool(['r2', 'r2']), { machines: alone }))).toEqual(['refuted']);
  });

  test('count those that it does not show', () => {
    const five = Array.from({ length: 5 }, (_, i) => aMachine(`g-${i}`, compute));
    const lines = text(
      refutations(
        zones,
        site(
          pool(
            five.map(() => 'r1'),
            ZONE,
            five,
          ),
          { machines: five },
        ),
      )[0],
    );
    expect(lines[0]).toContain('5 nodes');
    expect(lines).toContain('and: 2 more like it');
    const three = five.slice(0, 3);
    const few = text(
      refutations(
        zones,
        site(
          pool(
            three.map(() => 'r1'),
            ZONE,
            three,
          ),
          { machines: three },
        ),
      )[0],
    );
    expect(few.filter((line) => line.startsWith('node: '))).toHaveLength(3);
    expect(few.filter((line) => line.startsWith('and: '))).toEqual([]);
  });
});

describe('AVL-003, zones that are no racks', () => {
  const named = pool(['north', 'south']);

  test('are proved where each rack is of one', () => {
    expect(judged(zones, site(named, pins(RACKS)))).toMatchObject([{ verdict: 'proved', subject: { path: CLUSTER } }]);
  });

  test('are a warning where two may share a rack', () => {
    const [verdict] = refutations(zones, site(named));
    expect(verdict!.severity).toBe('warning');
    expect(text(verdict)).toEqual([
      'zones `north` and `south` of cluster `prod` may share rack `r1`',
      'node: `prod-general-1` has `topology.kubernetes.io/zone` `north`, and VM `general-1` may run on `esx-1` (rack `r1`)',
      'node: `prod-general-2` has `topology.kubernetes.io/zone` `south`, and VM `general-2` may run on `esx-1` (rack `r1`)',
      'allowed by: no mandatory VM-host rule keeps them to racks of their own',
      'hint: a mandatory VM-host rule for the nodes of each zone, to the hosts of racks that no other zone has',
    ]);
  });

  test('may have many racks, and one zone alone shares with none', () => {
    expect(outcomes(zones, site(pool(['north', 'north'])))).toEqual([]);
  });

  test('are undecided where a rule may not hold, or a rack is not stated', () => {
    expect(undecideds(zones, site(named, pins(RACKS, { mandatory: token('must') })))[0]!.reason).toBe(
      'nodes of zones `north` and `south` may both be in rack `r1`, as far as the rules that hold them are known',
    );
    const bare = esx.map((host) => ({ ...rackless(host), cluster: compute.id }));
    expect(undecideds(zones, site(named, { ...pins(RACKS), hosts: bare }))[0]!.reason).toContain('the rack of `esx-1` and `esx-3`');
    const nobody = named.nodes.map((node) => ({ ...node, machine: null }));
    expect(undecideds(zones, site({ ...named, nodes: nobody }))[0]!.reason).toContain('which VM node');
  });

  test('of two labels are not compared', () => {
    const nodes = named.nodes.map((node, i) => ({
      ...node,
      labels: { [i === 0 ? ZONE : 'failure-domain.beta.kubernetes.io/zone']: ['north', 'south'][i]! },
    }));
    expect(outcomes(zones, site({ ...named, nodes }))).toEqual(['proved']);
  });

  test('a zone that is no rack keeps out of one that is the zone of others', () => {
    const estate = site(pool(['r1', 'north']), pins(['r1', 'r1']));
    expect(text(refutations(zones, estate)[0])[0]).toBe('zones `r1` and `north` of cluster `prod` may share rack `r1`');
    expect(outcomes(zones, site(pool(['r1', 'north']), pins(['r1', 'r2'])))).toEqual(['proved', 'proved']);
  });
});
