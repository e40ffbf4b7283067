import { unknown, type ReadingFault } from '../../../lib/estate';
import { references } from '../../../lib/rules/configuration/cfg-014-references';
import { aLookedUpCluster, aModule, aPortGroup, aProvider, anEstate, aResource, aStack, STACK, token } from '../../support/estate';
import { judged, outcomes, text, undecideds } from '../../support/judge';

const fault = (change: Partial<ReadingFault>): ReadingFault => ({
  kind: 'dangling-reference',
  file: 'stacks/site/cdk.tf.json',
  stack: STACK,
  address: 'vsphere_virtual_machine.vm',
  path: 'site/vm',
  attribute: 'resource_pool_id',
  found: '${t_x.ab.bar}',
  detail: 'stack `site` has no `t_x.ab`',
  ...change,
});

describe('CFG-014', () => {
  test('passes for a stack whose references resolve', () => {
    expect(judged(references, anEstate())).toEqual([{ verdict: 'proved', subject: { stack: 'site' } }]);
  });

  test('a dangling reference', () => {
    const [verdict] = judged(references, anEstate({ faults: [fault({})] }));
    expect(text(verdict)).toEqual([
      '`resource_pool_id` of `site/vm` refers to something that does not exist',
      'found: `${t_x.ab.bar}`',
      'wrong: stack `site` has no `t_x.ab`',
      'hint: make the reference where the construct is made: one made in an aspect comes too late to be carried between stacks',
    ]);
    expect(verdict!.subject).toEqual({ path: 'site/vm', stack: 'site', address: 'vsphere_virtual_machine.vm', attribute: 'resource_pool_id' });
  });

  test('a colliding output', () => {
    const [verdict] = judged(
      references,
      anEstate({ faults: [fault({ kind: 'colliding-output', found: 'cross-stack-output-t_xabc', detail: 'both `t_x.ab.c` and `t_x.a.bc`' })] }),
    );
    expect(text(verdict).slice(0, 3)).toEqual([
      'two values share one output in stack `site`',
      'found: `cross-stack-output-t_xabc`',
      'wrong: both `t_x.ab.c` and `t_x.a.bc`',
    ]);
  });

  test('an ambiguous name', () => {
    expect(text(judged(references, anEstate({ faults: [fault({ kind: 'ambiguous-name', attribute: 'name' })] }))[0])[0]).toBe(
      '`name` of `site/vm` names more than one thing',
    );
  });

  test('a faulty stack is not proved, another one is, and faults of other rules are not its own', () => {
    const stacks = [aStack(), aStack({ name: 'other' })];
    expect(outcomes(references, anEstate({ stacks, faults: [fault({})] }))).toEqual(['refuted', 'proved']);
    expect(outcomes(references, anEstate({ faults: [fault({ kind: 'corrupt-token' })] }))).toEqual(['proved']);
  });

  test('two faults of one attribute are two findings', () => {
    const keys = judged(references, anEstate({ faults: [fault({}), fault({ found: '${t_x.cd.bar}' })] })).map(
      (verdict) => verdict.verdict === 'refuted' && verdict.key,
    );
    expect(new Set(keys).size).toBe(2);
  });

  test('an instance key that is a token is undecided', () => {
    const value = unknown('instance-key', '${vsphere_host.esx[var.n].id}', 'site/var.n');
    const estate = anEstate({ stacks: [aStack({ resources: [aResource('vsphere_compute_cluster', 'c', { host_system_ids: [value] })] })] });
    expect(text(undecideds(references, estate)[0])).toEqual([
      'what `host_system_ids.0` of `site/c` refers to',
      'because: which instance `${vsphere_host.esx[var.n].id}` means is known only once Terraform evaluates `${vsphere_host.esx[var.n].id}`',
      'decides it: a literal key, count or for_each',
    ]);
  });

  test('the state of a stack outside the app is undecided, in resources and outputs', () => {
    const value = unknown('remote-state', '${data.terraform_remote_state.net.outputs.id}', 'site/data.terraform_remote_state.net');
    const estate = anEstate({
      stacks: [
        aStack({ resources: [aResource('x_y', 'z', { id: value })], outputs: [{ name: 'o', value, sensitive: false, containsSensitive: false }] }),
      ],
    });
    expect(outcomes(references, estate)).toEqual(['undecided', 'undecided']);
  });

  test('other unknowns are none of its business', () => {
    expect(outcomes(references, anEstate({ stacks: [aStack({ resources: [aResource('x_y', 'z', { a: token() })] })] }))).toEqual(['proved']);
  });

  test('a lookup that may mean what the app makes, in a vCenter that is a token, is undecided', () => {
    const made = aPortGroup('nodes', { addresses: [{ stack: 'net', address: 'vsphere_distributed_port_group.nodes' }] });
    const lookup = aPortGroup('nodes', { id: 'site/data.vsphere_network.nodes', origin: 'looked-up', path: 'site/lookup', vcenter: token('server') });
    expect(text(undecideds(references, anEstate({ portGroups: [made, lookup] }))[0])).toEqual([
      'whether `nodes`, which is looked up, is the `nodes` that `site/nodes` makes',
      'because: the vCenter is known only to whoever sets `site/var.server`',
      'decides it: the server of the provider as a literal in both stacks',
    ]);
    expect(outcomes(references, anEstate({ portGroups: [made, { ...lookup, vcenter: 'vc2.example.com' }] }))).toEqual(['proved']);
    expect(outcomes(references, anEstate({ portGroups: [made, { ...lookup, name: 'other' }] }))).toEqual(['proved']);
    expect(outcomes(references, anEstate({ portGroups: [{ ...made, vcenter: token('server') }] }))).toEqual(['proved']); // it is itself
    expect(outcomes(references, anEstate({ portGroups: [made], clusters: [aLookedUpCluster('nodes', { vcenter: token() })] }))).toEqual(['proved']);
  });

  test('what is open in a provider, a module or a local is undecided as in a resource', () => {
    const outside = unknown('remote-state', '${data.terraform_remote_state.r.outputs.q}', 'site/data.terraform_remote_state.r');
    const stacks = (change: Parameters<typeof aStack>[0]) => outcomes(references, anEstate({ stacks: [aStack(change)] }));
    expect(stacks({ locals: { l: [outside] } })).toEqual(['undecided']);
    expect(stacks({ providers: [aProvider({ values: { user: outside } })] })).toEqual(['undecided']);
    expect(stacks({ modules: [aModule('m', { arguments: { x: { y: outside } } })] })).toEqual(['undecided']);
  });

  test.each([
    ['cluster', 'the host in one cluster only'],
    ['hostname', 'one entry for the host'],
    ['name', 'a full inventory path, or the datacenter or switch it lies in'],
  ])('what helps against an ambiguous %s', (attribute, hint) => {
    const [verdict] = judged(references, anEstate({ faults: [fault({ kind: 'ambiguous-name', attribute })] }));
    expect(text(verdict).at(-1)).toBe(`hint: ${hint}`);
  });
});
