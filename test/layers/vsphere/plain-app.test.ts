import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Secret } from 'cdk-strata';
import { Datacenter, EsxiHost, VCenter, VcenterCluster } from 'cdk-strata/vsphere';
import { password } from './lab';

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
