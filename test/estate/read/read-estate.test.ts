import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Assume, type Assumption } from '../../../lib/estate';
import { PROVIDER_DEFAULTS, readEstate } from '../../../lib/estate/read';
import { estateOf } from '../../../lib/estate/read/estate-of';
import { cluster, datacenter, entry, host, machine, model, ref, stack, variable } from './model';

describe('from rendered files', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strata-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(file: string, content: unknown): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  }

  const at = (path: string, values: object) => ({ '//': { metadata: { path, uniqueId: path.replace(/\W/g, '_') } }, ...values });

  function read(assumptions: readonly Assumption[] = []) {
    return readEstate({
      folder,
      workingDirectory: folder,
      stacks: [{ name: 'one', path: 'one', file: 'stacks/one/cdk.tf.json' }],
      manifests: [{ file: 'manifests/a.k8s.yaml', objects: ['chart/map'] }],
      declarations: [{ kind: 'cluster-limits', of: 'one/compute', cpuRatio: 4 }],
      assumptions,
    });
  }

  beforeEach(() => {
    write('stacks/one/cdk.tf.json', {
      provider: { vsphere: [{ vsphere_server: 'vc.example.com', user: 'u', password: '${var.password}' }] },
      variable: { password: { sensitive: true } },
      terraform: { backend: { local: { path: 'x' } }, required_providers: { vsphere: { source: 'vmware/vsphere', version: '2.15.0' } } },
      resource: {
        vsphere_datacenter: { dc: at('one/dc', { name: 'fra1' }) },
        vsphere_host: {
          esx: at('one/esx', {
            count: 2,
            hostname: 'esx-${count.index}',
            cluster: '${vsphere_compute_cluster.c.id}',
            username: 'root',
            password: '${var.password}',
          }),
        },
        vsphere_compute_cluster: {
          c: at('one/compute/cluster', { name: 'compute', datacenter_id: '${vsphere_datacenter.dc.moid}', host_managed: true }),
        },
        vsphere_virtual_machine: {
          m: at('one/m', {
            name: 'm',
            resource_pool_id: '${vsphere_compute_cluster.c.resource_pool_id}',
            num_cpus: 4,
            memory: 8192,
            disk: [{ label: 'disk0', size: 20 }],
          }),
        },
      },
    });
    write('manifests/a.k8s.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: {url: "http://${TfToken[TOKEN.7]}:80"}\n');
  });

  test('the estate is read through every reader', () => {
    const { estate, inputs } = read();
    expect(inputs).toEqual([]);
    expect(estate.vsphere.clusters[0]).toMatchObject({
      path: 'one/compute/cluster',
      cpuRatio: 4,
      vcenter: 'vc.example.com',
      hosts: { ids: ['one/vsphere_host.esx[0]', 'one/vsphere_host.esx[1]'], complete: true },
    });
    expect(estate.vsphere.hosts.map(({ name }) => name)).toEqual(['esx-0', 'esx-1']);
    expect(estate.vsphere.machines[0]).toMatchObject({ cluster: 'one/vsphere_compute_cluster.c', cpus: 4, memoryMiB: 8192, disksComplete: true });
    expect(estate.manifests[0]).toMatchObject({ kind: 'ConfigMap', name: 'map', path: 'chart/map' });
  });

  test('a Terraform token in a manifest is a fault with the path of its object', () => {
    expect(read().estate.faults).toEqual([
      {
        kind: 'corrupt-token',
        file: 'manifests/a.k8s.yaml',
        path: 'chart/map',
        attribute: 'data.url',
        found: 'http://${TfToken[TOKEN.7]}:80',
        detail: 'a Terraform token stands in ConfigMap `map`, where nothing will replace it',
      },
    ]);
  });

  test('recorded estates are inputs, each once', () => {
    write('surroundings/nsx.json', { schema: 'https://strata.dev/schema/estate/v1', vsphere: {} });
    const { estate, inputs } = read([Assume.estate('surroundings/nsx.json'), Assume.estate('surroundings/nsx.json')]);
    expect(inputs).toEqual(['surroundings/nsx.json']);
    expect(estate.premises[0]).toMatchObject({ id: 'estate:surroundings/nsx.json', source: 'surroundings/nsx.json' });
  });
});

test('an estate survives JSON', () => {
  const app = model(
    stack('s', [
      datacenter,
      cluster,
      host('a', { cluster: variable('c') }),
      machine('m', { network_interface: [{ network_id: variable('n') }] }),
      entry('data.vsphere_network.n', { name: 'n' }),
    ]),
  );
  const estate = estateOf(app, {
    declarations: [
      { kind: 'tenant', of: 's/t', name: 't', machines: ['s/m'], networks: [], namespaces: [] },
      { kind: 'intent', of: 's/i', intent: 'flow-reachable', statement: '', sides: [{ label: 'from', of: ['s/t'] }], parameters: undefined },
    ],
    assumptions: [{ kind: 'closed', scope: 's/c' }],
  });
  expect(JSON.parse(JSON.stringify(estate))).toStrictEqual(estate);
});

test('the rows of the provider defaults are of one attribute each and have a source', () => {
  const keys = PROVIDER_DEFAULTS.map(({ type, attribute }) => `${type}.${attribute}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { source, since } of PROVIDER_DEFAULTS) {
    expect(source).toMatch(/^https:\/\/github\.com\/vmware\/terraform-provider-(vsphere|nsxt)\/.+\.go$/);
    expect(since).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

test('each of 100 tenants gets its own of 10,000 VMs', () => {
  const vms = Array.from({ length: 10_000 }, (_, n) => ({
    ...machine(`m${n}`, {
      num_cpus: 2,
      memory: 2048,
      network_interface: [{ network_id: ref('data.vsphere_network.n') }],
      disk: [{ label: 'disk0', size: 20 }],
    }),
    path: `s/fleet${n % 100}/${n}/vm`,
  }));
  const app = model(stack('s', [datacenter, cluster, entry('data.vsphere_network.n', { name: 'n' }), ...vms]));
  const declarations = Array.from({ length: 100 }, (_, n) => ({
    kind: 'tenant' as const,
    of: `s/t${n}`,
    name: `t${n}`,
    machines: [`s/fleet${n}`],
    networks: [],
    namespaces: [],
  }));
  expect(estateOf(app, { declarations }).tenants.every(({ machines }) => machines.ids.length === 100)).toBe(true);
});
