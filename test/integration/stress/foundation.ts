import {
  DataResource,
  Fn,
  Op,
  Token,
  TerraformCount,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
} from 'cdktf';
import type { Construct } from 'constructs';
import { ComputeCluster } from '@cdktf/provider-vsphere/lib/compute-cluster';
import { DataVsphereDatastore } from '@cdktf/provider-vsphere/lib/data-vsphere-datastore';
import { Datacenter } from '@cdktf/provider-vsphere/lib/datacenter';
import { DistributedPortGroup } from '@cdktf/provider-vsphere/lib/distributed-port-group';
import { DistributedVirtualSwitch } from '@cdktf/provider-vsphere/lib/distributed-virtual-switch';
import { Folder } from '@cdktf/provider-vsphere/lib/folder';
import { Host } from '@cdktf/provider-vsphere/lib/host';
import { VsphereProvider } from '@cdktf/provider-vsphere/lib/provider';
import { ResourcePool } from '@cdktf/provider-vsphere/lib/resource-pool';
import { Tag } from '@cdktf/provider-vsphere/lib/tag';
import { TagCategory } from '@cdktf/provider-vsphere/lib/tag-category';

/** Hosts, a cluster, a switch and its port groups, in every way that Terraform lets one write them down. */
export class Foundation extends TerraformStack {
  public readonly datacenter: Datacenter;
  public readonly cluster: ComputeCluster;
  public readonly datastore: DataVsphereDatastore;
  public readonly backbone: DistributedPortGroup;
  public readonly fabric: DistributedVirtualSwitch;
  public readonly folder: Folder;

  public constructor(scope: Construct, id: string) {
    super(scope, id);

    const user = new TerraformVariable(this, 'vcenter_user', { type: 'string' });
    const password = new TerraformVariable(this, 'vcenter_password', { type: 'string', sensitive: true });
    const spares = new TerraformVariable(this, 'spares', {
      type: 'number',
      description: 'hosts in reserve; no default, so their number is not decided',
    });
    const racks = new TerraformVariable(this, 'racks', {
      type: 'list(string)',
      description: 'no default: how many port groups there are is not decided',
    });
    const vlans = new TerraformVariable(this, 'vlans', { type: 'map(number)', default: { storage: 30, vmotion: 31 } });
    const mtu = new TerraformVariable(this, 'mtu', { type: 'number', default: 9000 });
    const production = new TerraformVariable(this, 'production', { type: 'bool', default: true });
    const supernet = new TerraformLocal(this, 'supernet', '10.64.0.0/12');
    const labels = new TerraformLocal(this, 'labels', { owner: 'platform', tier: '1', note: 'a "quoted" \\ name' });
    const sizes = new TerraformLocal(this, 'sizes', [4, 8, 16]);

    new VsphereProvider(this, 'vsphere', { vsphereServer: 'vc.example.com', user: user.stringValue, password: password.stringValue });
    const west = new VsphereProvider(this, 'west', {
      alias: 'west',
      vsphereServer: Fn.format('vc.%s.example.com', ['west']),
      user: user.stringValue,
      password: password.stringValue,
      allowUnverifiedSsl: true,
    });

    this.datacenter = new Datacenter(this, 'dc', {
      name: Fn.join('-', ['fra', Fn.tostring(1)]),
      customAttributes: {
        subnet: Fn.cidrsubnet(supernet.asString, 8, 3),
        gateway: Fn.cidrhost('10.64.3.0/24', 1),
        mask: Fn.cidrnetmask('10.64.0.0/12'),
      },
      lifecycle: { preventDestroy: false, ignoreChanges: ['tags'] },
    });
    const away = new Datacenter(this, 'away', { name: Fn.upper('west'), provider: west, dependsOn: [this.datacenter] });
    this.datastore = new DataVsphereDatastore(this, 'shared', { name: 'shared', datacenterId: this.datacenter.moid });

    this.cluster = new ComputeCluster(this, 'compute', {
      name: 'compute',
      datacenterId: this.datacenter.moid,
      haEnabled: production.booleanValue,
      drsEnabled: Token.asAny(Fn.conditional(Op.gt(Fn.lengthOf(sizes.asList), 2), true, false)),
      drsAutomationLevel: Token.asString(Fn.conditional(production.value, 'fullyAutomated', 'manual')),
      drsMigrationThreshold: Fn.min([3, 5, 4]),
      haAdvancedOptions: Fn.merge([{ 'das.respectVmVmAntiAffinityRules': 'true' }, { 'das.isolationaddress0': Fn.cidrhost('10.64.3.0/24', 254) }]),
      customAttributes: labels.asStringMap,
      hostManaged: true,
      forceEvacuateOnDestroy: Token.asAny('${false}'),
    });
    // Numbers and truth values as texts: Terraform makes of them what the schema asks for.
    this.cluster.addOverride('ha_vm_maximum_resets', '4');
    this.cluster.addOverride('dpm_enabled', 'false');
    this.cluster.addOverride('dpm_threshold', '${1 + 2}');

    const esx = new Host(this, 'esx', {
      count: TerraformCount.of(3),
      hostname: '${format("esx-%02d.example.com", count.index + 1)}',
      username: 'root',
      password: password.stringValue,
      cluster: this.cluster.id,
      thumbprint: Fn.lower('AA:BB:CC'),
      services: [{ ntpd: { enabled: true, policy: 'on', ntpServers: ['ntp-1.example.com', 'ntp-2.example.com'] } }],
    });
    new Host(this, 'spare', {
      count: TerraformCount.of(spares.numberValue),
      hostname: '${"spare-${count.index}.example.com"}',
      username: 'root',
      password: password.stringValue,
      datacenter: this.datacenter.moid,
      maintenance: true,
    });

    const uplinks = Fn.formatlist('uplink%d', [Fn.range(1, 3)]);
    this.fabric = new DistributedVirtualSwitch(this, 'fabric', {
      name: 'fabric',
      datacenterId: this.datacenter.moid,
      uplinks: Token.asList(uplinks),
      activeUplinks: ['uplink1', 'uplink2'],
      maxMtu: mtu.numberValue,
      pvlanMapping: [
        { primaryVlanId: 100, secondaryVlanId: 100, pvlanType: 'promiscuous' },
        { primaryVlanId: 100, secondaryVlanId: 101, pvlanType: 'community' },
      ],
      contactDetail: '',
    });
    // Which hosts: a dynamic block over the instances of another resource.
    this.fabric.addOverride('dynamic.host', {
      for_each: '${vsphere_host.esx}',
      iterator: 'esx',
      content: { host_system_id: '${esx.value.id}', devices: ['vmnic0', '${"vmnic${esx.key + 1}"}'] },
    });

    const byVlan = TerraformIterator.fromMap(vlans.value);
    new DistributedPortGroup(this, 'infrastructure', {
      forEach: byVlan,
      name: Fn.format('pg-%s', [byVlan.key]),
      vlanId: Token.asNumber(byVlan.value),
      distributedVirtualSwitchUuid: this.fabric.id,
      description: Fn.title(Token.asString(byVlan.key)),
    });
    const byTenant = TerraformIterator.fromMap({
      banking: { vlan: 40, ports: 128, ranges: [{ min: 1, max: 9 }] },
      shopping: {
        vlan: 50,
        ports: 64,
        ranges: [
          { min: 50, max: 50 },
          { min: 60, max: 69 },
        ],
      },
    });
    const tenants = new DistributedPortGroup(this, 'tenants', {
      forEach: byTenant,
      name: `pg-${byTenant.key}-${byTenant.getString('vlan')}`,
      numberOfPorts: byTenant.getNumber('ports'),
      distributedVirtualSwitchUuid: this.fabric.id,
    });
    tenants.addOverride('dynamic.vlan_range', {
      for_each: '${each.value.ranges}',
      content: { min_vlan: '${vlan_range.value.min}', max_vlan: '${vlan_range.value["max"]}' },
    });
    const byRack = TerraformIterator.fromList(racks.listValue);
    new DistributedPortGroup(this, 'by_rack', {
      forEach: byRack,
      name: Fn.join('-', ['rack', Token.asString(byRack.value)]),
      autoExpand: true,
      distributedVirtualSwitchUuid: this.fabric.id,
    });
    const byZone = TerraformIterator.fromList(['b', 'a', 'ü']);
    new DistributedPortGroup(this, 'zones', { forEach: byZone, name: byZone.value, vlanId: 7, distributedVirtualSwitchUuid: this.fabric.id });
    this.backbone = new DistributedPortGroup(this, 'backbone', {
      name: 'backbone',
      distributedVirtualSwitchUuid: this.fabric.id,
      vlanRange: [
        { minVlan: 200, maxVlan: 299 },
        { minVlan: Fn.max([1, 2]), maxVlan: Fn.sum([10, 20]) },
      ],
      allowPromiscuous: false,
      teamingPolicy: 'loadbalance_srcid',
      activeUplinks: Fn.tolist(Fn.slice(['uplink1', 'uplink2', 'uplink3'], 0, 2)),
    });

    this.folder = new Folder(this, 'folder', { path: '${join("/", ["prod", "db"])}', type: 'vm', datacenterId: this.datacenter.moid });
    new Folder(this, 'escapes', { path: 'a $${literal} 100%% %%{done} "q" \\ ü 机器 🖧\nsecond line\tend', type: 'vm', datacenterId: away.moid });
    new Folder(this, 'numbered', { count: 2, path: 'n-${count.index}', type: 'vm', datacenterId: this.datacenter.moid });

    const category = new TagCategory(this, 'tier', {
      name: 'tier',
      cardinality: 'SINGLE',
      associableTypes: Fn.toset(['VirtualMachine', 'HostSystem', 'VirtualMachine']),
    });
    new Tag(this, 'gold', { name: Fn.lookup({ '1': 'gold', '2': 'silver' }, '1', 'none'), categoryId: category.id });
    new Tag(this, 'other', { name: Fn.lookup({ '2': 'silver' }, '1', 'none'), categoryId: category.id });
    new ResourcePool(this, 'pool', {
      name: 'pool',
      parentResourcePoolId: this.cluster.resourcePoolId,
      cpuReservation: Fn.floor(7.5),
      memoryLimit: Op.mul(Fn.ceil(3.25), 1024),
      cpuShareLevel: 'custom',
      cpuShares: Op.sub(Op.add(4000, 96), 96),
    });

    new DataResource(this, 'facts', {
      input: Token.asAny({
        text: Fn.jsonencode({ b: [1, 2.5, true, []], a: 'x<y>&z ü' }),
        quoted: Fn.upper(Fn.rawString('say "hello" and ${name}')),
        number: 1.5,
        flag: false,
        nothing: null,
        list: ['x', Fn.element(['p', 'q', 'r'], 4), Fn.substr('abcdef', 1, 3)],
        nested: { deep: { deeper: ['${local.labels.owner}', '${local.sizes[1]}'] } },
        keys: Fn.keys({ z: 1, a: 2 }),
        merged: Fn.merge([{ a: 1 }, { b: 2 }, { a: 3 }]),
        zipped: Fn.zipmap(['k1', 'k2'], [10, 20]),
        flat: Fn.flatten([['a'], [['b', 'c'], []]]),
        chosen: Fn.coalesce(['', 'second']),
        compacted: Fn.compact(['', 'x', '']),
        distinct: Fn.distinct(['x', 'y', 'x']),
        sorted: Fn.sort(['b', 'ü', 'B', 'a10', 'a9']),
        reversed: Fn.reverse([1, 2, 3]),
        replaced: Fn.replace('10.0.0.0/8', '/8', '/16'),
        split: Fn.split(',', 'a,b,,c'),
        subnets: Fn.cidrsubnets('10.0.0.0/16', [4, 4, 8]),
        encoded: Fn.base64encode('grüße'),
        outside: Fn.sha256('not of the evaluator'),
        trimmed: Fn.trimsuffix(Fn.trimprefix(Fn.trimspace('  pre-x.tf  '), 'pre-'), '.tf'),
      }),
    });
    const comprehension = new DataResource(this, 'comprehension', {});
    comprehension.addOverride('input', {
      list: '${[for size in local.sizes : size * 2 if size > 4]}',
      object: '${{for key, value in local.labels : upper(key) => value}}',
      grouped: '${{for word in ["apple", "avocado", "bean"] : substr(word, 0, 1) => word...}}',
      splat: '${[{ n = 1 }, { n = 2 }][*].n}',
      conditional: '${length(local.sizes) == 3 ? "three" : "other"}',
      precedence: '${1 + 2 * 3 - 8 / 4 % 3}',
      logic: '${!(true && false) || 1 >= 2}',
      literal_only: '${"in ${"deep ${1 + 1}"} braces"}',
      tried: '${try(local.labels.absent, "fallback")}',
      mixed: ['${var.mtu}', 'x${var.mtu}y', '${var.production ? var.mtu : 1500}'],
      names: '${vsphere_host.esx[*].hostname}',
      of_map: '${[for key, group in vsphere_distributed_port_group.tenants : "${key}=${group.number_of_ports}"]}',
      not_decided: '${length(vsphere_host.spare)}',
      by_variable: '${length(var.racks)}',
      secret: '${sensitive("hidden")}',
    });

    // Whatever constructs cannot say.
    this.addOverride('resource.vsphere_folder.raw', {
      path: 'raw/${local.labels.tier}',
      type: 'host',
      datacenter_id: '${vsphere_datacenter.dc.moid}',
    });
    this.addOverride('locals.computed_by_override', '${[for i in range(3) : cidrsubnet(local.supernet, 12, i)]}');
    this.addOverride('resource.terraform_data.replaced', {
      input: '${local.computed_by_override}',
      triggers_replace: ['${vsphere_compute_cluster.compute.id}', '${vsphere_host.esx[0].id}'],
      lifecycle: { create_before_destroy: true, replace_triggered_by: ['vsphere_folder.numbered'] },
      depends_on: ['vsphere_datacenter.away'],
    });

    new TerraformOutput(this, 'host_ids', { value: '${vsphere_host.esx[*].id}', staticId: true });
    new TerraformOutput(this, 'tenant_networks', {
      value: '${{for key, group in vsphere_distributed_port_group.tenants : key => group.id}}',
      staticId: true,
    });
    new TerraformOutput(this, 'plain', { value: { subnet: Fn.cidrsubnet(supernet.asString, 8, 3), sizes: sizes.expression }, staticId: true });
    new TerraformOutput(this, 'hidden', { value: password.value, sensitive: true, staticId: true });
    new TerraformOutput(this, 'first_host', { value: esx.fqn + '', staticId: true }).addOverride('value', '${vsphere_host.esx[0].hostname}');
  }
}
