import { isUnknown, type Value } from '../../../../lib/estate';
import { readStack, resourceOf } from './render';

const ref = (address: string, attribute: string, stack = 'main') => ({ $ref: { stack, address, attribute } });
const reasonOf = (value: Value | undefined): string | undefined => (isUnknown(value) ? value.$unknown.reason : undefined);

describe('resources', () => {
  it('carry what the model needs, and neither notes nor meta-arguments among their values', () => {
    const { stack } = readStack({
      resource: {
        vsphere_host: {
          a: {
            '//': { metadata: { path: 'main/hosts/a', uniqueId: 'a' } },
            hostname: 'esx-a',
            license: null,
            provider: 'vsphere.west',
            depends_on: ['vsphere_datacenter.d'],
            lifecycle: { ignore_changes: ['password'] },
            provisioner: [{ 'local-exec': { command: 'setup' } }],
            connection: { host: 'esx-a' },
          },
        },
      },
    });
    expect(stack.resources).toEqual([
      {
        stack: 'main',
        address: 'vsphere_host.a',
        mode: 'managed',
        type: 'vsphere_host',
        name: 'a',
        instances: { low: 1, high: 1 },
        provider: 'vsphere.west',
        path: 'main/hosts/a',
        values: { hostname: 'esx-a', license: null },
        provisioning: { connection: { host: 'esx-a' }, provisioner: [{ 'local-exec': { command: 'setup' } }] },
        sensitive: [],
      },
    ]);
  });

  it('say whether their replacement is made before they go', () => {
    const made = (lifecycle: unknown): unknown => {
      const { stack } = readStack({ resource: { nsxt_policy_group: { g: { lifecycle } } } });
      return resourceOf(stack, 'nsxt_policy_group.g').createBeforeDestroy;
    };
    expect([{ create_before_destroy: true }, [{ create_before_destroy: true }], { create_before_destroy: 'true' }].map(made)).toEqual([
      true,
      true,
      true,
    ]);
    expect([{ create_before_destroy: false }, { prevent_destroy: true }, [], undefined].map(made)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('take the provider of their type by default, and no construct path where cdktf notes none', () => {
    const { stack } = readStack({ data: { nsxt_policy_group: { g: { display_name: 'web' } } } });
    expect(stack.resources[0]).toMatchObject({ address: 'data.nsxt_policy_group.g', mode: 'data', provider: 'nsxt' });
    expect(stack.resources[0]).not.toHaveProperty('path');
  });
});

describe('references', () => {
  it('stand for a whole collection or block of another resource: its schema may order, merge or complete it', () => {
    const { stack } = readStack({
      variable: { secret: { sensitive: true } },
      resource: {
        vsphere_virtual_machine: {
          a: { tags: ['t2', 't1', 't2'], disk: [{ size: 1 }, { size: 2 }], num_cpus: 4, extra_config: { k: '${var.secret}' } },
        },
        terraform_data: {
          b: {
            tags: '${vsphere_virtual_machine.a.tags}',
            second: '${vsphere_virtual_machine.a.disk[1]}',
            size: '${vsphere_virtual_machine.a.disk[1].size}',
            cpus: '${vsphere_virtual_machine.a.num_cpus}',
            config: '${vsphere_virtual_machine.a.extra_config}',
          },
        },
      },
    });
    const { values, sensitive } = resourceOf(stack, 'terraform_data.b');
    const a = (attribute: string): Value => ref('vsphere_virtual_machine.a', attribute);
    expect(values).toEqual({ tags: a('tags'), second: a('disk.1'), size: 2, cpus: 4, config: a('extra_config') });
    expect(sensitive).toEqual(['config']);
  });

  const hosts = {
    vsphere_host: { a: { hostname: 'esx-a', cluster: '${vsphere_compute_cluster.c.id}', services: [{ ntpd: { enabled: true, port: '5' } }] } },
  };
  const rest = { data: { vsphere_datacenter: { d: { name: 'dc' } } }, resource: { ...hosts, vsphere_compute_cluster: { c: { name: 'c' } } } };
  const read = (expression: string): Value => readStack({ ...rest, locals: { it: expression } }).stack.locals.it!;

  it('to what a provider fills in say which attribute of which object', () => {
    expect(read('${vsphere_compute_cluster.c.resource_pool_id}')).toEqual(ref('vsphere_compute_cluster.c', 'resource_pool_id'));
    expect(read('${vsphere_host.a.thumbprints[0].value}')).toEqual(ref('vsphere_host.a', 'thumbprints.0.value'));
    expect(read('${resource.vsphere_host.a.id}')).toEqual(ref('vsphere_host.a', 'id'));
  });

  it('to the result of a lookup are decided as to which object it is', () => {
    expect(read('${data.vsphere_datacenter.d.id}')).toEqual(ref('data.vsphere_datacenter.d', 'id'));
  });

  it('to what the program says are that, through any number of objects', () => {
    expect(read('${vsphere_host.a.hostname}')).toBe('esx-a');
    expect(read('${vsphere_host.a.cluster}')).toEqual(ref('vsphere_compute_cluster.c', 'id'));
    expect(read('${vsphere_host.a.services[0].ntpd.enabled}')).toBe(true);
    expect(read('${vsphere_host.a.services[0].ntpd.policy}')).toEqual(ref('vsphere_host.a', 'services.0.ntpd.policy'));
    expect(read('host ${vsphere_host.a.services[0].ntpd.port}')).toBe('host 5');
  });

  it('to what the schema may have converted are not compared', () => {
    expect(reasonOf(read('${vsphere_host.a.services[0].ntpd.port == 5}'))).toBe('expression');
    expect(reasonOf(read('${jsonencode(vsphere_host.a.services)}'))).toBe('function');
  });

  it('inside a text, or computed with, are unknown and say who will know', () => {
    expect(read('x-${vsphere_host.a.id}')).toEqual({
      $unknown: { reason: 'computed', expression: 'x-${vsphere_host.a.id}', knownBy: 'main/vsphere_host.a' },
    });
    expect(read('${upper(data.vsphere_datacenter.d.id)}')).toEqual({
      $unknown: { reason: 'data-source', expression: '${upper(data.vsphere_datacenter.d.id)}', knownBy: 'main/data.vsphere_datacenter.d' },
    });
  });

  it('survive what only moves them', () => {
    const id = ref('vsphere_host.a', 'id');
    expect(read('${true ? vsphere_host.a.id : "none"}')).toEqual(id);
    expect(read('${[for h in [vsphere_host.a] : h.id]}')).toEqual([id]);
    expect(read('${concat([vsphere_host.a.id], ["x"])}')).toEqual([id, 'x']);
    expect(read('${flatten([[vsphere_host.a.id], []])}')).toEqual([id]);
    expect(read('${toset([vsphere_host.a.id, vsphere_host.a.id])}')).toEqual([id]);
    expect(read('${lookup({h = vsphere_host.a.id}, "h", "")}')).toEqual(id);
    expect(read('${length([vsphere_host.a.id])}')).toBe(1);
  });

  it('to a whole object are unknown', () => {
    expect(reasonOf(read('${vsphere_host.a}'))).toBe('computed');
  });

  it('to a module are unknown', () => {
    const value = readStack({ module: { m: { source: './m' } }, locals: { it: '${module.m.a.b[0]}' } }).stack.locals.it;
    expect(value).toEqual({ $unknown: { reason: 'module', expression: '${module.m.a.b[0]}', knownBy: 'main/module.m' } });
  });

  it('between objects in a circle end', () => {
    const { stack } = readStack({ resource: { t_a: { a: { x: '${t_b.b.x}' } }, t_b: { b: { x: '${t_a.a.x}' } } } });
    expect(stack.resources.map((each) => reasonOf(each.values.x))).toEqual(['expression', 'expression']);
  });
});

describe('count and for_each', () => {
  it('make an instance for each number', () => {
    const { stack } = readStack({
      resource: { vsphere_host: { h: { count: '${length(local.names)}', hostname: '${local.names[count.index]}' } } },
      locals: { names: ['a', 'b'] },
    });
    expect(stack.resources.map(({ address, key, values }) => ({ address, key, values }))).toEqual([
      { address: 'vsphere_host.h[0]', key: 0, values: { hostname: 'a' } },
      { address: 'vsphere_host.h[1]', key: 1, values: { hostname: 'b' } },
    ]);
  });

  it('make none where the count is 0', () => {
    expect(readStack({ resource: { t_a: { a: { count: 0 } } } }).stack.resources).toEqual([]);
    expect(readStack({ resource: { t_a: { a: { for_each: {} } } } }).stack.resources).toEqual([]);
  });

  it('make an instance for each key, in the order of the keys', () => {
    const { stack } = readStack({
      resource: { t_a: { a: { for_each: { z: { size: 1 }, b: { size: '${1 + 1}' } }, size: '${each.value.size}', key: '${each.key}' } } },
    });
    expect(stack.resources.map(({ address, values }) => [address, values])).toEqual([
      ['t_a.a["b"]', { size: 2, key: 'b' }],
      ['t_a.a["z"]', { size: 1, key: 'z' }],
    ]);
  });

  it('take a set of texts', () => {
    const { stack } = readStack({ resource: { t_a: { a: { for_each: '${toset(["y", "x", "y"])}', v: '${each.value}' } } } });
    expect(stack.resources.map((each) => each.values.v)).toEqual(['x', 'y']);
  });

  it('quote keys as Terraform does', () => {
    const { stack } = readStack({ resource: { t_a: { a: { for_each: '${toset(["q\\"\\\\", "$${x}", "a\\nb"])}' } } } });
    expect(stack.resources.map((each) => each.address)).toEqual(['t_a.a["$${x}"]', 't_a.a["a\\nb"]', 't_a.a["q\\"\\\\"]']);
  });

  it('are a family of unknown size where they are not decided', () => {
    const { stack } = readStack({ variable: { n: {} }, resource: { t_a: { a: { count: '${var.n}', name: 'a-${count.index}', size: 4 } } } });
    expect(stack.resources).toEqual([expect.objectContaining({ address: 't_a.a', instances: { low: 0, high: null } })]);
    expect(stack.resources[0]!.values).toEqual({
      name: { $unknown: { reason: 'instance-key', expression: 'a-${count.index}', knownBy: 'main/t_a.a' } },
      size: 4,
    });
    expect(stack.resources[0]).not.toHaveProperty('key');
  });

  it.each([
    ['a list, which Terraform refuses', ['a', 'b']],
    ['a set with a member that is not decided', '${toset([t_b.b.id])}'],
    ['a map with a key that is not decided', { '${t_b.b.id}': 1 }],
    ['a sensitive map', '${sensitive({a = 1})}'],
  ])('are a family over %s', (_, forEach) => {
    const { stack } = readStack({ resource: { t_a: { a: { for_each: forEach } }, t_b: { b: {} } } });
    expect(resourceOf(stack, 't_a.a').instances).toEqual({ low: 0, high: null });
  });

  const family = { vsphere_host: { h: { for_each: { a: 1, b: 2 } }, c: { count: 2 }, n: { count: '${var.n}' } } };
  const read = (expression: string): Value => readStack({ variable: { n: {} }, resource: family, locals: { it: expression } }).stack.locals.it!;

  it('are referred to by a decided key', () => {
    expect(read('${vsphere_host.h["a"].id}')).toEqual(ref('vsphere_host.h["a"]', 'id'));
    expect(read('${vsphere_host.c[1].id}')).toEqual(ref('vsphere_host.c[1]', 'id'));
    expect(read('${vsphere_host.c.0.id}')).toEqual(ref('vsphere_host.c[0]', 'id'));
  });

  it('are unknown by a key that is not decided, or in a family', () => {
    expect(reasonOf(read('${vsphere_host.c[var.n].id}'))).toBe('instance-key');
    expect(reasonOf(read('${vsphere_host.n[0].id}'))).toBe('instance-key');
    expect(reasonOf(read('${vsphere_host.n[*].id}'))).toBe('instance-key');
    expect(reasonOf(read('${length(vsphere_host.n)}'))).toBe('instance-key');
  });

  it('are gathered by splats and for', () => {
    const ids = [ref('vsphere_host.c[0]', 'id'), ref('vsphere_host.c[1]', 'id')];
    expect(read('${vsphere_host.c[*].id}')).toEqual(ids);
    expect(read('${vsphere_host.c.*.id}')).toEqual(ids);
    expect(read('${values(vsphere_host.h)[*].id}')).toEqual([ref('vsphere_host.h["a"]', 'id'), ref('vsphere_host.h["b"]', 'id')]);
    expect(read('${{for k, h in vsphere_host.h : k => h.id}}')).toEqual({ a: ref('vsphere_host.h["a"]', 'id'), b: ref('vsphere_host.h["b"]', 'id') });
  });

  it('follow one another', () => {
    const { stack } = readStack({ resource: { t_a: { a: { for_each: { x: 1 } } }, t_b: { b: { for_each: '${t_a.a}', of: '${each.value.id}' } } } });
    expect(resourceOf(stack, 't_b.b["x"]').values.of).toEqual(ref('t_a.a["x"]', 'id'));
  });

  it('of a module count its calls', () => {
    const { stack } = readStack({
      variable: { n: {} },
      module: {
        a: { source: './m', count: 3, i: '${count.index}' },
        b: { source: './m', for_each: '${var.n}' },
        c: { source: './m', count: 1, i: '${count.index}' },
      },
    });
    expect(stack.modules.map((each) => each.instances)).toEqual([
      { low: 3, high: 3 },
      { low: 0, high: null },
      { low: 1, high: 1 },
    ]);
    expect(reasonOf(stack.modules[0]!.arguments.i)).toBe('instance-key');
    expect(stack.modules[2]!.arguments.i).toBe(0);
  });
});

describe('dynamic blocks', () => {
  const vm = (body: object, rest: object = {}): Readonly<Record<string, Value>> =>
    resourceOf(readStack({ ...rest, resource: { t_vm: { vm: body } } }).stack, 't_vm.vm').values;

  it('are expanded into plain blocks, over lists and maps', () => {
    const values = vm({
      dynamic: {
        disk: { for_each: [40, 80], content: { label: 'd${disk.key}', size: '${disk.value}' } },
        nic: { for_each: { b: 'net-b', a: 'net-a' }, iterator: 'each', content: { name: '${each.key}', network: '${each.value}' } },
      },
    });
    expect(values).toEqual({
      disk: [
        { label: 'd0', size: 40 },
        { label: 'd1', size: 80 },
      ],
      nic: [
        { name: 'a', network: 'net-a' },
        { name: 'b', network: 'net-b' },
      ],
    });
  });

  it('stand before or after plain blocks of the name, as in the file', () => {
    const dynamic = { disk: { for_each: ['x'], content: { label: '${disk.value}' } } };
    expect(vm({ disk: [{ label: 'a' }], dynamic }).disk).toEqual([{ label: 'a' }, { label: 'x' }]);
    expect(vm({ dynamic, disk: { label: 'a' } }).disk).toEqual([{ label: 'x' }, { label: 'a' }]);
  });

  it('nest', () => {
    const inner = { for_each: '${outer.value}', content: { v: '${outer.key}-${inner.value}' } };
    expect(vm({ dynamic: { outer: { for_each: [['a', 'b'], []], content: { n: 1, dynamic: { inner } } } } }).outer).toEqual([
      { n: 1, inner: [{ v: '0-a' }, { v: '0-b' }] },
      { n: 1, inner: [] },
    ]);
  });

  it('are one for a set made of one thing, whatever it turns out to be, under the name of their iterator', () => {
    const data = { t_net: { net: { name: 'net' } } };
    const dynamic = { nic: { for_each: '${toset([data.t_net.net.id])}', iterator: 'it', content: [{ network_id: '${it.value}' }] } };
    expect(vm({ dynamic }, { data }).nic).toEqual([{ network_id: { $ref: { stack: 'main', address: 'data.t_net.net', attribute: 'id' } } }]);
    const two = { nic: { for_each: '${toset([var.a, var.b])}', content: { network_id: 'x' } } };
    expect(vm({ dynamic: two }, { variable: { a: {}, b: {} } }).nic).toEqual({ $unknown: expect.objectContaining({ reason: 'variable' }) });
  });

  it('use the instance they stand in', () => {
    const { stack } = readStack({
      resource: { t_vm: { vm: { count: 2, dynamic: { disk: { for_each: ['x'], content: { label: '${count.index}${disk.value}' } } } } } },
    });
    expect(resourceOf(stack, 't_vm.vm[1]').values.disk).toEqual([{ label: '1x' }]);
  });

  it('make all blocks of the name unknown where they are not decided', () => {
    const values = vm({ disk: [{ label: 'a' }], dynamic: { disk: { for_each: '${var.n}', content: {} } }, name: 'vm' }, { variable: { n: {} } });
    expect(values).toEqual({ disk: { $unknown: { reason: 'variable', expression: '${var.n}', knownBy: 'main/var.n' } }, name: 'vm' });
  });

  it('are referred to as the blocks they make', () => {
    const { stack } = readStack({
      resource: { t_vm: { vm: { dynamic: { disk: { for_each: ['x'], content: { label: '${disk.value}' } } } } } },
      locals: { it: '${t_vm.vm.disk[0].label}' },
    });
    expect(stack.locals.it).toBe('x');
  });

  it('are not what a plain attribute of that name is', () => {
    expect(vm({ dynamic: true, tags: { dynamic: 'yes' } })).toEqual({ dynamic: true, tags: { dynamic: 'yes' } });
  });
});

describe('attempts at an instance', () => {
  const resource = { t_vm: { none: { count: 0 }, each: { for_each: { a: 'x' } }, one: {} } };
  const attempted = (expression: string): Value => readStack({ resource, locals: { it: expression } }).stack.locals.it!;

  it('fall through where there is none', () => {
    expect(attempted('${try(t_vm.none[0].id, "none")}')).toBe('none');
    expect(attempted('${try(t_vm.each["b"].id, "none")}')).toBe('none');
    expect(attempted('${can(t_vm.none[0].id)}')).toBe(false);
  });

  it('take the one there is', () => {
    expect(attempted('${try(t_vm.each["a"].id, "none")}')).toEqual({ $ref: { stack: 'main', address: 't_vm.each["a"]', attribute: 'id' } });
  });

  it('are not decided where the schema says whether there is such an attribute, or Terraform looks before it tries', () => {
    expect(attempted('${try(t_vm.one.zzz, "none")}')).toEqual({ $unknown: expect.objectContaining({ reason: 'computed' }) });
    expect(attempted('${try(t_vm.none.id, "none")}')).toEqual({ $unknown: expect.objectContaining({ reason: 'dangling' }) });
  });
});
