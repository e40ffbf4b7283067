import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformElement, TerraformStack, Testing } from 'cdktf';
import { Secret } from 'cdk-strata';
import { Datacenter, EsxiHost, VCenter, VcenterCluster } from 'cdk-strata/vsphere';
import { declarationsIn } from '../../../lib/estate/declaration';
import { originOf } from '../../../lib/estate/origin';
import { password } from './lab';
import { ReferenceSlice } from './reference-slice';

describe('the reference slice', () => {
  const slice = new ReferenceSlice(Testing.app(), 'frankfurt');

  test('renders what it always did', () => {
    expect(JSON.parse(Testing.synth(slice, true))).toMatchSnapshot();
  });

  test('declares what Terraform cannot know', () => {
    expect(
      declarationsIn(slice).map((declaration) => (declaration.kind === 'host-hardware' ? { ...declaration, hardware: '...' } : declaration)),
    ).toMatchSnapshot();
  });

  test('holds every secret in a sensitive variable without a default', () => {
    const { variable } = JSON.parse(Testing.synth(slice));
    expect(Object.keys(variable).sort()).toEqual(['esxi_password', 'vcenter_password', 'vcenter_user']);
    for (const each of Object.values(variable)) expect(each).toEqual({ type: 'string', sensitive: true, nullable: false });
  });

  test('says of every construct of the layers where it was made', () => {
    const inSlice = (file: string): boolean => file.endsWith('/reference-slice.ts');
    const ours = slice.node.findAll().filter((construct) => construct !== slice && !TerraformElement.isTerraformElement(construct));
    expect(ours.length).toBeGreaterThan(40);
    for (const construct of ours) {
      expect([construct.node.path, originOf(construct, inSlice, process.cwd())[0]?.file]).toEqual([
        construct.node.path,
        'test/layers/vsphere/reference-slice.ts',
      ]);
    }
  });
});

describe('in a plain App', () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), 'strata-'));
  });
  afterEach(() => rmSync(outdir, { recursive: true, force: true }));

  test('two stacks share a cluster', () => {
    const app = new App({ outdir });
    const metal = new TerraformStack(app, 'metal');
    new VCenter(metal, 'vcenter', { server: 'vc.example.com', user: Secret.environment(), password: Secret.environment() });
    const datacenter = new Datacenter(metal, 'dc', { name: 'fra1' });
    const hosts = EsxiHost.fleet(metal, 'esx', { count: 2, hostname: (n) => `esx-${n}`, password });
    const compute = new TerraformStack(app, 'compute');
    new VCenter(compute, 'vcenter', { server: 'vc.example.com', user: Secret.environment(), password: Secret.environment() });
    new VcenterCluster(metal, 'compute', { datacenter, hosts });
    VcenterCluster.fromLookup(compute, 'compute', { name: 'compute', datacenter });
    app.synth();

    const read = (stack: string): unknown => JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
    expect(read('metal')).toMatchObject({
      output: { 'cross-stack-output-vsphere_datacenterdcmoid': { sensitive: true, value: '${vsphere_datacenter.dc.moid}' } },
    });
    expect(read('compute')).toMatchObject({
      data: {
        vsphere_compute_cluster: {
          compute: {
            datacenter_id: '${data.terraform_remote_state.cross-stack-reference-input-metal.outputs.cross-stack-output-vsphere_datacenterdcmoid}',
          },
        },
      },
    });
  });

  test('a host that is nowhere stops the synthesis, with its path', () => {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, 'metal');
    new VCenter(stack, 'vcenter', { server: 'vc.example.com', user: Secret.environment(), password: Secret.environment() });
    new EsxiHost(stack, 'lost', { hostname: 'lost.example.com', password });
    expect(() => app.synth()).toThrow('[metal/lost] host "lost.example.com" is in no cluster and no datacenter');
  });
});
