import { isUnknown, type Value } from '../../../../lib/estate';
import { readStack, readStacks, resourceOf } from './render';

const reasonOf = (value: Value | undefined): string | undefined => (isUnknown(value) ? value.$unknown.reason : undefined);
const local = (path: string) => ({ terraform: { backend: { local: { path } } } });
const reading = (path: string, more: object = {}) => ({
  data: { terraform_remote_state: { net: { backend: 'local', config: { path }, workspace: '${terraform.workspace}', ...more } } },
});

describe('values from another stack', () => {
  const network = {
    ...local('net.tfstate'),
    resource: { vsphere_network: { n: { name: 'web' } } },
    output: { id: { value: '${vsphere_network.n.id}', sensitive: true }, name: { value: '${vsphere_network.n.name}' } },
  };

  it('are followed through its outputs, and stay its own', () => {
    const { model, faults } = readStacks({
      net: network,
      vms: {
        ...reading('net.tfstate'),
        resource: {
          t_vm: { a: { network: '${data.terraform_remote_state.net.outputs.id}', name: 'a-${data.terraform_remote_state.net.outputs["name"]}' } },
        },
      },
    });
    expect(resourceOf(model.stacks[1]!, 't_vm.a').values).toEqual({
      network: { $ref: { stack: 'net', address: 'vsphere_network.n', attribute: 'id' } },
      name: 'a-web',
    });
    expect(faults).toEqual([]);
  });

  it('are followed whichever stack comes first, and from stack to stack', () => {
    const { model } = readStacks({
      c: { ...reading('b.tfstate'), locals: { it: '${data.terraform_remote_state.net.outputs.on}' } },
      b: { ...local('b.tfstate'), ...reading('net.tfstate'), output: { on: { value: '${data.terraform_remote_state.net.outputs.id}' } } },
      net: network,
    });
    expect(model.stacks[0]!.locals.it).toEqual({ $ref: { stack: 'net', address: 'vsphere_network.n', attribute: 'id' } });
  });

  it('are followed through backends of any type that hold the same', () => {
    const config = { bucket: 'states', key: 'net', region: 'eu-1' };
    const { model } = readStacks({
      net: { terraform: { backend: { s3: config } }, output: { x: { value: 1 } } },
      vms: { data: { terraform_remote_state: { net: { backend: 's3', config } } }, locals: { it: '${data.terraform_remote_state.net.outputs.x}' } },
    });
    expect(model.stacks[1]!.locals.it).toBe(1);
  });

  it.each([
    ['another file', reading('elsewhere.tfstate')],
    ['another workspace', reading('net.tfstate', { workspace: 'staging' })],
    ['a place that is not decided', { variable: { p: {} }, ...reading('${var.p}') }],
  ])('are unknown where the state is outside the app: %s', (_, vms) => {
    const { model, faults } = readStacks({ net: network, vms: { ...vms, locals: { it: '${data.terraform_remote_state.net.outputs.id}' } } });
    expect(model.stacks[1]!.locals.it).toEqual({
      $unknown: {
        reason: 'remote-state',
        expression: '${data.terraform_remote_state.net.outputs.id}',
        knownBy: 'vms/data.terraform_remote_state.net',
      },
    });
    expect(faults).toEqual([]);
  });

  it('are unknown where two stacks keep their state in one place', () => {
    const { model } = readStacks({
      a: network,
      b: network,
      vms: { ...reading('net.tfstate'), locals: { it: '${data.terraform_remote_state.net.outputs.id}' } },
    });
    expect(reasonOf(model.stacks[2]!.locals.it)).toBe('remote-state');
  });

  it('dangle where the stack has no such output', () => {
    const { model, faults } = readStacks({
      net: network,
      vms: { ...reading('net.tfstate'), locals: { it: '${data.terraform_remote_state.net.outputs.gone}' } },
    });
    expect(model.stacks[1]!.locals.it).toEqual({
      $unknown: { reason: 'dangling', expression: '${data.terraform_remote_state.net.outputs.gone}', knownBy: 'net/output.gone' },
    });
    expect(faults).toEqual([
      {
        kind: 'dangling-reference',
        file: 'stacks/vms/cdk.tf.json',
        stack: 'vms',
        address: 'local.it',
        attribute: 'it',
        found: '${data.terraform_remote_state.net.outputs.gone}',
        detail: 'the stack `net` has no output `gone`',
      },
    ]);
  });

  it('end where two stacks read each other', () => {
    const one = (mine: string, other: string) => ({
      ...local(mine),
      ...reading(other),
      output: { x: { value: '${data.terraform_remote_state.net.outputs.x}' } },
    });
    const { model } = readStacks({ a: one('a', 'b'), b: one('b', 'a') });
    expect(model.stacks.map((stack) => reasonOf(stack.outputs[0]!.value))).toEqual(['expression', 'expression']);
  });
});

describe('dangling references', () => {
  const at = { '//': { metadata: { path: 'main/vm' } } };

  it.each([
    ['a resource', '${t_x.ab.bar}', 't_x.ab'],
    ['a resource within a text', 'x-${t_x.ab.bar}', 't_x.ab'],
    ['a data source', '${data.t_x.ab.id}', 'data.t_x.ab'],
    ['a variable', '${var.gone}', 'var.gone'],
    ['a local', '${local.gone}', 'local.gone'],
    ['a module', '${module.gone.x}', 'module.gone'],
    ['a bare word', '${gone}', 'gone'],
    ['an instance', '${t_vm.many[7].id}', 't_vm.many[7]'],
    ['each where there is none', '${each.key}', 'each'],
    ['a branch that is not taken', '${true ? "a" : t_x.ab.id}', undefined],
  ])('to %s are faults that name construct and attribute', (_, expression, knownBy) => {
    const { stack, faults } = readStack({ resource: { t_vm: { vm: { ...at, disk: [{ label: expression }] }, many: { count: 2 } } } });
    expect(faults).toEqual([
      {
        kind: 'dangling-reference',
        file: 'stacks/main/cdk.tf.json',
        stack: 'main',
        address: 't_vm.vm',
        path: 'main/vm',
        attribute: 'disk.0.label',
        found: expression,
        detail: expect.stringMatching(/has no|names no|stands outside/),
      },
    ]);
    const [disk] = resourceOf(stack, 't_vm.vm').values.disk as { label: Value }[];
    if (knownBy !== undefined) expect(disk!.label).toEqual({ $unknown: { reason: 'dangling', expression, knownBy: `main/${knownBy}` } });
  });

  it('are reported once, where they stand, however often they are used', () => {
    const { faults } = readStack({ locals: { a: '${local.gone}', b: '${local.a}', c: ['${local.a}', '${local.b}'] } });
    expect(faults.map((fault) => [fault.address, fault.attribute])).toEqual([['local.a', 'a']]);
  });

  it('are not what a program may well ask for and not need', () => {
    const { faults } = readStack({
      resource: {
        t_vm: { many: { count: 1 }, vm: { a: '${length(t_vm.many) > 3 ? t_vm.many[3].id : "none"}', b: '${try(t_vm.many[3].id, "none")}' } },
      },
    });
    expect(faults).toEqual([]);
  });

  it('are not references that find what they name', () => {
    const { faults } = readStack({
      variable: { v: {} },
      locals: { l: '${var.v}' },
      data: { t_d: { d: {} } },
      module: { m: { source: './m' } },
      resource: { t_vm: { vm: { ...at, x: '${local.l}${data.t_d.d.id}${module.m.x}${t_vm.b[0].id}' }, b: { count: 1 } } },
    });
    expect(faults).toEqual([]);
  });
});

describe('colliding outputs', () => {
  it('are two attributes under one name', () => {
    const outputs = {
      main: { 'cross-stack-output-t_x.a.bc': 'cross-stack-output-t_xabc', 'cross-stack-output-t_x.ab.c': 'cross-stack-output-t_xabc', o: 'o' },
    };
    const { faults } = readStack({
      '//': { outputs },
      resource: { t_x: { a: {}, ab: {} } },
      output: { 'cross-stack-output-t_xabc': { value: '${t_x.a.bc}', sensitive: true }, o: { value: 1 } },
    });
    expect(faults).toEqual([
      {
        kind: 'colliding-output',
        file: 'stacks/main/cdk.tf.json',
        stack: 'main',
        address: 'output.cross-stack-output-t_xabc',
        path: 'main/cross-stack-output-t_x.a.bc',
        attribute: 'value',
        found: 't_x.a.bc, t_x.ab.c',
        detail: 'two attributes share the output `cross-stack-output-t_xabc`',
      },
    ]);
  });

  it('are not two outputs of two names', () => {
    const outputs = { main: { scope: { a: 'scope_a' }, b: 'b' } };
    expect(readStack({ '//': { outputs }, output: { scope_a: { value: 1 }, b: { value: 1 } } }).faults).toEqual([]);
  });
});

describe('provider configurations', () => {
  it('are told apart by the server they talk to', () => {
    const { stack } = readStack({
      terraform: { required_providers: { vsphere: { source: 'vmware/vsphere', version: '2.15.0' } } },
      variable: { vc: {} },
      provider: {
        vsphere: [{ vsphere_server: 'vc-1.example', user: 'u' }, { alias: 'west', vsphere_server: '${var.vc}' }, { alias: 'env' }],
        nsxt: { host: 'nsx.example', version: '3' },
      },
    });
    expect(
      stack.providers.map(({ key, source, identity }) => ({ key, source, identity: isUnknown(identity) ? identity.$unknown : identity })),
    ).toEqual([
      { key: 'vsphere', source: 'vmware/vsphere', identity: 'vc-1.example' },
      { key: 'vsphere.west', source: 'vmware/vsphere', identity: { reason: 'variable', expression: '${var.vc}', knownBy: 'main/var.vc' } },
      {
        key: 'vsphere.env',
        source: 'vmware/vsphere',
        identity: { reason: 'provider-default', expression: '', knownBy: 'main/provider.vsphere.env' },
      },
      { key: 'nsxt', source: undefined, identity: 'nsx.example' },
    ]);
    expect(stack.providers[0]!.values).toEqual({ vsphere_server: 'vc-1.example', user: 'u' });
  });
});

describe('sensitive values', () => {
  const secret = { variable: { p: { sensitive: true }, q: { sensitive: true, default: 'hunter2' } } };

  it('are marked where they stand, through locals, texts and functions', () => {
    const { stack } = readStack({
      ...secret,
      locals: { a: 'x-${var.q}', b: { inner: '${local.a}', plain: 1 } },
      resource: {
        t_vm: {
          vm: {
            password: '${var.p}',
            name: 'vm',
            clone: [{ customize: [{ admin_password: '${upper(local.a)}', name: 'x' }] }],
            config: '${local.b}',
            all: '${jsonencode(local.b)}',
            list: '${[for x in [var.q, "y"] : x]}',
            first: '${element([var.q, "y"], 1)}',
            chosen: '${var.q == "hunter2" ? "yes" : "no"}',
            shown: '${nonsensitive(var.q)}',
            made: '${sensitive("z")}',
          },
        },
      },
    });
    const vm = resourceOf(stack, 't_vm.vm');
    expect(vm.sensitive).toEqual(['password', 'clone.0.customize.0.admin_password', 'config.inner', 'all', 'list.0', 'chosen', 'made']);
    expect(vm.values).toMatchObject({ clone: [{ customize: [{ admin_password: 'X-HUNTER2' }] }], first: 'y', shown: 'hunter2', made: 'z' });
    expect(reasonOf(vm.values.password)).toBe('variable');
  });

  it('are marked through other objects and their loops', () => {
    const { stack } = readStack({
      ...secret,
      resource: {
        t_a: { a: { password: '${var.q}', blocks: [{ key: '${var.q}' }] } },
        t_b: { b: { for_each: { x: 1 }, p: '${t_a.a.password}', k: '${t_a.a.blocks[0].key}', id: '${t_a.a.id}' } },
      },
    });
    expect(resourceOf(stack, 't_b.b["x"]').sensitive).toEqual(['p', 'k']);
  });

  it('make a dynamic block sensitive as a whole where they say how many there are', () => {
    const { stack } = readStack({
      ...secret,
      resource: { t_a: { a: { dynamic: { disk: { for_each: '${sensitive(["x"])}', content: { label: '${disk.value}' } } } } } },
    });
    expect(resourceOf(stack, 't_a.a')).toMatchObject({ values: { disk: [{ label: 'x' }] }, sensitive: ['disk'] });
  });

  it('are followed through the outputs of another stack; the mark that cdktf puts on all of them is none', () => {
    const { model } = readStacks({
      net: {
        ...local('net'),
        ...secret,
        output: {
          'cross-stack-output-varp': { value: '${var.q}', sensitive: true },
          'cross-stack-output-plain': { value: 'plain', sensitive: true },
          chosen: { value: 'x', sensitive: true },
          inside: { value: { a: '${var.q}' } },
        },
      },
      vms: {
        ...reading('net'),
        resource: {
          t_vm: {
            vm: Object.fromEntries(
              ['cross-stack-output-varp', 'cross-stack-output-plain', 'chosen', 'inside'].map((name, i) => [
                `v${i}`,
                `\${data.terraform_remote_state.net.outputs.${name}}`,
              ]),
            ),
          },
        },
      },
    });
    expect(model.stacks[0]!.outputs.map(({ sensitive, containsSensitive }) => [sensitive, containsSensitive])).toEqual([
      [true, true],
      [true, false],
      [true, false],
      [false, true],
    ]);
    expect(resourceOf(model.stacks[1]!, 't_vm.vm').sensitive).toEqual(['v0', 'v2', 'v3.a']);
  });
});

describe('files', () => {
  it('without notes, blocks or backend are read', () => {
    expect(readStack({}).stack).toEqual({
      name: 'main',
      file: 'stacks/main/cdk.tf.json',
      backend: { type: 'local', config: {} },
      providers: [],
      variables: [],
      locals: {},
      outputs: [],
      resources: [],
      modules: [],
    });
  });

  it('may have lists of blocks where Terraform lets them', () => {
    const { stack } = readStack({
      resource: [{ t_a: [{ a: [{ x: 1 }] }] }, { t_a: { b: { x: '${t_a.a.x}' } } }],
      locals: [{ p: 1 }, { q: '${local.p}' }],
    });
    expect(stack.resources.map((each) => each.values.x)).toEqual([1, 1]);
    expect(stack.locals).toEqual({ p: 1, q: 1 });
  });

  it('that are no configuration are refused by name', () => {
    expect(() => readStack([])).toThrow('stacks/main/cdk.tf.json is no Terraform configuration, expected a JSON object');
  });

  it('with names that mean something to JavaScript are read like any other', () => {
    const content = JSON.parse(
      '{"locals":{"__proto__":1,"constructor":"${local.toString}"},"resource":{"t_a":{"a":{"__proto__":"x","m":{"__proto__":"${1+1}"}}}}}',
    ) as object;
    const { stack, faults } = readStack(content);
    expect(JSON.stringify(resourceOf(stack, 't_a.a').values)).toBe('{"__proto__":"x","m":{"__proto__":2}}');
    expect(faults).toHaveLength(1);
  });
});
