import { Duration, Size } from 'cdk8s';
import { TerraformVariable } from 'cdktf';
import { CpuModel, HostModel, Nic } from 'cdk-strata/hardware';
import {
  DistributedSwitch,
  type DistributedSwitchProps,
  EsxiHost,
  Folder,
  Lacp,
  LinkDiscovery,
  PrivateVlanMapping,
  type PrivateVlanMappingProps,
  Shares,
  Tag,
} from 'cdk-strata/vsphere';
import { Lab, password } from '../lab';

const TYPE = 'vsphere_distributed_virtual_switch';

const make = (props: Partial<DistributedSwitchProps> = {}, lab = new Lab()): DistributedSwitch =>
  new DistributedSwitch(lab, 'fabric', { datacenter: lab.datacenter, hosts: props.hosts ?? lab.hosts(1), uplinks: 2, ...props });

const rendered = (props: Partial<DistributedSwitchProps>, lab = new Lab()): Record<string, unknown> => {
  make(props, lab);
  return lab.rendered(TYPE).fabric!;
};

describe('DistributedSwitch renders', () => {
  test('nothing but safe defaults by itself', () => {
    expect(rendered({})).toMatchSnapshot();
  });

  test('everything it is told', () => {
    const lab = new Lab();
    const network = Folder.fromAttributes(lab, 'folder', { folderPath: 'prod/switches', folderType: 'network' });
    const tag = Tag.fromAttributes(lab, 'tag', { tagId: 'urn:tag:1' });
    const traffic = { shares: Shares.of(50), limitMbit: 8000, reservationMbit: 500 };
    expect(
      rendered(
        {
          name: 'dvs',
          folder: network,
          uplinks: 3,
          uplinkNames: ['left', 'right', 'spare'],
          activeUplinks: ['right', 'left'],
          standbyUplinks: ['spare'],
          devicesOf: () => ['vmnic4', 'vmnic5'],
          teamingPolicy: 'loadbalance_loadbased',
          checkBeacon: true,
          notifySwitches: false,
          failback: false,
          mtu: 9000,
          version: '8.0.3',
          lacp: Lacp.singleLag('passive'),
          networkIoControl: {
            management: traffic,
            vmotion: { shares: Shares.low() },
            vsan: { shares: Shares.high() },
            nfs: { limitMbit: 1000 },
            iscsi: { reservationMbit: 0 },
            hbr: traffic,
            vdp: traffic,
            backupNfc: traffic,
            faultTolerance: traffic,
            virtualMachine: traffic,
          },
          privateVlans: [{ primary: 100, isolated: 101, communities: [102, 103] }, { primary: 200 }],
          netflow: {
            collector: '2001:db8::9',
            port: 2055,
            switchAddress: '192.0.2.9',
            activeFlowTimeout: Duration.minutes(10),
            idleFlowTimeout: Duration.seconds(30),
            internalFlowsOnly: true,
            samplingRate: 100,
            observationDomainId: 7,
          },
          linkDiscovery: LinkDiscovery.lldp('both'),
          multicastFiltering: 'snooping',
          description: 'all of it',
          contactName: 'Network team',
          contactDetail: 'net@example.com',
          tags: [tag],
        },
        lab,
      ),
    ).toMatchSnapshot();
  });

  test('as active each uplink that is not on standby', () => {
    expect(rendered({ standbyUplinks: ['uplink1'] })).toMatchObject({ active_uplinks: ['uplink2'], standby_uplinks: ['uplink1'] });
  });

  test('adapters as each host has them', () => {
    const lab = new Lab();
    const hosts = lab.hosts(2);
    const devicesOf = ({ hostname }: { hostname: string }): string[] => (hostname.startsWith('esx-1') ? ['vmnic0', 'vmnic1'] : ['vmnic8']);
    expect(rendered({ hosts, devicesOf }, lab)).toMatchObject({
      host: [{ devices: ['vmnic0', 'vmnic1'] }, { devices: ['vmnic8'] }],
    });
  });

  test('link aggregation groups that are made in vCenter, which uplinks may name', () => {
    const lab = new Lab();
    const fabric = make({ lacp: Lacp.multipleLag(), activeUplinks: ['lag1'] }, lab);
    const switched = lab.rendered(TYPE).fabric;
    expect(switched).toMatchObject({ lacp_api_version: 'multipleLag', active_uplinks: ['lag1'] });
    expect(switched).not.toHaveProperty('lacp_enabled');
    expect(fabric.uplinkNames).toBeUndefined();
  });

  test('network I/O control with nothing in it', () => {
    const control = rendered({ networkIoControl: {} });
    expect(control).toMatchObject({ network_resource_control_enabled: true, network_resource_control_version: 'version3' });
    expect(Object.keys(control).filter((key) => /_(share|maximum|reservation)_/.test(key))).toEqual([]);
  });

  test('that it does not discover links', () => {
    const discovery = rendered({ linkDiscovery: LinkDiscovery.off() });
    expect(discovery).toMatchObject({ link_discovery_operation: 'none' });
    expect(discovery).not.toHaveProperty('link_discovery_protocol');
    expect(rendered({ linkDiscovery: LinkDiscovery.cdp('advertise') })).toMatchObject({
      link_discovery_operation: 'advertise',
      link_discovery_protocol: 'cdp',
    });
  });
});

describe('DistributedSwitch refuses', () => {
  test.each<[Partial<DistributedSwitchProps>, string]>([
    [{ uplinkNames: ['a'] }, 'uplinkNames must be as many as uplinks, got 1 for 2; name each, or set uplinks to 1'],
    [{ uplinkNames: ['a', 'a'] }, 'uplinkNames must differ, got "a" for number 1 and number 2'],
    [{ activeUplinks: ['uplink3'] }, '"uplink3" is none of the uplinks of the switch, which are uplink1, uplink2; name some of those'],
    [{ activeUplinks: ['uplink1'], standbyUplinks: ['uplink1'] }, 'activeUplinks and standbyUplinks must differ, got "uplink1"'],
    [{ standbyUplinks: ['uplink1', 'uplink2'] }, 'activeUplinks must name at least one, got none; put one that is on standby there'],
    [{ activeUplinks: [] }, 'activeUplinks must name at least one, got none'],
    [{ lacp: Lacp.multipleLag(), standbyUplinks: ['lag1'] }, 'the uplinks of the switch are not known; give activeUplinks beside standbyUplinks'],
    [
      { devices: ['vmnic0'], devicesOf: () => ['vmnic0'] },
      'devices are the same for each host or asked of devicesOf, got both; leave one of them out',
    ],
    [{ devicesOf: ['vmnic0'] as never }, 'devicesOf must be a function of a host, got a list of 1; give one such as `() => ['],
    [{ devicesOf: () => ['a', 'b', 'c'] }, 'a host cannot have more devices than uplinks, got a, b, c for 2; set uplinks to 3'],
    [{ devicesOf: () => ['a', 'a'] }, 'devicesOf("esx-1.example.com") must differ, got "a"'],
    [{ teamingPolicy: 'ip' as never }, 'teamingPolicy must be one of "loadbalance_ip", "loadbalance_srcmac"'],
    [
      { teamingPolicy: 'loadbalance_ip', checkBeacon: true },
      'beacon probing does not work with teamingPolicy "loadbalance_ip"; leave out checkBeacon',
    ],
    [{ version: '6.0.0' as never }, 'version must be one of "6.5.0"'],
    [{ multicastFiltering: 'all' as never }, 'multicastFiltering must be one of "legacyFiltering", "snooping", got "all"'],
    [{ lacp: 'active' as never }, 'lacp must be a Lacp, got "active"; give one such as'],
    [{ linkDiscovery: 'lldp' as never }, 'linkDiscovery must be a LinkDiscovery, got "lldp"'],
    [{ contactName: '' }, 'contactName must not be empty, got ""'],
    [{ privateVlans: [{ primary: 0 }] }, 'privateVlans[0].primary must be a whole number from 1 to 4094, got 0'],
    [{ privateVlans: [{ primary: 1, isolated: 4095 }] }, 'privateVlans[0].isolated must be a whole number from 1 to 4094, got 4095'],
    [{ privateVlans: [{ primary: 1, communities: [2, 2] }] }, 'ids of private VLANs must differ, got "2"'],
    [{ privateVlans: [{ primary: 1, isolated: 2 }, { primary: 2 }] }, 'ids of private VLANs must differ, got "2"'],
    [{ privateVlans: 100 as never }, 'privateVlans must be a list; write `[{ primary: 100, isolated: 101 }]`'],
    [{ netflow: { collector: 'collector.example.com', port: 1 } }, 'netflow.collector must be an IP address, got "collector.example.com"'],
    [{ netflow: { collector: '192.0.2.1', port: 0 } }, 'netflow.port must be a whole number from 1 to 65535, got 0'],
    [{ netflow: { collector: '192.0.2.1', port: 1, switchAddress: '2001:db8::1' } }, 'netflow.switchAddress must be an IPv4 address, got'],
    [
      { netflow: { collector: '192.0.2.1', port: 1, activeFlowTimeout: Duration.seconds(59) } },
      'netflow.activeFlowTimeout must be a whole number of seconds from 60 to 3600, got',
    ],
    [
      { netflow: { collector: '192.0.2.1', port: 1, idleFlowTimeout: Duration.seconds(601) } },
      'netflow.idleFlowTimeout must be a whole number of seconds from 10 to 600, got',
    ],
    [{ netflow: { collector: '192.0.2.1', port: 1, samplingRate: 1001 } }, 'netflow.samplingRate must be a whole number from 0 to 1000, got 1001'],
    [{ networkIoControl: { vMotion: {} } as never }, 'networkIoControl knows no class "vMotion" of traffic; its classes are management, vmotion'],
    [{ networkIoControl: { vsan: { shares: Shares.of(101) } } }, 'networkIoControl.vsan.shares must be a whole number from 1 to 100, got 101'],
    [{ networkIoControl: { vsan: { limitMbit: 0 } } }, 'networkIoControl.vsan.limitMbit must be a whole number of at least 1, got 0'],
    [
      { networkIoControl: { vsan: { limitMbit: 100, reservationMbit: 101 } } },
      'networkIoControl.vsan.reservationMbit must not exceed networkIoControl.vsan.limitMbit, got 101 Mbit/s and 100 Mbit/s',
    ],
  ])('%j', (props, message) => {
    expect(() => make(props)).toThrow(`[lab/fabric] ${message}`);
  });

  test('a folder of another type', () => {
    const lab = new Lab();
    const folder = Folder.fromAttributes(lab, 'vms', { folderPath: 'prod', folderType: 'vm' });
    expect(() => make({ folder }, lab)).toThrow('[lab/fabric] folder must be of type network, got lab/vms, which is of type vm');
  });

  test('modes and operations that there are not', () => {
    expect(() => Lacp.singleLag('on' as never)).toThrow('the mode of LACP must be one of "active", "passive", got "on"');
    expect(() => LinkDiscovery.lldp('none' as never)).toThrow('link discovery must be one of "listen", "advertise", "both", got "none"');
  });
});

describe('what network I/O control reserves', () => {
  const reserving = (reservationMbit: number, ...nics: Nic[]): DistributedSwitch => {
    const lab = new Lab();
    const model = HostModel.of({ cpu: CpuModel.EPYC_9354, sockets: 1, memory: Size.gibibytes(384), nics });
    const hosts = [new EsxiHost(lab, 'esx', { hostname: 'esx.example.com', password, model }), ...lab.hosts(1, 'unknown')];
    return make({ hosts, networkIoControl: { vsan: { reservationMbit }, vmotion: { reservationMbit: 500 } } }, lab);
  };

  test('is at most 75 % of what the fastest port of each host can carry', () => {
    expect(() => reserving(7000, Nic.gigabits(1, 2), Nic.gigabits(10, 2))).not.toThrow();
    expect(() => reserving(7001, Nic.gigabits(1, 2), Nic.gigabits(10, 2))).toThrow(
      '[lab/fabric] networkIoControl reserves 7501 Mbit/s in all, but 75 % of the fastest network port of host "esx.example.com" are 7500 Mbit/s; reserve less',
    );
  });

  test('is not checked where the model has no ports, and counts no token', () => {
    expect(() => reserving(1_000_000)).not.toThrow();
    const lab = new Lab();
    const reservationMbit = new TerraformVariable(lab, 'reserved', { type: 'number' }).numberValue;
    expect(rendered({ networkIoControl: { vsan: { reservationMbit, limitMbit: 10 } } }, lab)).toMatchObject({
      vsan_reservation_mbit: '${var.reserved}',
    });
  });
});

describe('PrivateVlanMapping', () => {
  const map = (props: Partial<PrivateVlanMappingProps>, lab = new Lab()): PrivateVlanMapping => {
    const fabric = DistributedSwitch.fromLookup(lab, 'fabric', { name: 'fabric', datacenter: lab.datacenter });
    return new PrivateVlanMapping(lab, 'map', { switch: fabric, primary: 100, secondary: 101, type: 'isolated', ...props });
  };

  test('adds to the switch of somebody else', () => {
    const lab = new Lab();
    expect(PrivateVlanMapping.isPrivateVlanMapping(map({}, lab))).toBe(true);
    expect(lab.rendered('vsphere_distributed_virtual_switch_pvlan_mapping').map).toEqual({
      distributed_virtual_switch_id: '${data.vsphere_distributed_virtual_switch.fabric.id}',
      primary_vlan_id: 100,
      secondary_vlan_id: 101,
      pvlan_type: 'isolated',
    });
    expect(() => map({ secondary: 100, type: 'promiscuous' })).not.toThrow();
  });

  test.each<[Partial<PrivateVlanMappingProps>, string]>([
    [{ secondary: 100 }, 'the secondary VLAN is the primary one where the type is "promiscuous" and only there, got 100 and 100 for "isolated"'],
    [{ type: 'promiscuous' }, 'the secondary VLAN is the primary one where the type is "promiscuous" and only there, got 100 and 101'],
    [{ type: 'secret' as never }, 'type must be one of "promiscuous", "isolated", "community", got "secret"'],
    [{ primary: 4095 }, 'primary must be a whole number from 1 to 4094, got 4095'],
    [{ secondary: 0 }, 'secondary must be a whole number from 1 to 4094, got 0'],
  ])('refuses %j', (props, message) => {
    expect(() => map(props)).toThrow(`[lab/map] ${message}`);
  });

  test('refuses a switch of the app', () => {
    const lab = new Lab();
    const own = new DistributedSwitch(lab, 'own', { datacenter: lab.datacenter, hosts: [], uplinks: 1 });
    expect(() => map({ switch: own }, lab)).toThrow(
      '[lab/map] the app owns switch lab/own, which removes what it does not list; add this to its privateVlans',
    );
  });
});
