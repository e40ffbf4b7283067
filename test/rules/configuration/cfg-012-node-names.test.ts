import { unknown, type Estate, type KubernetesNode, type NodePool, type Value, type VirtualMachine } from '../../../lib/estate';
import { nodeNames } from '../../../lib/rules/configuration/cfg-012-node-names';
import { aMachine, anEstate, aResource, aStack, token } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, aPool, CLUSTER } from '../../support/kubernetes';

const NAME = 'prod-general-1';
const vm = aMachine(NAME, undefined);

function pool(change: Partial<KubernetesNode>, machine: VirtualMachine | null = vm): NodePool {
  const node: KubernetesNode = { name: NAME, machine: machine && machine.id, labels: {}, hostname: NAME, ...change };
  const made = { ...aPool('general', machine ? [machine] : 1), nodes: [node] };
  return 'hostname' in change && change.hostname === undefined ? { ...made, nodes: [{ name: node.name, machine: node.machine, labels: {} }] } : made;
}

/** A second cluster, with one node. */
function other(name: string, machine: VirtualMachine | null, change: Partial<KubernetesNode> = {}): NodePool {
  const [cluster, id] = ['site/test', 'site/test/general'];
  return { ...pool({ name, hostname: name, ...change }, machine), id, path: id, cluster };
}

function site(pools: readonly NodePool[], machines: readonly VirtualMachine[] = [vm], clone?: Value): Estate {
  const clusters = [aKubernetesCluster(), aKubernetesCluster({ id: 'site/test', path: 'site/test', name: 'test' })];
  const resources = clone === undefined ? [] : [aResource('vsphere_virtual_machine', NAME, { clone })];
  return anEstate({
    machines,
    stacks: [aStack({ resources })],
    kubernetes: { kubernetesClusters: clusters, nodePools: pools },
    premises: [{ id: `node-names:${CLUSTER}/general`, kind: 'stated', statement: 'names' }],
  });
}

describe('CFG-012', () => {
  test('is proved where guest and node have one name, whatever the VM is called', () => {
    const [verdict, ...others] = judged(nodeNames, site([pool({})], [{ ...vm, name: 'vm-17' }]));
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ verdict: 'proved', subject: { path: `${CLUSTER}/general` } });
    expect(verdict!.premises!.map(({ id }) => id)).toEqual(['vsphere-cloud-provider:host-name', `node-names:${CLUSTER}/general`]);
  });

  test('is refuted where the guest is called otherwise', () => {
    expect(text(refutations(nodeNames, site([pool({ hostname: 'debian' })]))[0])).toEqual([
      'node `prod-general-1` has a guest called `debian`: the cloud provider does not find its VM',
      'node: `prod-general-1`',
      'guest: `debian`, by its pool, for VM `prod-general-1`',
      'differs in: the name',
      'hint: `prod-general-1` as the host name of the guest',
    ]);
  });

  test.each([
    ['Prod-General-1', 'capitals'],
    ['prod-general-1.example.com', 'the domain: `prod-general-1.example.com` is not `prod-general-1`'],
    ['prod-general-10', 'the name'],
    ['prod-general', 'the name'],
  ])('tells in what %s differs', (hostname, what) => {
    expect(text(refutations(nodeNames, site([pool({ hostname })]))[0])[3]).toContain(`differs in: ${what}`);
  });

  test('a node with a domain and a guest without one differ too', () => {
    expect(text(refutations(nodeNames, site([pool({ name: `${NAME}.example.com` })]))[0])[3]).toContain('the domain');
  });

  test('what the clone is customized with is what the guest is called', () => {
    const clone = (options: Value): Value => [{ customize: [{ linux_options: [options] }] }];
    expect(outcomes(nodeNames, site([pool({ hostname: 'debian' })], [vm], clone({ host_name: NAME })))).toEqual(['proved']);
    expect(text(refutations(nodeNames, site([pool({})], [vm], clone({ host_name: 'debian' })))[0])).toContain(
      'guest: `debian`, by `clone.customize`',
    );
    expect(outcomes(nodeNames, site([pool({ hostname: undefined })], [vm], { customize: { windows_options: { computer_name: NAME } } }))).toEqual([
      'proved',
    ]);
    expect(undecideds(nodeNames, site([pool({})], [vm], clone({ host_name: token('name') })))[0]!.reason).toBe(
      'of node `prod-general-1`, `host_name` of its customization is known only to whoever sets `site/var.name`',
    );
    expect(outcomes(nodeNames, site([pool({})], [vm], [{ template_uuid: 'x' }]))).toEqual(['proved']);
    expect(outcomes(nodeNames, site([pool({})], [vm], clone({ host_name: null })))).toEqual(['proved']);
  });

  test('is undecided where nobody says what the guest is called, or a token does', () => {
    expect(text(undecideds(nodeNames, site([pool({ hostname: undefined })]))[0])).toEqual([
      'whether the nodes of pool `general` are called as their guests are',
      'because: of node `prod-general-1`, what its guest is called is not stated',
      'decides it: the host name of each node, as a literal',
    ]);
    expect(outcomes(nodeNames, site([pool({ hostname: '${TfToken[TOKEN.1]}' })]))).toEqual(['undecided']);
    expect(outcomes(nodeNames, site([pool({ hostname: '${vsphere_virtual_machine.a.name}' })]))).toEqual(['undecided']);
    expect(outcomes(nodeNames, site([pool({ hostname: '#{TfToken[TOKEN.1]}' })]))).toEqual(['undecided']);
    expect(undecideds(nodeNames, site([pool({ name: '${TfToken[TOKEN.1]}' })]))[0]!.reason).toBe('the name of node `${TfToken[TOKEN.1]}` is a token');
  });

  test('says how many nodes are open', () => {
    const vms = ['a', 'b', 'c'].map((name) => aMachine(name, undefined));
    const nodes = vms.map(({ name, id }) => ({ name: String(name), machine: id, labels: {} }));
    expect(undecideds(nodeNames, site([{ ...aPool('general', 3), nodes }], vms))[0]!.reason).toContain(
      'of node `a`, what its guest is called is not stated; and 2 more',
    );
  });

  test('of a pool that others made, and of whose guests nothing is told, says nothing', () => {
    expect(
      judged(
        nodeNames,
        site([aPool('general', 3)].map((each) => ({ ...each, nodes: each.nodes.map(({ name, labels }) => ({ name, labels, machine: null })) }))),
      ),
    ).toEqual([]);
  });

  test('of a pool whose nodes nobody lists says nothing', () => {
    expect(judged(nodeNames, site([aPool('general', 0)]))).toEqual([]);
  });
});

describe('CFG-012, names that are there twice', () => {
  const twin = { ...aMachine('twin', undefined), name: NAME };

  test('is refuted where guests of two clusters on one vCenter have one name', () => {
    const found = refutations(nodeNames, site([pool({}), other(NAME, twin)], [vm, twin]));
    expect(found.map(({ subject }) => subject.path)).toEqual([`${CLUSTER}/general`, 'site/test/general']);
    expect(text(found[0])).toEqual([
      'two guests of one vCenter are called `prod-general-1`: the cloud provider cannot tell which is the node',
      'node: `prod-general-1` of pool `general` in cluster `prod`, VM `site/prod-general-1`',
      'node: `prod-general-1` of pool `general` in cluster `test`, VM `site/twin`',
      'hint: a name for each node that no other cluster on the vCenter has, such as one that begins with the name of the cluster',
    ]);
  });

  test('a search does not tell capitals', () => {
    const found = refutations(nodeNames, site([pool({}), other('x', twin, { hostname: 'PROD-general-1' })], [vm, twin]));
    expect(found.map(({ key }) => key)).toEqual([`twice:${NAME}`, 'x', 'twice:x']);
  });

  test('is none of its business on two vCenters', () => {
    const far = { ...twin, vcenter: 'vc2.example.com' };
    expect(outcomes(nodeNames, site([pool({}), other(NAME, far)], [vm, far]))).toEqual(['proved', 'proved']);
  });

  test('is undecided where a token says which vCenter it is, or nobody knows the VMs', () => {
    const hidden = { ...twin, vcenter: unknown('variable', '${var.server}', 'other/var.server'), addresses: [{ stack: 'other', address: 'x.y' }] };
    const found = undecideds(nodeNames, site([pool({}), other(NAME, hidden)], [vm, hidden]));
    expect(found).toHaveLength(2);
    expect(found[0]!.reason).toBe('nodes of two clusters are called `prod-general-1`, and whether their VMs are in one vCenter is not known');
    expect(undecideds(nodeNames, site([pool({}, null), other(NAME, null)]))[0]!.reason).toContain('which VMs they are is not known');
  });

  test('is undecided where nobody says what a guest is called', () => {
    const bare = { ...other(NAME, twin).nodes[0]! };
    Reflect.deleteProperty(bare, 'hostname');
    expect(outcomes(nodeNames, site([pool({}), { ...other(NAME, twin), nodes: [bare] }], [vm, twin]))).toEqual(['undecided', 'undecided']);
  });

  test('two nodes of one name in one cluster cannot both join, wherever their VMs are', () => {
    const twins = { ...aPool('general', 1), nodes: [pool({}, null).nodes[0]!, { ...pool({}, null).nodes[0]! }] };
    expect(refutations(nodeNames, site([twins])).map(({ message }) => message)).toEqual([
      'two nodes of cluster `prod` are called `prod-general-1`: only one of them can join',
      'two nodes of cluster `prod` are called `prod-general-1`: only one of them can join',
    ]);
  });

  test('VMs of one name whose guests differ are a warning', () => {
    const found = refutations(nodeNames, site([pool({}), other('test-1', twin)], [vm, twin]));
    expect(found.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(text(found[0])).toEqual([
      'the VMs of nodes `prod-general-1` and `test-1` have one name in vCenter, `prod-general-1`',
      'VMs: `site/prod-general-1` and `site/twin`',
      'hint: a name of its own for each VM',
    ]);
    expect(
      outcomes(nodeNames, site([pool({}), other('test-1', { ...twin, vcenter: 'vc2.example.com' })], [vm, { ...twin, vcenter: 'vc2.example.com' }])),
    ).toEqual(['proved', 'proved']);
    expect(outcomes(nodeNames, site([pool({}), other('test-1', { ...twin, name: token() })], [vm, { ...twin, name: token() }]))).toEqual([
      'proved',
      'proved',
    ]);
  });
});
