import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Cidr } from 'cdk-strata';
import {
  DistributedSwitch,
  Folder,
  Lacp,
  LinkDiscovery,
  type NetworkIoControl,
  PortGroup,
  Shares,
  StandardPortGroup,
  StandardSwitch,
  Tag,
  TagCategory,
  TcpIpStack,
  type TrafficClass,
  VcenterCluster,
  Vlan,
  VmkernelAdapter,
} from 'cdk-strata/vsphere';
import { Site } from './site';

const CLASSES: readonly TrafficClass[] = [
  'management',
  'vmotion',
  'vsan',
  'nfs',
  'iscsi',
  'hbr',
  'vdp',
  'backupNfc',
  'faultTolerance',
  'virtualMachine',
];

/** Switches of both kinds, their port groups, and the hosts' own adapters. */
export class Fabrics extends Site {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const hosts = this.hosts(2);
    const [first, second] = hosts.hosts as [(typeof hosts.hosts)[0], (typeof hosts.hosts)[0]];
    new VcenterCluster(this, 'compute', { datacenter: this.datacenter, hosts });
    const category = new TagCategory(this, 'zone', { associableTypes: ['VmwareDistributedVirtualSwitch', 'DistributedVirtualPortgroup'] });
    const tags = [new Tag(this, 'inside', { category })];
    const folder = new Folder(this, 'networks', { type: 'network', datacenter: this.datacenter, path: 'networks' });

    const fabric = new DistributedSwitch(this, 'fabric', {
      datacenter: this.datacenter,
      folder,
      hosts,
      uplinks: 2,
      uplinkNames: ['left', 'right'],
      activeUplinks: ['left'],
      standbyUplinks: ['right'],
      teamingPolicy: 'failover_explicit',
      checkBeacon: true,
      notifySwitches: true,
      failback: false,
      devicesOf: (host) => (host === first ? ['vmnic0', 'vmnic1'] : ['vmnic2', 'vmnic3']),
      mtu: 9000,
      version: '8.0.3',
      networkIoControl: ioControl(),
      privateVlans: [{ primary: 100, isolated: 101, communities: [102] }],
      netflow: {
        collector: '10.0.0.9',
        port: 2055,
        switchAddress: '10.0.0.8',
        activeFlowTimeout: Duration.seconds(120),
        idleFlowTimeout: Duration.seconds(30),
        internalFlowsOnly: true,
        samplingRate: 100,
        observationDomainId: 7,
      },
      linkDiscovery: LinkDiscovery.lldp('both'),
      multicastFiltering: 'snooping',
      description: 'All traffic',
      contactName: 'network team',
      contactDetail: 'network@example.com',
      tags,
    });
    new DistributedSwitch(this, 'bundled', {
      datacenter: this.datacenter,
      hosts: [first],
      uplinks: 2,
      devices: ['vmnic4', 'vmnic5'],
      lacp: Lacp.singleLag('active'),
      linkDiscovery: LinkDiscovery.off(),
    });
    new DistributedSwitch(this, 'lags', {
      datacenter: this.datacenter,
      hosts: [second],
      uplinks: 1,
      devices: ['vmnic4'],
      lacp: Lacp.multipleLag(),
    });

    const cidr = Cidr.of('10.20.17.0/24');
    const storage = new PortGroup(this, 'storage', {
      switch: fabric,
      vlan: 30,
      cidr,
      gateway: '10.20.17.1',
      teamingPolicy: 'loadbalance_srcid',
      activeUplinks: ['right'],
      standbyUplinks: ['left'],
      checkBeacon: false,
      notifySwitches: false,
      failback: true,
      binding: 'earlyBinding',
      ports: 16,
      autoExpand: false,
      allowPromiscuous: true,
      allowForgedTransmits: true,
      allowMacChanges: true,
      securityException: 'a sniffer',
      ingressShaping: { averageMbit: 100, peakMbit: 200, burst: Size.mebibytes(10) },
      egressShaping: { averageMbit: 100, peakMbit: 200, burst: Size.mebibytes(10) },
      netflow: true,
      description: 'NFS and vMotion',
      tags,
    });
    new PortGroup(this, 'trunk', { switch: fabric, vlan: Vlan.trunk([[200, 299]]) });
    new PortGroup(this, 'isolated', { switch: fabric, vlan: Vlan.private(101) });

    const standard = new StandardSwitch(this, 'standard', {
      host: second,
      name: 'vSwitch1',
      adapters: ['vmnic6', 'vmnic7'],
      teamingPolicy: 'failover_explicit',
      activeAdapters: ['vmnic6'],
      standbyAdapters: ['vmnic7'],
      checkBeacon: true,
      beaconInterval: Duration.seconds(5),
      notifySwitches: true,
      failback: true,
      mtu: 9000,
      linkDiscovery: LinkDiscovery.cdp('listen'),
      shaping: { averageMbit: 100, peakMbit: 200, burst: Size.mebibytes(10) },
      allowPromiscuous: false,
      allowForgedTransmits: true,
      allowMacChanges: true,
      securityException: 'nested hypervisors',
    });
    const management = new StandardPortGroup(this, 'management', {
      switch: standard,
      vlan: 40,
      teamingPolicy: 'loadbalance_ip',
      activeAdapters: ['vmnic7'],
      standbyAdapters: ['vmnic6'],
      checkBeacon: false,
      notifySwitches: false,
      failback: true,
      shaping: { averageMbit: 50, peakMbit: 100, burst: Size.mebibytes(5) },
      allowPromiscuous: true,
      allowForgedTransmits: true,
      allowMacChanges: true,
      securityException: 'nested hypervisors',
    });
    new VmkernelAdapter(this, 'vmotion', {
      host: first,
      portGroup: storage,
      address: '10.20.17.11/24',
      gateway: '10.20.17.1',
      ipv6Addresses: ['2001:db8::11/64'],
      ipv6Gateway: '2001:db8::1',
      mac: '00:50:56:00:00:0a',
      mtu: 9000,
      stack: TcpIpStack.VMOTION,
    });
    new VmkernelAdapter(this, 'control', {
      host: second,
      portGroup: management,
      dhcp: true,
      ipv6Dhcp: true,
      ipv6Autoconfiguration: true,
      services: ['management', 'vmotion'],
    });
  }
}

function ioControl(): NetworkIoControl {
  const allocation = { shares: Shares.of(60), limitMbit: 10_000, reservationMbit: 100 };
  return Object.fromEntries(CLASSES.map((each) => [each, allocation]));
}
