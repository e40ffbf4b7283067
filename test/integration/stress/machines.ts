import {
  DataResource,
  Fn,
  Op,
  Token,
  TerraformCount,
  TerraformHclModule,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
} from 'cdktf';
import type { Construct } from 'constructs';
import { ComputeClusterVmAntiAffinityRule } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-anti-affinity-rule';
import { ComputeClusterVmGroup } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-group';
import { DataVsphereVirtualMachine } from '@cdktf/provider-vsphere/lib/data-vsphere-virtual-machine';
import { DistributedPortGroup } from '@cdktf/provider-vsphere/lib/distributed-port-group';
import { VsphereProvider } from '@cdktf/provider-vsphere/lib/provider';
import { VirtualMachine } from '@cdktf/provider-vsphere/lib/virtual-machine';
import type { Foundation } from './foundation';

/** Machines on what another stack provides. */
export class Machines extends TerraformStack {
  public readonly gateway: VirtualMachine;

  public constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);

    const user = new TerraformVariable(this, 'vcenter_user', { type: 'string' });
    const password = new TerraformVariable(this, 'vcenter_password', { type: 'string', sensitive: true });
    const disks = new TerraformVariable(this, 'disks', { type: 'map(number)', description: 'no default: which disks there are is not decided' });
    const cpus = new TerraformVariable(this, 'cpus', { type: 'number', default: 4 });
    new TerraformVariable(this, 'size', { type: 'object({ cpus = number, memory = number })', default: { cpus: 4, memory: 8192 } });
    new VsphereProvider(this, 'vsphere', { vsphereServer: 'vc.example.com', user: user.stringValue, password: password.stringValue });

    const template = new DataVsphereVirtualMachine(this, 'template', { name: 'debian-12', datacenterId: foundation.datacenter.moid });
    const common = { resourcePoolId: foundation.cluster.resourcePoolId, datastoreId: foundation.datastore.id, guestId: 'debian12_64Guest' };

    this.gateway = new VirtualMachine(this, 'gateway', {
      ...common,
      name: 'gateway',
      numCpus: Token.asNumber('${var.size.cpus}'),
      memory: Token.asNumber('${var.size["memory"]}'),
      // Passed through plain attributes, and inside a text.
      folder: foundation.folder.path,
      annotation: `stands in ${foundation.datacenter.name}, network ${foundation.backbone.id}`,
      extraConfig: { 'guestinfo.cluster': foundation.cluster.id, 'guestinfo.name': foundation.cluster.name },
      networkInterface: [{ networkId: foundation.backbone.id, adapterType: 'vmxnet3' }, { networkId: foundation.backbone.id }],
      disk: [
        { label: 'disk0', size: 20 },
        { label: 'disk1', size: Op.mul(20, 5), unitNumber: 1, thinProvisioned: true },
      ],
      clone: {
        templateUuid: template.id,
        customize: {
          dnsServerList: ['10.64.3.2', Fn.cidrhost('10.64.3.0/24', 3)],
          linuxOptions: { hostName: 'gateway', domain: 'example.com' },
          networkInterface: [{ ipv4Address: Fn.cidrhost('10.64.3.0/24', 10), ipv4Netmask: 24 }, {}],
        },
      },
      lifecycle: { ignoreChanges: ['annotation'], createBeforeDestroy: false },
    });
    // The provider takes a number where an override gives a text, and one block where it wants a list.
    this.gateway.addOverride('num_cores_per_socket', '2');
    this.gateway.addOverride('cdrom', { client_device: 'true' });

    new TerraformLocal(this, 'networks', [foundation.backbone.id, foundation.backbone.id]);
    const literalDisks = TerraformIterator.fromMap({ data: { size: 100 }, logs: { size: 50 } });
    const database = new VirtualMachine(this, 'db', {
      ...common,
      count: TerraformCount.of(Token.asNumber(Fn.conditional(Op.gte(cpus.value, 4), 2, 0))),
      name: '${"db-${count.index}"}',
      numCpus: 8,
      memory: Op.mul(64, 1024),
      memoryReservation: Op.mul(64, 1024),
      networkInterface: [{ networkId: '${local.networks[count.index]}' }],
      disk: literalDisks.dynamic({
        label: literalDisks.key,
        size: literalDisks.getNumber('size'),
        unit_number: '${index(["data", "logs"], each.key)}',
      }),
      dependsOn: [this.gateway],
    });

    const variableDisks = TerraformIterator.fromMap(disks.value);
    new VirtualMachine(this, 'scratch', {
      ...common,
      name: 'scratch',
      networkInterface: [{ networkId: foundation.backbone.id }],
      disk: variableDisks.dynamic({ label: variableDisks.key, size: variableDisks.value }),
    });

    const workers = TerraformIterator.fromList(['w1', 'w2']);
    const worker = new VirtualMachine(this, 'worker', {
      ...common,
      forEach: workers,
      name: Token.asString(workers.value),
      numCpus: 4,
      networkInterface: [{ networkId: foundation.backbone.id }],
      disk: [{ label: 'disk0', size: 40 }],
    });
    new ComputeClusterVmAntiAffinityRule(this, 'apart', {
      name: 'db-apart',
      computeClusterId: foundation.cluster.id,
      virtualMachineIds: Token.asList('${vsphere_virtual_machine.db[*].id}'),
      mandatory: true,
    });
    new ComputeClusterVmGroup(this, 'workers', {
      name: 'workers',
      computeClusterId: foundation.cluster.id,
      virtualMachineIds: [this.gateway.id, '${vsphere_virtual_machine.worker["w2"].id}', '${vsphere_virtual_machine.worker["w1"].id}'],
    });
    const each = TerraformIterator.fromResources(worker);
    new DataResource(this, 'chained', {
      forEach: each,
      input: Token.asAny({ id: each.getString('id'), name: each.getString('name'), from: 'chain' }),
    });

    new DistributedPortGroup(this, 'late', {
      name: 'late',
      distributedVirtualSwitchUuid: foundation.fabric.id,
      activeUplinks: foundation.fabric.activeUplinks,
      numberOfPorts: foundation.fabric.maxMtu,
    });

    const note = new TerraformHclModule(this, 'note', {
      source: './module',
      variables: { machine: this.gateway.id, labels: { stack: 'machines' }, keep: 2 },
    });
    new DataResource(this, 'noted', { input: Token.asAny({ note: note.getString('note'), copies: note.get('copies') }) });

    new TerraformOutput(this, 'db_names', { value: '${join(",", vsphere_virtual_machine.db[*].name)}', staticId: true });
    new TerraformOutput(this, 'ids', { value: { gateway: this.gateway.id, db: '${vsphere_virtual_machine.db[1].id}' }, staticId: true });
    database.addOverride('tags', []);
  }
}
