import { Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import { Secret } from '../../lib';
import { CpuModel, HostModel } from '../../lib/layers/hardware';
import { Datacenter, Datastore, DistributedSwitch, EsxiHost, PortGroup, VCenter, VcenterCluster, VirtualMachine } from '../../lib/layers/vsphere';
import { synthesize } from '../../lib/testing';

test('no rule advises what another one refutes: neither more vCPUs than a VM can have nor more memory than a host has', () => {
  const { findings } = synthesize((app) => {
    const stack = new TerraformStack(app, 'lab');
    new VCenter(stack, 'vcenter', { server: 'vc.example.com', user: Secret.variable('user'), password: Secret.variable('password') });
    const datacenter = new Datacenter(stack, 'dc', { name: 'lab' });
    const model = HostModel.of({ cpu: CpuModel.EPYC_9354, sockets: 2, memory: Size.gibibytes(768) });
    const hosts = EsxiHost.fleet(stack, 'esx', {
      count: 6,
      model,
      hostname: (n) => `esx-${n}.example.com`,
      password: Secret.variable('esxi_password'),
    });
    const fabric = new DistributedSwitch(stack, 'fabric', { datacenter, hosts, uplinks: 2 });
    const on = new VcenterCluster(stack, 'compute', { datacenter, hosts, network: fabric, cpuRatio: 2 });
    const network = new PortGroup(stack, 'web', { switch: fabric, vlan: 100 });
    const storage = Datastore.fromLookup(stack, 'datastore', { name: 'nfs', datacenter });
    const common = { on, network, storage, template: 'debian-12', hardwareVersion: 20 };
    new VirtualMachine(stack, 'giant', { ...common, cpus: 1500, memory: Size.gibibytes(5000) });
  });
  const of = (rule: string): string[] =>
    findings.filter((finding) => finding.rule === rule).flatMap(({ remedies }) => remedies.map(({ text }) => text));
  expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['CAP-001', 'CAP-002', 'CAP-010']));
  expect(of('CAP-001').join()).toMatch(/more hosts? like/);
  expect(of('CAP-001').join()).not.toMatch(/vCPUs \(1500 now\)/);
  const offered = of('CAP-002').flatMap((remedy) => /with ([\d,]+) GiB \(5,000 GiB now\)/.exec(remedy)?.[1] ?? []);
  expect(offered.length).toBeGreaterThan(0);
  for (const gib of offered) expect(Number(gib.replace(',', ''))).toBeLessThan(768);
});
