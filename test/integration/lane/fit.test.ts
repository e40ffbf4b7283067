import type { SchemaJson } from '../differential/schema-json';
import { fitToSchema } from './fit';

const SCHEMA: SchemaJson = {
  provider: { block: { attributes: { user: { type: 'string' } } } },
  resource_schemas: {
    vsphere_host: { block: { attributes: { name: { type: 'string', required: true }, note: { type: 'string' } } } },
    vsphere_group: {
      block: {
        attributes: { ids: { type: ['set', 'string'], required: true }, labels: { type: ['map', 'string'] } },
        block_types: { nic: { nesting_mode: 'list', block: { attributes: { net: { type: 'string', required: true }, mtu: { type: 'number' } } } } },
      },
    },
  },
  data_source_schemas: {},
};

type Configuration = Parameters<typeof fitToSchema>[0];

function fit(configuration: Configuration, gone?: readonly string[]) {
  return fitToSchema(configuration, SCHEMA, gone);
}

const host = (body: Configuration): Configuration => ({ resource: { vsphere_host: { a: { name: 'a', ...body } } } });

test('what the schema has stays as it is, and nothing is named', () => {
  const configuration: Configuration = {
    provider: { vsphere: [{ alias: 'west', user: 'u' }] },
    locals: { note: 'x' },
    ...host({ '//': { metadata: {} }, count: 2, note: '${local.note}', lifecycle: { ignore_changes: ['note'] }, depends_on: ['vsphere_group.b'] }),
    output: { a: { value: '${vsphere_host.a[0].name}' } },
  };
  expect(fit(configuration)).toEqual({ configuration, leftOut: [], outputs: [] });
});

test.each<[string, Configuration, Configuration, string[]]>([
  ['an attribute', host({ evc: 'x' }), host({}), ['vsphere_host.evc']],
  ['an attribute that changes of are ignored', host({ lifecycle: { ignore_changes: ['evc'] } }), host({ lifecycle: { ignore_changes: [] } }), []],
  [
    "a block's attribute",
    { resource: { vsphere_group: { b: { ids: [], nic: [{ net: 'n', vlan: 1 }] } } } },
    { resource: { vsphere_group: { b: { ids: [], nic: [{ net: 'n' }] } } } },
    ['vsphere_group.nic.vlan'],
  ],
  [
    'a dynamic block',
    { resource: { vsphere_group: { b: { ids: [], dynamic: { nic: { for_each: [] }, disk: { for_each: [] } } } } } },
    { resource: { vsphere_group: { b: { ids: [], dynamic: { nic: { for_each: [] } } } } } },
    ['vsphere_group.disk'],
  ],
  [
    'an attribute of the connection',
    { provider: { vsphere: [{ user: 'u', token: 't' }] } },
    { provider: { vsphere: [{ user: 'u' }] } },
    ['provider.token'],
  ],
])('%s that the schema does not have is cut out and named', (_, configuration, left, named) => {
  const { configuration: fitted, leftOut } = fit(configuration);
  expect([fitted, leftOut]).toEqual([left, named]);
});

describe('what refers to what is cut out goes too', () => {
  const zone = { vsphere_zone: { z: { name: 'z' } } };
  const group = (body: Configuration): Configuration => ({ resource: { ...zone, vsphere_group: { b: body } } });

  test('an element of a list, with the others left', () => {
    const { configuration, leftOut } = fit(group({ ids: ['${vsphere_zone.z.id}', '${vsphere_zone.zz.id}', 'x'] }));
    expect(configuration).toEqual({ resource: { vsphere_group: { b: { ids: ['${vsphere_zone.zz.id}', 'x'] } } } });
    expect(leftOut).toEqual(['vsphere_zone']);
  });

  test('an attribute', () => {
    const { configuration, leftOut } = fit(group({ ids: ['x'], labels: { zone: '${vsphere_zone.z.id}' } }));
    expect(configuration).toEqual({ resource: { vsphere_group: { b: { ids: ['x'] } } } });
    expect(leftOut).toEqual(['vsphere_group.labels, where it refers to what is left out', 'vsphere_zone']);
  });

  test('a resource that needs it, and what refers to that, by way of a local', () => {
    const configuration: Configuration = {
      ...group({ ids: ['${local.zone}'] }),
      locals: { zone: '${vsphere_zone.z.id}', other: 1 },
      output: { b: { value: '${vsphere_group.b.id}' }, c: { value: 1 } },
    };
    const fitted = fit(configuration);
    expect(fitted.configuration).toEqual({ resource: {}, locals: { other: 1 }, output: { c: { value: 1 } } });
    expect(fitted.leftOut).toContain('vsphere_group, where what it needs is left out');
    expect(fitted.outputs).toEqual(['b']);
  });

  test('an attribute of another stack, where the output that it reads is gone', () => {
    const reads = (output: string): Configuration => host({ note: `\${data.terraform_remote_state.other.outputs.${output}}` });
    expect(fit(reads('b'), ['b']).configuration).toEqual(host({}));
    expect(fit(reads('c'), ['b']).configuration).toEqual(reads('c'));
  });

  test('its place in an order, and not the resource', () => {
    expect(fit({ resource: { ...zone, ...(host({ depends_on: ['vsphere_zone.z'] }).resource as Configuration) } }).configuration).toEqual(host({}));
  });

  test('an attribute of the same name is another one', () => {
    const configuration: Configuration = {
      ...host({ zone: 'z' }),
      output: { note: { value: '${vsphere_host.a.note}' }, z: { value: '${vsphere_host.a.zone}' } },
    };
    expect(fit(configuration).outputs).toEqual(['z']);
  });
});
