import { Size } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cidr, Secret, StrataApp } from 'cdk-strata';
import { CpuModel, HostModel, Nic } from 'cdk-strata/hardware';
import { Datacenter, Datastore, DistributedSwitch, EsxiHost, PortGroup, VCenter, VcenterCluster, VirtualMachine } from 'cdk-strata/vsphere';

/*
 * One synthesis in a process of its own: `one-run.ts plain|strata MACHINES` prints what synth() took and the peak of memory.
 * Both kinds of app get the same program, so that the difference is the gate alone.
 */

const HOSTS_PER_CLUSTER = 64;
const MACHINES_PER_CLUSTER = 1000;

function build(stack: TerraformStack, machines: number): void {
  const datacenter = Datacenter.fromLookup(stack, 'dc', { name: 'bench' });
  new VCenter(stack, 'vcenter', { server: 'vc.example.com', user: Secret.variable('user'), password: Secret.variable('password') });
  const model = HostModel.of({ cpu: CpuModel.XEON_PLATINUM_8480_PLUS, sockets: 2, memory: Size.tebibytes(2), nics: Nic.gigabits(25, 4) });
  const storage = Datastore.fromLookup(stack, 'datastore', { name: 'vmfs-1', datacenter });
  for (let cluster = 0; cluster * MACHINES_PER_CLUSTER < machines; cluster++) {
    const hosts = EsxiHost.fleet(stack, `esx-${cluster}`, {
      count: HOSTS_PER_CLUSTER,
      model,
      racks: ['r1', 'r2', 'r3', 'r4'],
      hostname: (n) => `esx-${cluster}-${n}.example.com`,
      password: Secret.variable('esxi_password'),
    });
    const fabric = new DistributedSwitch(stack, `fabric-${cluster}`, { datacenter, hosts, uplinks: 2 });
    const compute = new VcenterCluster(stack, `compute-${cluster}`, { datacenter, hosts, network: fabric, cpuRatio: 4 });
    const network = new PortGroup(stack, `nodes-${cluster}`, { switch: fabric, vlan: 100 + cluster, cidr: Cidr.of(`10.${cluster}.0.0/16`) });
    const count = Math.min(MACHINES_PER_CLUSTER, machines - cluster * MACHINES_PER_CLUSTER);
    VirtualMachine.fleet(stack, `vm-${cluster}`, {
      count,
      on: compute,
      network,
      storage,
      template: 'debian-12',
      hardwareVersion: 20,
      cpus: 8,
      memory: Size.gibibytes(32),
    });
  }
}

const [kind, machines] = [process.argv[2], Number(process.argv[3])];
const outdir = mkdtempSync(join(tmpdir(), 'strata-bench-'));
const app = kind === 'plain' ? new App({ outdir }) : new StrataApp({ outdir });
build(new TerraformStack(app, 'bench'), machines);
const start = process.hrtime.bigint();
app.synth();
const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
console.log(JSON.stringify({ milliseconds, mebibytes: process.resourceUsage().maxRSS / 1024 }));
rmSync(outdir, { recursive: true });
