import { unknown, type ReadingFault, type TerraformStackModel } from '../../../lib/estate';
import { references } from '../../../lib/rules/configuration/cfg-014-references';
import { aLookedUpCluster, aModule, aPortGroup, aProvider, anEstate, aResource, aStack, STACK, token } from '../../support/estate';
import { readStacks } from '../../estate/read/terraform/render';
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
      'hint: declare `t_x.ab`, or correct the name: no stack has one',
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

  test.each([
    ['nsxt_policy_vm_tags.b', 'instance_id', 'one element for the VM, with all of its tags: each replaces what the other set'],
    ['nsxt_policy_predefined_security_policy.b', 'path', 'one element for the policy, with all of its rules'],
    ['data.nsxt_policy_group.b', 'display_name', 'a name of its own for each, or the id of one'],
    ['vsphere_virtual_machine.b', 'name', 'a full inventory path, or the datacenter or switch it lies in'],
  ])('an ambiguity of %s is mended in the words of its product', (address, attribute, hint) => {
    const [verdict] = judged(references, anEstate({ faults: [fault({ kind: 'ambiguous-name', address, attribute })] }));
    expect(text(verdict).at(-1)).toBe(`hint: ${hint}`);
  });

  const COMES_TOO_LATE = 'make the reference where the construct is made, one made in an aspect comes too late to be carried between stacks';
  test.each([
    ['an element of another stack', { resource: { t_x: { ab: { b: '${t_x.cd.bar}' } } } }, `\`t_x.cd\` is one of stack \`other\`: ${COMES_TOO_LATE}`],
    ['a variable of another stack', { output: { o: { value: '${var.there}' } } }, `\`var.there\` is one of stack \`other\`: ${COMES_TOO_LATE}`],
    ['a variable of none', { output: { o: { value: '${var.nope}' } } }, 'declare `var.nope`, or correct the name: no stack has one'],
    ['a local of none', { output: { o: { value: '${local.nope}' } } }, 'declare `local.nope`, or correct the name: no stack has one'],
    ['a resource of none', { output: { o: { value: '${t_x.nope.id}' } } }, 'declare `t_x.nope`, or correct the name: no stack has one'],
    ['each outside for_each', { resource: { t_x: { ab: { b: '${each.value}' } } } }, '`for_each` on the block, or a value in place of `each`'],
    ['count outside count', { resource: { t_x: { ab: { b: '${count.index}' } } } }, '`count` on the block, or a value in place of `count`'],
    [
      'all instances as if they were one',
      { resource: { t_x: { ab: { count: 2 }, c: { b: '${t_x.ab.id}' } } } },
      'one instance, such as `t_x.ab[0]`, or all of them with `[*]`',
    ],
    [
      'an instance of what is one object',
      { resource: { t_x: { ab: { b: 1 }, c: { b: '${t_x.ab[0].id}' } } } },
      'the reference without a key: it is one object',
    ],
    [
      'an instance that is not made',
      { resource: { t_x: { ab: { count: 1, b: 1 }, c: { b: '${t_x.ab[4].id}' } } } },
      'an instance that its `count` or `for_each` makes',
    ],
  ])('what helps against a reference to %s', (_, main, hint) => {
    const { model, faults } = readStacks({ main, other: { resource: { t_x: { cd: { bar: 1 } } }, variable: { there: {} } } });
    const [verdict] = judged(references, anEstate({ stacks: model.stacks, faults }));
    expect(text(verdict).at(-1)).toBe(`hint: ${hint}`);
  });

  test('what helps against a reference to an output that a stack of the app does not have', () => {
    const [verdict] = judged(references, anEstate({ faults: [fault({ detail: 'the stack `net` has no output `q`' })] }));
    expect(text(verdict).at(-1)).toBe('hint: declare the output in that stack, or correct its name');
  });

  test('what helps against a provider that the stack does not have', () => {
    const missing = (key: string) =>
      fault({ attribute: 'provider', found: key, detail: `the stack \`site\` has no configuration \`${key}\` of a provider` });
    const hint = (key: string, others: readonly TerraformStackModel[] = []) =>
      text(judged(references, anEstate({ stacks: [aStack(), ...others], faults: [missing(key)] }))[0]).at(-1);
    expect(hint('vsphere.dr')).toBe(
      "hint: make provider `vsphere` with `alias: 'dr'` in stack `site`; or leave the provider out, which takes the connection that a `new VCenter(...)` of the stack makes",
    );
    expect(hint('acme.west', [aStack({ name: 'net', providers: [aProvider({ key: 'acme.west', type: 'acme' })] })])).toBe(
      "hint: make provider `acme` with `alias: 'west'` in stack `site`, since the one of stack `net` serves that stack only; or leave the provider out, which takes the provider without an alias",
    );
  });

  describe('where the keys of for_each are not known', () => {
    const of = (body: object, rest: object = {}, locals: object = {}) => {
      const { model, faults } = readStacks({
        site: { variable: { names: {}, n: {} }, locals, resource: { t_x: { it: { for_each: '${var.names}', ...body }, ...rest } } },
      });
      expect(faults).toEqual([]);
      return outcomes(references, anEstate({ stacks: model.stacks }));
    };
    const counted = { many: { count: '${var.n}' } };

    test.each<[string, object, object?, object?]>([
      ['the key itself', { name: '${each.key}' }],
      ['a name made of it', { name: 'vm-${each.key}-${each.value.zone}', tags: ['${upper(each.value["tag"])}'] }],
      ['all of a family', { ids: '${t_x.many[*].id}' }, counted],
      ['a value of a local by the key', { size: '${local.sizes[each.key]}' }, {}, { sizes: { a: 1 } }],
      ['an instance that is there beside the key', { name: '${t_x.two[1].id}-${each.key}' }, { two: { count: 2 } }],
    ])('%s passes', (_, body, rest = {}, locals = {}) => {
      expect(of(body, rest, locals)).toEqual(['proved']);
    });

    test.each<[string, object, object?, object?]>([
      ['an instance by the key', { host: '${t_x.other[each.key].id}' }, { other: { for_each: '${var.names}' } }],
      ['an instance by the key, in a text', { host: 'on ${t_x.two[each.key].id}' }, { two: { count: 2 } }],
      ['a certain instance of a family', { host: '${t_x.many[0].id}' }, counted],
      ['an instance in a local', { host: '${local.hosts[each.key].id}' }, { two: { count: 2 } }, { hosts: { a: '${t_x.two[0]}' } }],
    ])('%s is undecided', (_, body, rest = {}, locals = {}) => {
      expect(of(body, rest, locals)).toEqual(['undecided']);
    });
  });
});
