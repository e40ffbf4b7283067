import { isUnknown } from '../../../../lib/estate';
import { readStack, readStacks, resourceOf } from './render';

const REST = {
  variable: { p: { sensitive: true }, q: { sensitive: true, default: 'hunter2' }, open: {}, n: {} },
  locals: { secret: 'x-${var.p}', plain: 'x' },
  data: { t_d: { d: { token: '${var.p}' } } },
};
const OTHERS = {
  t_host: {
    one: { password: '${var.p}', name: 'h', cluster: '${var.open}' },
    family: { count: '${var.n}', password: '${var.p}', name: 'h' },
    two: { count: 2, password: '${var.p}', name: 'h' },
    keyed: { for_each: '${var.n}', password: '${var.p}' },
    plain: { name: 'h', blocks: [{ size: 1 }] },
    blocks: { blocks: [{ key: '${var.p}' }] },
  },
};

function sensitiveOf(value: unknown): readonly string[] {
  return resourceOf(readStack({ ...REST, resource: { ...OTHERS, t_vm: { vm: { it: value } } } }).stack, 't_vm.vm').sensitive;
}

describe('what is made of something sensitive is sensitive', () => {
  it.each([
    ['a function that is not done here', '${base64gzip(var.p)}'],
    ['a function that is not done here, of a known value', '${sha256(var.q)}'],
    ['bcrypt', '${bcrypt(var.p)}'],
    ['an encoding of something around it', '${yamlencode({a = [var.p]})}'],
    ['a template file', '${templatefile("x.tpl", {password = var.p})}'],
    ['a function of a provider', '${provider::vault::open(var.p)}'],
    ['a function with its last argument expanded', '${format("%s%s", [var.p, "x"]...)}'],
    ['a function expanding what is not known', '${format(var.p, var.open...)}'],
    ['a merge with what is not known', '${merge(var.open, {x = var.p})}'],
    ['a flattened list', '${flatten([[var.p]])}'],
    ['a flattened list of what is known', '${flatten([[var.q], var.open])}'],
    ['a list put together', '${concat([var.p], [1, "x"], var.open)}'],
    ['a loop over what is not known', '${[for x in var.open : "${x}${var.p}"]}'],
    ['a loop into an object', '${{for x in var.open : x => var.p}}'],
    ['a loop with a condition that is not known', '${[for x in [var.q] : x if var.open]}'],
    ['a loop with a key that is not known', '${{for x in ["a"] : "${var.open}" => var.p}}'],
    ['a branch of a condition that is not known', '${var.open ? var.p : "x"}'],
    ['the other branch', '${var.open ? "x" : {a = var.p}}'],
    ['a chosen branch of a type that does not show', '${true ? [1, var.q] : var.open}'],
    ['try', '${try(var.p, "")}'],
    ['the fallback of try', '${try(var.open, var.p)}'],
    ['a directive', '%{ if true }${var.p}%{ endif }'],
    ['a directive around a local', '%{ if true }${local.secret}%{ endif }'],
    ['a directive around an attribute', '%{ if true }${t_host.one.password}%{ endif }'],
    ['a directive around an instance', '%{ if true }${t_host.two[0].password}%{ endif }'],
    ['a directive around a data source', '%{ if true }${data.t_d.d.token}%{ endif }'],
    ['a here document', '${<<EOT\n${var.p}\nEOT\n}'],
    ['a splat over what is not known', '${[for x in var.open : {p = var.p}][*].p}'],
    ['an object with a key that is not known', '${{(var.open) = var.p}}'],
    ['an element that is not known', '${{a = var.p}[var.open]}'],
    ['a JSON object with a key that is not known', { '${var.open}': '${var.p}' }],
    ['a JSON object with a sensitive key', { '${var.p}': 1 }],
    ['a JSON object with a known sensitive key', { '${var.q}': 1 }],
    ['a member of a family', '${t_host.family[0].password}'],
    ['a splat over a family', '${t_host.family[*].password}'],
    ['a loop over a family', '${[for h in t_host.family : h.password]}'],
    ['an instance of which it is not known which', '${t_host.two[var.open].password}'],
    ['a member of the values of a family', '${values(t_host.keyed)[0].password}'],
    ['an object looked up by what is not known', '${lookup({a = t_host.one}, var.open).password}'],
    ['a whole object', '${t_host.one}'],
    ['a whole family', '${t_host.family}'],
    ['a text of a whole object', '${jsonencode(t_host.one)}'],
    ['a text of the blocks of another object', '${jsonencode(t_host.blocks.blocks)}'],
  ])('%s', (_, value) => {
    expect(sensitiveOf(value)).toEqual(['it']);
  });

  // Each of these as Terraform 1.11 plans it.
  it.each([
    ['what the mark was taken off', '${nonsensitive(base64gzip(var.p))}'],
    ['whether there is a mark', '${issensitive(var.p)}'],
    ['whether something can be worked out', '${can(var.q)}'],
    ['how many there are', '${length([var.p, var.q])}'],
    ['the keys', '${keys({a = var.p})}'],
    ['another element', '${element([var.p, "y"], 1)}'],
    ['another attribute of a member of a family', '${t_host.family[0].name}'],
    ['the ids of a family', '${t_host.family[*].id}'],
    ['the ids in a loop over a family', '${[for h in t_host.family : h.id]}'],
    ['the id of an instance of which it is not known which', '${t_host.two[var.open].id}'],
    ['the ids of the values of a family', '${values(t_host.keyed)[*].id}'],
    ['how many of a family there are', '${length(t_host.family)}'],
    ['the id in a function', '${sha256(t_host.one.id)}'],
    ['a whole object without a secret', '${t_host.plain}'],
    ['a directive around a name that stands elsewhere', '%{ if true }see evar.p and local.plain%{ endif }'],
    ['a function of what is not known', '${sha256(var.open)}'],
  ])('but not %s', (_, value) => {
    expect(sensitiveOf(value)).toEqual([]);
  });

  it('in dynamic blocks of which it is not known how many there are', () => {
    const { stack } = readStack({
      ...REST,
      resource: {
        t_vm: {
          a: { dynamic: { disk: { for_each: '${var.open}', content: { key: '${disk.value}-${var.p}' } } } },
          b: { disk: [{ key: '${var.p}' }], dynamic: { disk: { for_each: '${var.open}', content: {} } } },
          c: { dynamic: { disk: { for_each: '${[for x in var.open : var.p]}', content: { key: '${disk.value}' } } } },
          d: { dynamic: { disk: { for_each: '${var.open}', content: { key: '${disk.value}' } } } },
        },
      },
    });
    expect(stack.resources.filter((each) => each.mode === 'managed').map((each) => each.sensitive)).toEqual([['disk'], ['disk'], ['disk'], []]);
  });

  it('in the instances of a family whose entries hold it', () => {
    const { stack } = readStack({
      ...REST,
      resource: { t_vm: { vm: { for_each: '${{for x in var.open : x => {p = var.p}}}', p: '${each.value.p}', name: '${each.key}' } } },
    });
    expect(resourceOf(stack, 't_vm.vm').sensitive).toEqual(['p']);
  });

  it('in all outputs of another stack as one', () => {
    const { model } = readStacks({
      net: { ...REST, terraform: { backend: { local: { path: 'net' } } }, output: { a: { value: '${var.p}', sensitive: true } } },
      vms: {
        data: { terraform_remote_state: { net: { backend: 'local', config: { path: 'net' } } } },
        output: { all: { value: '${jsonencode(data.terraform_remote_state.net.outputs)}' } },
      },
    });
    expect(model.stacks[1]!.outputs[0]!.containsSensitive).toBe(true);
  });

  it('in outputs', () => {
    const { stack } = readStack({ ...REST, resource: OTHERS, output: { a: { value: '${t_host.one}' }, b: { value: '${t_host.family[*].id}' } } });
    expect(stack.outputs.map((each) => each.containsSensitive)).toEqual([true, false]);
  });

  it('in the arguments of a module', () => {
    const { stack } = readStack({
      ...REST,
      module: { m: { source: './m', db: { password: '${var.p}', name: 'x' }, hash: '${sha256(var.p)}', size: 1 } },
    });
    expect(stack.modules[0]!.sensitive).toEqual(['db.password', 'hash']);
  });

  it('and nothing is reported twice, or for a name that is only a word, where a text is looked through', () => {
    const { faults } = readStack({ ...REST, resource: { t_vm: { vm: { it: '%{ if true }see var.gone and t_x.y.z, ${var.p}%{ endif }' } } } });
    expect(faults).toEqual([]);
  });
});

describe('connections and provisioners', () => {
  const read = (body: object) =>
    resourceOf(readStack({ ...REST, resource: { t_vm: { vm: { admin: '${var.p}', name: 'vm', ...body } } } }).stack, 't_vm.vm');

  it('are in the model as they are rendered, apart from what the provider is given', () => {
    const vm = read({
      connection: { host: '${self.default_ip}', password: '${var.p}', user: 'root' },
      provisioner: [{ 'local-exec': { command: 'setup', environment: { DB_PASSWORD: 'hunter2', TOKEN: '${sha256(var.p)}' } } }],
    });
    expect(vm.values).not.toHaveProperty('connection');
    expect(vm.provisioning).toMatchObject({
      connection: { user: 'root' },
      provisioner: [{ 'local-exec': { command: 'setup', environment: { DB_PASSWORD: 'hunter2' } } }],
    });
    const { host } = vm.provisioning!.connection as { host: never };
    expect(isUnknown(host) && host).toEqual({
      $unknown: { reason: 'run', expression: '${self.default_ip}', knownBy: 'main/t_vm.vm' },
    });
    expect(vm.sensitive).toEqual(['admin', 'connection.password', 'provisioner.0.local-exec.environment.TOKEN']);
  });

  it('are as sensitive as what they take of the object itself', () => {
    expect(read({ connection: { password: '${self.admin}', host: '${self.name}' } }).sensitive).toEqual(['admin', 'connection.password']);
  });

  it('know the instance they stand in', () => {
    const { stack } = readStack({ resource: { t_vm: { vm: { count: 2, connection: { host: 'esx-${count.index}' } } } } });
    expect(stack.resources.map((each) => each.provisioning)).toEqual([{ connection: { host: 'esx-0' } }, { connection: { host: 'esx-1' } }]);
  });

  it('are left out where there are none', () => {
    expect(read({})).not.toHaveProperty('provisioning');
  });
});
