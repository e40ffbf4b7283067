import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ESTATE_SCHEMA, unknown, type Assumption, type TerraformModel } from '../../../lib/estate';
import { indexOf } from '../../../lib/estate/lookup';
import { BadInput, surroundingsOf } from '../../../lib/estate/read';
import { estateOf, type EstateSources } from '../../../lib/estate/read/estate-of';
import { readSurroundings } from '../../../lib/estate/read/surroundings';
import { Interval } from '../../../lib/units';
import { cluster, datacenter, entry, host, machine, model, ref, stack, variable } from './model';

function value(path: string, attribute: string, assumed: never | number | string | boolean): Assumption & { kind: 'value' } {
  return { kind: 'value', path, attribute, value: assumed };
}

function read(of: TerraformModel, ...assumptions: NonNullable<EstateSources['assumptions']>) {
  return estateOf(of, { assumptions });
}

describe('Assume.value', () => {
  const app = model(
    stack('s', [
      datacenter,
      cluster,
      machine('a', { num_cpus: variable('cpus'), memory: 4096 }),
      machine('b', { num_cpus: ref('vsphere_virtual_machine.a', 'num_cpus') }),
    ]),
  );

  test('says what a token hides, there and where it is referred to', () => {
    const estate = read(app, value('s/a', 'num_cpus', 8));
    expect(estate.vsphere.machines.map(({ cpus }) => cpus)).toEqual([8, 8]);
    expect(estate.faults).toEqual([]);
    expect(estate.premises[0]).toEqual({ id: 'value:s/a.num_cpus', kind: 'assumed', statement: '`num_cpus` of `s/a` is 8', subject: 's/a' });
  });

  test('says what only the provider knows, in another stack too', () => {
    const address = ref('vsphere_virtual_machine.a', 'default_ip_address');
    const two = model(...app.stacks, stack('t', [entry('terraform_data.t', { input: { ip: [address] } })]));
    const { terraform } = read(two, value('s/a', 'default_ip_address', '10.0.0.4'));
    expect(terraform.stacks[1]!.resources[0]!.values).toEqual({ input: { ip: ['10.0.0.4'] } });
  });

  test('two values for one element, named by two paths, contradict each other', () => {
    const at = { ...machine('a', { num_cpus: variable('cpus') }), path: 's/web/vm' };
    const estate = read(model(stack('s', [datacenter, cluster, at])), value('s/web', 'num_cpus', 40), value('s/web/vm', 'num_cpus', 4));
    expect(estate.faults).toMatchObject([
      {
        kind: 'contradicted-premise',
        path: 's/web/vm',
        attribute: 'num_cpus',
        detail: '`num_cpus` is assumed to be 40 of `s/web` and 4 of `s/web/vm`, which are one element',
      },
    ]);
  });

  test('that two server names are two vCenters is a premise', () => {
    const of = (...servers: string[]) => estateOf(model(...servers.map((server, i) => stack(`s${i}`, [], { server })))).premises;
    expect(of('vc.example.com', 'VC.example.com')).toEqual([]);
    expect(of('vc.example.com', '10.0.0.1')).toEqual([
      { id: 'vcenters', kind: 'stated', statement: '`10.0.0.1`, `vc.example.com` are 2 vCenters, not names of one' },
    ]);
  });

  test('that a variable keeps its default is a premise; the default of a sensitive one is not told', () => {
    const variables = [
      { name: 'n', sensitive: false, default: 4, path: 's/n' },
      { name: 'pw', sensitive: true, default: 'clear' },
      { name: 'open', sensitive: false },
    ];
    const { premises } = estateOf({ stacks: [{ ...stack('s', []), variables }] });
    expect(premises).toEqual([
      { id: 'variable-default:s/var.n', kind: 'stated', statement: 'variable `n` of stack `s` keeps its default, 4', subject: 's/n' },
      { id: 'variable-default:s/var.pw', kind: 'stated', statement: 'variable `pw` of stack `s` keeps its default' },
    ]);
  });

  test('holds for every instance of an element', () => {
    const instances = [0, 1].map((n) => ({ ...machine(`m[${n}]`, { num_cpus: variable('cpus') }), name: 'm', key: n, path: 's/m' }));
    const estate = read(model(stack('s', [datacenter, cluster, ...instances])), value('s/m', 'num_cpus', 2));
    expect(estate.vsphere.machines.map(({ cpus }) => cpus)).toEqual([2, 2]);
  });

  test('finds the one element under a construct that has the attribute', () => {
    const nested = { ...machine('vm', { memory: variable('memory') }), path: 's/node/vm' };
    const beside = { ...entry('vsphere_tag.t', { name: 't' }), path: 's/node/tag' };
    expect(read(model(stack('s', [nested, beside])), value('s/node', 'memory', 512)).vsphere.machines[0]!.memoryMiB).toBe(512);
  });

  test('that is what the output says anyway is no fault, whether text or number', () => {
    expect(read(app, value('s/a', 'memory', '4096')).faults).toEqual([]);
  });

  test.each([
    ['the output', 'memory', 8192, '4096'],
    ['the default of the provider', 'memory_reservation', 1, '0'],
  ])('against %s is a fault, and does not hold', (_, attribute, assumed, found) => {
    const estate = read(app, value('s/a', attribute, assumed));
    expect(estate.faults).toEqual([
      {
        kind: 'contradicted-premise',
        file: 'stacks/s/cdk.tf.json',
        stack: 's',
        address: 'vsphere_virtual_machine.a',
        path: 's/a',
        attribute,
        found,
        detail: `\`${attribute}\` is assumed to be ${assumed}, and the output says ${found}`,
      },
    ]);
    expect(estate.vsphere.machines[0]).toMatchObject({ memoryMiB: 4096, memoryReservationMiB: 0 });
  });

  test('of a reference to an object is a fault', () => {
    expect(read(app, value('s/a', 'resource_pool_id', 'resgroup-1')).faults).toHaveLength(1);
  });

  test('of a variable holds wherever the variable stands alone, the vCenter included', () => {
    const server = unknown('variable', '${var.server}', 'a/var.server');
    const stacks = ['a', 'b'].map((name) => ({
      ...stack(name, [entry(name === 'a' ? 'vsphere_datacenter.dc' : 'data.vsphere_datacenter.dc', { name: 'fra1' })], {
        server: { $unknown: { ...server.$unknown, knownBy: `${name}/var.server` } },
      }),
      variables: [{ name: 'server', sensitive: false, path: `${name}/server` }],
    }));
    expect(read(model(...stacks)).vsphere.datacenters).toHaveLength(2);
    const joined = read(model(...stacks), value('a/server', 'value', 'vc.example.com'), value('b/server', 'value', 'vc.example.com'));
    expect(joined.vsphere.datacenters.map(({ vcenter }) => vcenter)).toEqual(['vc.example.com']);
    expect(() => read(model(...stacks), value('a/server', 'default', 'x'))).toThrow(
      'a variable has no attribute but `value`, got `default` in Assume.value of `a/server`',
    );
  });

  test('says of a host that is looked up whether it runs, which no lookup can say', () => {
    const lookup = {
      ...entry('data.vsphere_host.x', { name: 'x.example.com', datacenter_id: ref('vsphere_datacenter.dc', 'moid') }),
      path: 's/x/Default',
    };
    const maintenanceOf = (...assumptions: (Assumption & { kind: 'value' })[]) =>
      read(model(stack('s', [datacenter, lookup])), ...assumptions).vsphere.hosts[0]!.maintenance;
    const open = unknown('data-source', 'maintenance', 's/data.vsphere_host.x');
    expect(maintenanceOf()).toEqual(open);
    expect(maintenanceOf(value('s/x', 'maintenance', false))).toBe(false);
    expect(maintenanceOf(value('s/x/Default', 'maintenance', true))).toBe(true);
    expect(maintenanceOf(value('s/x', 'connected', false))).toBe(true);
    expect(maintenanceOf(value('s/x', 'connected', true))).toEqual(open);
    expect(maintenanceOf(value('s/x', 'maintenance', false), value('s/x', 'connected', false))).toBe(true);
  });

  test('of a lookup of a host that the app makes contradicts what the host says, or closes what it leaves open', () => {
    const lookup = { ...entry('data.vsphere_host.x', { name: 'a.example.com', datacenter_id: ref('vsphere_datacenter.dc', 'moid') }), path: 's/x' };
    const of = (maintenance: boolean | ReturnType<typeof variable>, assumed: boolean) =>
      read(model(stack('s', [datacenter, cluster, host('a', { maintenance }), lookup])), value('s/x', 'maintenance', assumed));
    expect(of(false, true).faults).toMatchObject([
      {
        kind: 'contradicted-premise',
        path: 's/x',
        found: 'false',
        detail: 'the host is assumed to be out of service, and `s/a`, which makes it, says otherwise',
      },
    ]);
    expect(of(false, false).faults).toEqual([]);
    expect(of(variable('m'), true)).toMatchObject({ faults: [], vsphere: { hosts: [{ maintenance: true }] } });
  });

  test('finds the one element under a construct that could have the attribute, though none renders it', () => {
    const vm = { ...machine('vm'), path: 's/node/vm' };
    const template = { ...entry('data.vsphere_virtual_machine.t', { name: 't' }), path: 's/node/template' };
    const { machines } = read(model(stack('s', [datacenter, cluster, vm, template])), value('s/node', 'hardware_version', 21)).vsphere;
    expect(machines.find(({ origin }) => origin === 'owned')!.hardwareVersion).toBe(21);
  });

  test.each([
    ['numCpus', /`numCpus` in Assume\.value of `s\/a` is not an attribute that anything was read from; did you mean `num_cpus`\?/],
    ['num_cpu', /did you mean `num_cpus`\?/],
    ['memoryReservation', /did you mean `memory_reservation`\?/],
    ['frobnicate', /not an attribute that anything was read from; name one of `annotation`, /],
  ])('fails where nothing reads the attribute: %s', (attribute, message) => {
    expect(() => read(app, value('s/a', attribute, 8))).toThrow(message);
  });

  test('fails where nothing reads the attribute of an element that is no vSphere object, until something refers to it', () => {
    const data = entry('terraform_data.d', { input: 1 });
    expect(() => read(model(stack('s', [data])), value('s/d', 'output', 8))).toThrow('name one of `input`');
    const text = unknown('computed', 'x-${terraform_data.d.output}', 's/terraform_data.d');
    expect(read(model(stack('s', [data, entry('terraform_data.e', { input: text })])), value('s/d', 'output', 8)).premises).toHaveLength(1);
  });

  test('fails where it names nothing, or too much', () => {
    expect(() => read(app, value('s/nothing', 'num_cpus', 1))).toThrow('Assume.value names `s/nothing`, which rendered nothing');
    expect(() => read(app, value('s', 'num_cpus', 1))).toThrow(
      /Assume\.value of `num_cpus` names `s`, which rendered 2 elements; name one of `s\/a`, `s\/b`/,
    );
  });
});

describe('Assume.closed', () => {
  const looked = [entry('data.vsphere_compute_cluster.c', { name: 'edge' }), host('a', { cluster: ref('data.vsphere_compute_cluster.c') })];
  const app = model(stack('s', [...looked, machine('m', { resource_pool_id: ref('data.vsphere_compute_cluster.c', 'resource_pool_id') })]));

  test('makes the hosts and VMs of a cluster that is looked up all that it has', () => {
    const open = read(app);
    expect(open.vsphere.clusters[0]!.hosts.complete).toBe(false);
    expect(indexOf(open).machinesOn(open.vsphere.clusters[0]!).open).toBeDefined();
    const closed = read(app, { kind: 'closed', scope: 's/c' });
    expect(closed.vsphere.clusters[0]!.hosts).toEqual({ ids: ['s/vsphere_host.a'], complete: true });
    expect(indexOf(closed).machinesOn(closed.vsphere.clusters[0]!).open).toBeUndefined();
    expect(closed.closed).toEqual(['s/c']);
    expect(closed.premises[0]).toMatchObject({ id: 'closed:s/c', kind: 'assumed', subject: 's/c' });
  });

  test('leaves a host open whose cluster is a token', () => {
    const estate = read(model(stack('s', [...looked, host('b', { cluster: variable('c') })])), { kind: 'closed', scope: 's/c' });
    expect(estate.vsphere.clusters[0]!.hosts.complete).toBe(false);
  });

  test.each(['nsxt_policy_segment.g', 'data.nsxt_policy_segment.g', 'nsxt_vpc_subnet.g'])('takes a segment of NSX: %s', (address) => {
    const segment = { ...entry(address, { display_name: 'g' }), path: 's/g' };
    const closed = read(model(stack('s', [segment])), { kind: 'closed', scope: 's/g' });
    expect(indexOf(closed).isClosed(closed.nsx.segments[0]!)).toBe(true);
    const gateway = { ...entry('nsxt_policy_tier1_gateway.t', { display_name: 't' }), path: 's/t' };
    expect(() => read(model(stack('s', [segment, gateway])), { kind: 'closed', scope: 's/t' })).toThrow(
      'which rendered nsxt_policy_tier1_gateway only',
    );
  });

  test('fails where it names nothing, or what others put nothing into', () => {
    expect(() => read(app, { kind: 'closed', scope: 's/x' })).toThrow('Assume.closed names `s/x`, which rendered no resource');
    expect(() => read(app, { kind: 'closed', scope: 's/m' })).toThrow(
      'Assume.closed names `s/m`, which rendered vsphere_virtual_machine only, and nothing that could hold more; name a cluster, a switch, a port group, a segment, a resource pool',
    );
    expect(read(app, { kind: 'closed', scope: 's' }).closed).toEqual(['s']);
  });
});

describe('Assume.noPolicyIn', () => {
  const module = { name: 'm', source: './m', path: 's/m', instances: Interval.exactly(1), arguments: {}, providers: null };
  const app = model(stack('s', [datacenter, cluster], { modules: [module] }));

  test('closes what a module left open', () => {
    const open = read(app);
    expect(indexOf(open).machinesOn(open.vsphere.clusters[0]!).open).toEqual(unknown('module', 'module.m', 's/module.m'));
    const vouched = read(app, { kind: 'no-policy-in', module: 's/m' });
    expect(indexOf(vouched).machinesOn(vouched.vsphere.clusters[0]!).open).toBeUndefined();
    expect(vouched.premises[0]).toMatchObject({ id: 'no-policy-in:s/m', kind: 'assumed', subject: 's/m' });
  });

  test('fails where it names no module', () => {
    expect(() => read(app, { kind: 'no-policy-in', module: 's/c' })).toThrow('Assume.noPolicyIn names `s/c`, which is no Terraform module');
  });
});

describe('Assume.estate', () => {
  /** Another team's estate: it owns the cluster `edge` with a host and a VM, and knows our cluster by a lookup. */
  const theirs = estateOf(
    model(
      stack('s', [
        datacenter,
        { ...cluster, values: { ...cluster.values, name: 'edge' } },
        host('x'),
        machine('resident', { num_cpus: 4, memory: 8192 }),
        entry('data.vsphere_compute_cluster.ours', { name: 'compute' }),
        machine('guest', { resource_pool_id: ref('data.vsphere_compute_cluster.ours', 'resource_pool_id') }),
      ]),
    ),
  );
  const surroundings = [surroundingsOf(JSON.parse(JSON.stringify(theirs)), 'other.json')];
  const ours = [
    datacenter,
    cluster,
    machine('own'),
    entry('data.vsphere_compute_cluster.edge', { name: 'edge' }),
    machine('there', { resource_pool_id: ref('data.vsphere_compute_cluster.edge', 'resource_pool_id') }),
  ];

  test('makes what is looked up known', () => {
    const estate = estateOf(model(stack('s', ours)), { surroundings });
    const edge = estate.vsphere.clusters.find(({ name }) => name === 'edge')!;
    expect(edge).toMatchObject({
      id: 's/data.vsphere_compute_cluster.edge',
      path: 's/edge',
      origin: 'surroundings',
      addresses: [{ stack: 's', address: 'data.vsphere_compute_cluster.edge' }],
      hosts: { ids: ['other.json#s/vsphere_host.x'], complete: true },
      ha: { enabled: false },
    });
    expect(estate.vsphere.hosts[0]).toMatchObject({ id: 'other.json#s/vsphere_host.x', origin: 'surroundings', cluster: edge.id, addresses: [] });
    expect(estate.vsphere.hosts[0]).not.toHaveProperty('path');
    const on = indexOf(estate).machinesOn(edge);
    expect(on.certain.map(({ name }) => name).sort()).toEqual(['resident', 'there']);
    expect(on.open).toBeUndefined();
  });

  test('puts what others run on our cluster on it', () => {
    const estate = estateOf(model(stack('s', ours)), { surroundings });
    const [compute, ...others] = estate.vsphere.clusters.filter(({ name }) => name === 'compute');
    expect(others).toEqual([]);
    expect(compute).toMatchObject({ id: 's/vsphere_compute_cluster.c', origin: 'owned' });
    expect(
      indexOf(estate)
        .machinesOn(compute!)
        .certain.map(({ name }) => name)
        .sort(),
    ).toEqual(['guest', 'own']);
    expect(estate.vsphere.datacenters).toHaveLength(1);
  });

  test('brings its premises, and is one', () => {
    const { premises } = estateOf(model(stack('s', [])), { surroundings });
    expect(premises[0]).toEqual({
      id: 'estate:other.json',
      kind: 'assumed',
      statement: 'what `other.json` records is what others own',
      source: 'other.json',
    });
    expect(premises.map(({ id }) => id)).toContain('other.json#provider-default:vsphere_compute_cluster.ha_enabled');
  });

  describe('read from a file', () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strata-'))));
    afterEach(() => rmSync(folder, { recursive: true }));

    const write = (content: unknown): void => writeFileSync(join(folder, 'e.json'), typeof content === 'string' ? content : JSON.stringify(content));
    const failure = (): unknown => {
      try {
        readSurroundings('e.json', folder);
      } catch (error) {
        return error;
      }
      return undefined;
    };

    test('is named relative to the working directory', () => {
      mkdirSync(join(folder, 'sub'));
      write(theirs);
      expect(readSurroundings('./sub/../e.json', folder).file).toBe('e.json');
    });

    test('may leave out kinds it has none of', () => {
      write({ schema: ESTATE_SCHEMA, vsphere: { datacenters: [] } });
      expect(readSurroundings('e.json', folder).objects.get('machines')).toEqual([]);
    });

    const dc = theirs.vsphere.datacenters[0]!;
    test.each([
      ['is not JSON', '{', /"e\.json": it is not JSON/],
      ['has another schema', { schema: 'x' }, /"e\.json" is not a recorded estate: `schema` must be ".*", got "x"/],
      ['has no vSphere part', { schema: ESTATE_SCHEMA }, /`vsphere` must be an object, got nothing/],
      [
        'has a wrong field',
        { schema: ESTATE_SCHEMA, vsphere: { datacenters: [{ ...dc, name: 7 }] } },
        /"e\.json".*`vsphere\.datacenters\.0\.name` must be a string, got 7/,
      ],
      [
        'lacks a field',
        { schema: ESTATE_SCHEMA, vsphere: { datacenters: [{ ...dc, id: undefined }] } },
        /`vsphere\.datacenters\.0\.id` must be a string, got nothing/,
      ],
      [
        'has a stray field',
        { schema: ESTATE_SCHEMA, vsphere: { clusters: [{ ...theirs.vsphere.clusters[0], cpuRation: 4 }] } },
        /`vsphere\.clusters\.0\.cpuRation` must be left out/,
      ],
      [
        'has a wrong premise',
        { schema: ESTATE_SCHEMA, vsphere: {}, premises: [{ id: 'a', kind: 'hope', statement: '' }] },
        /`premises\.0\.kind` must be one of/,
      ],
    ])('fails where it %s', (_, content, message) => {
      write(content);
      const error = failure();
      expect(BadInput.isBadInput(error)).toBe(true);
      expect((error as Error).message).toMatch(message);
    });

    test('fails where there is none', () => {
      expect((failure() as Error).message).toMatch(/cannot read the recorded estate "e\.json": there is no such file/);
    });
  });
});
