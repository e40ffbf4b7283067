import { readStack } from './render';

const there = { variable: { v: {} }, data: { t_d: { d: {} } }, module: { there: { source: './m' } }, locals: { l: 1 } };
const others = { single: {}, two: { count: 2 }, each: { for_each: { a: 1 } }, none: { count: 0 }, open: { count: '${var.v}' } };

function faultsOf(
  content: Readonly<Record<string, Readonly<Record<string, object>>>>,
): (readonly [string | undefined, string | undefined, string])[] {
  const { faults } = readStack({
    ...there,
    ...content,
    module: { ...there.module, ...content.module },
    resource: { t_x: others, ...content.resource },
  });
  return faults.map(({ kind, address, attribute, found }) => {
    expect(kind).toBe('dangling-reference');
    return [address, attribute, found];
  });
}

describe('dangling references of meta-arguments', () => {
  it.each<[string, object, string, string]>([
    ['depends_on', { depends_on: ['t_x.single', 't_x.gone'] }, 'depends_on.1', 't_x.gone'],
    ['depends_on a data source', { depends_on: ['data.t_d.gone'] }, 'depends_on.0', 'data.t_d.gone'],
    ['depends_on a module', { depends_on: ['module.gone'] }, 'depends_on.0', 'module.gone'],
    ['depends_on, as a template', { depends_on: ['${t_x.gone}'] }, 'depends_on.0', '${t_x.gone}'],
    ['replace_triggered_by', { lifecycle: { replace_triggered_by: ['t_x.gone.id'] } }, 'lifecycle.replace_triggered_by.0', 't_x.gone.id'],
    ['replace_triggered_by in a list', { lifecycle: [{ replace_triggered_by: ['t_x.two[7]'] }] }, 'lifecycle.replace_triggered_by.0', 't_x.two[7]'],
    [
      'precondition',
      { lifecycle: { precondition: [{ condition: '${t_x.gone.id != ""}', error_message: 'x' }] } },
      'lifecycle.precondition.0.condition',
      '${t_x.gone.id != ""}',
    ],
    [
      'postcondition',
      { lifecycle: { postcondition: { condition: '${self.id == local.gone}', error_message: 'x' } } },
      'lifecycle.postcondition.condition',
      '${self.id == local.gone}',
    ],
    ['connection', { connection: { host: '${var.gone}' } }, 'connection.host', '${var.gone}'],
    ['provisioner', { provisioner: [{ 'local-exec': { command: 'x ${t_x.gone.id}' } }] }, 'provisioner.0.local-exec.command', 'x ${t_x.gone.id}'],
    ['provider', { provider: 't.west' }, 'provider', 't.west'],
  ])('%s', (_, body, attribute, found) => {
    expect(faultsOf({ resource: { t_vm: { vm: body } } })).toEqual([['t_vm.vm', attribute, found]]);
    expect(faultsOf({ resource: { t_vm: { vm: { ...body, for_each: '${var.v}' } } } })).toEqual([['t_vm.vm', attribute, found]]);
  });

  it('of a resource that has no instances are found all the same, as are those of its arguments', () => {
    const none = {
      count: 0,
      depends_on: ['t_x.gone'],
      name: '${var.gone}',
      connection: { host: '${var.gone}' },
      host: '${t_x.two[7].id}',
      lifecycle: { precondition: [{ condition: '${t_x.two[7].id != ""}', error_message: 'x' }] },
    };
    expect(faultsOf({ resource: { t_vm: { none } } })).toEqual([
      ['t_vm.none', 'depends_on.0', 't_x.gone'],
      ['t_vm.none', 'name', '${var.gone}'],
      ['t_vm.none', 'connection.host', '${var.gone}'],
    ]);
  });

  it('of data sources, outputs and modules', () => {
    const depends = { depends_on: ['t_x.gone'] };
    const precondition = [{ condition: '${var.gone}', error_message: 'x' }];
    expect(
      faultsOf({
        data: { t_d: { d: depends } },
        output: { o: { value: 1, ...depends, precondition } },
        module: { m: { source: './m', ...depends, providers: { vsphere: 'vsphere.west', nsxt: 'nsxt' } } },
      }).sort(),
    ).toEqual([
      ['data.t_d.d', 'depends_on.0', 't_x.gone'],
      ['module.m', 'depends_on.0', 't_x.gone'],
      ['module.m', 'providers.vsphere', 'vsphere.west'],
      ['output.o', 'depends_on.0', 't_x.gone'],
      ['output.o', 'precondition.0.condition', '${var.gone}'],
    ]);
  });

  it('of checks, to which alone their own data sources are known', () => {
    const assert = [{ condition: '${data.t_d.mine.ok && data.t_d.d.ok}', error_message: 'x' }];
    const data = { t_d: { mine: { name: '${var.v}', depends_on: ['t_x.single'] } } };
    expect(faultsOf({ check: { c: { data, assert } } })).toEqual([]);
    expect(faultsOf({ check: { c: { assert } } })).toEqual([['check.c', 'assert.0.condition', assert[0]!.condition]]);
    expect(faultsOf({ check: { c: { data, assert: { condition: '${data.t_d.gone.ok}' } } } })).toEqual([
      ['check.c', 'assert.0.condition', '${data.t_d.gone.ok}'],
    ]);
    expect(faultsOf({ check: { c: { data: { t_d: { mine: { name: '${var.gone}' } } }, assert } } })).toEqual([
      ['check.c', 'data.t_d.mine.name', '${var.gone}'],
    ]);
  });

  it('say which configuration of a provider the stack does not have', () => {
    const { faults } = readStack({ provider: { t: [{ alias: 'east' }] }, resource: { t_vm: { vm: { provider: 't.west' } } } });
    expect(faults[0]!.detail).toBe('the stack `main` has no configuration `t.west` of a provider');
  });

  it('are none where all is there, or need not be', () => {
    expect(
      faultsOf({
        provider: { t: [{ alias: 'west' }] as never },
        resource: {
          t_vm: {
            vm: {
              count: 2,
              depends_on: ['t_x.single', 'data.t_d.d', 'module.there', 't_x.two', 't_x.none', 't_x.open[3]', 'local.l'],
              lifecycle: {
                ignore_changes: ['anything.at_all'],
                replace_triggered_by: ['t_x.single.id', 't_x.two[count.index]', 't_x.two[1].id', 't_x.two'],
                postcondition: [{ condition: '${self.id != "" && count.index < 5}', error_message: 'no ${self.id}' }],
              },
              connection: { host: '${self.ip}' },
              provider: 't.west',
            },
            byDefault: { provider: 't' },
          },
        },
        moved: { from: 't_x.gone', to: 't_x.new' } as never,
        removed: { from: 't_x.gone' } as never,
        import: { to: 't_x.gone', id: 'x' } as never,
      }),
    ).toEqual([]);
  });
});

describe('the key of an instance', () => {
  const detailsOf = (expression: string): string[] =>
    readStack({ ...there, resource: { t_x: others }, output: { o: { value: expression } } }).faults.map(({ detail }) => detail);

  it.each([
    ['${t_x.single[0].id}', '`t_x.single` has no count, so no instance [0]'],
    ['${t_x.single["a"].id}', '`t_x.single` has no for_each, so no instance ["a"]'],
    ['${t_x.single[var.v].id}', '`t_x.single` has neither count nor for_each, so no instances'],
    ['${data.t_d.d[0].id}', '`data.t_d.d` has no count, so no instance [0]'],
    ['${try(t_x.single[0].id, "none")}', '`t_x.single` has no count, so no instance [0]'],
    ['${true ? 1 : t_x.single[0].id}', '`t_x.single` has no count, so no instance [0]'],
    ['${t_x.two.id}', '`t_x.two` has a count: name an instance, such as `t_x.two[0]`'],
    ['${t_x.open.id}', '`t_x.open` has a count: name an instance, such as `t_x.open[0]`'],
    ['${try(t_x.none.id, "none")}', '`t_x.none` has a count: name an instance, such as `t_x.none[0]`'],
    ['${t_x.each.id}', '`t_x.each` has a for_each: name an instance, such as `t_x.each["a"]`'],
    ['${t_x.each.a.id}', '`t_x.each` has a for_each: name an instance, such as `t_x.each["a"]`'],
  ])('is asked for as Terraform does before it evaluates anything: %s', (expression, detail) => {
    expect(detailsOf(expression)).toEqual([detail]);
  });

  it.each([
    '${t_x.two[0].id}',
    '${t_x.two.0.id}',
    '${t_x.each["a"].id}',
    '${t_x.two[*].id}',
    '${t_x.two.*.id}',
    '${t_x.two}',
    '${[for x in [t_x.single] : x.id]}',
  ])('is right in %s', (expression) => {
    expect(detailsOf(expression)).toEqual([]);
  });

  it('may be a name where a local holds the instances', () => {
    const { stack, faults } = readStack({ ...there, resource: { t_x: others }, locals: { all: '${t_x.each}', one: '${local.all.a.id}' } });
    expect(faults).toEqual([]);
    expect(stack.locals.one).toEqual({ $ref: { stack: 'main', address: 't_x.each["a"]', attribute: 'id' } });
  });
});
