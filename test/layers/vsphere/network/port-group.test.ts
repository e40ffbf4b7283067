import { Size } from 'cdk8s';
import { Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { DistributedSwitch, type DistributedSwitchProps, PortGroup, type PortGroupProps, Tag, Vlan } from 'cdk-strata/vsphere';
import { Lab } from '../lab';

const TYPE = 'vsphere_distributed_port_group';

const fabric = (lab: Lab, props: Partial<DistributedSwitchProps> = {}): DistributedSwitch =>
  new DistributedSwitch(lab, 'fabric', { datacenter: lab.datacenter, hosts: [], uplinks: 2, ...props });

const make = (props: Partial<PortGroupProps> = {}, lab = new Lab()): PortGroup =>
  new PortGroup(lab, 'nodes', { switch: props.switch ?? fabric(lab), ...props });

const rendered = (props: Partial<PortGroupProps>, lab = new Lab()): Record<string, unknown> => {
  make(props, lab);
  return lab.rendered(TYPE).nodes!;
};

describe('PortGroup renders', () => {
  test('nothing but safe defaults by itself', () => {
    expect(rendered({})).toMatchSnapshot();
  });

  test('everything it is told', () => {
    const lab = new Lab();
    const props: PortGroupProps = {
      name: 'web',
      switch: fabric(lab, { netflow: { collector: '192.0.2.1', port: 2055 } }),
      vlan: Vlan.trunk([
        [300, 399],
        [100, 199],
      ]),
      binding: 'earlyBinding',
      ports: 64,
      autoExpand: false,
      ingressShaping: { averageMbit: 1000, peakMbit: 2000, burst: Size.mebibytes(100) },
      egressShaping: { averageMbit: 500, peakMbit: 500, burst: Size.kibibytes(1) },
      netflow: true,
      allowPromiscuous: true,
      allowForgedTransmits: true,
      allowMacChanges: true,
      securityException: 'nested hypervisors',
      activeUplinks: ['uplink2'],
      standbyUplinks: ['uplink1'],
      teamingPolicy: 'failover_explicit',
      checkBeacon: false,
      notifySwitches: true,
      failback: false,
      cidr: Cidr.of('10.20.0.0/23'),
      gateway: '10.20.0.1',
      description: 'web servers',
      tags: [Tag.fromAttributes(lab, 'tag', { tagId: 'urn:tag:1' })],
    };
    expect(rendered(props, lab)).toMatchSnapshot();
    expect(lab.declarations()).toEqual([
      { kind: 'network-range', of: 'lab/nodes/Default', cidr: '10.20.0.0/23', gateway: '10.20.0.1' },
      { kind: 'security-exception', of: 'lab/nodes/Default', reason: 'nested hypervisors' },
    ]);
  });

  test.each<[PortGroupProps['vlan'], object]>([
    [20, { vlan_id: 20 }],
    [Vlan.id(0), { vlan_id: 0 }],
    [Vlan.trunk([[0, 4094]]), { vlan_range: [{ min_vlan: 0, max_vlan: 4094 }] }],
    [Vlan.private(101), { port_private_secondary_vlan_id: 101 }],
    [Vlan.private(100), { port_private_secondary_vlan_id: 100 }],
  ])('one VLAN setting alone (%#)', (vlan, expected) => {
    const lab = new Lab();
    const own = fabric(lab, { privateVlans: [{ primary: 100, communities: [101] }] });
    const keys = ['vlan_id', 'vlan_range', 'port_private_secondary_vlan_id'];
    const found = Object.entries(rendered({ switch: own, vlan }, lab)).filter(([key]) => keys.includes(key));
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  test('a private VLAN of a switch of which nobody said any', () => {
    const lab = new Lab();
    const old = DistributedSwitch.fromLookup(lab, 'old', { name: 'old', datacenter: lab.datacenter });
    expect(rendered({ switch: old, vlan: Vlan.private(7), netflow: true, activeUplinks: ['dvUplink9'] }, lab)).toMatchObject({
      port_private_secondary_vlan_id: 7,
      netflow_enabled: true,
      active_uplinks: ['dvUplink9'],
    });
  });

  test('an ephemeral binding, and no flows', () => {
    expect(rendered({ binding: 'ephemeral', netflow: false })).toMatchObject({ type: 'ephemeral', netflow_enabled: false });
  });

  test('what it allows without a reason: a rule asks for one', () => {
    const lab = new Lab();
    expect(rendered({ allowForgedTransmits: true }, lab)).toMatchObject({ allow_forged_transmits: true, allow_promiscuous: false });
    expect(lab.declarations()).toEqual([]);
  });
});

describe('PortGroup refuses', () => {
  test.each<[Partial<PortGroupProps>, string]>([
    [{ vlan: 'trunk' as never }, 'vlan must be a whole number from 0 to 4094, got "trunk"'],
    [{ vlan: {} as never }, 'vlan must be a Vlan, got an object of Object; give a number, or one such as'],
    [{ vlan: Vlan.private(7) }, 'switch lab/fabric has no private VLAN 7, it has none; add it to the privateVlans of the switch'],
    [{ activeUplinks: ['uplink9'] }, '"uplink9" is none of the uplinks of the switch, which are uplink1, uplink2; name some of those'],
    [{ binding: 'late' as never }, 'binding must be one of "earlyBinding", "ephemeral", got "late"'],
    [{ binding: 'ephemeral', ports: 8 }, 'an ephemeral port group makes ports as machines start; leave out ports and autoExpand'],
    [{ binding: 'ephemeral', autoExpand: true }, 'an ephemeral port group makes ports as machines start; leave out ports and autoExpand'],
    [{ ports: 0 }, 'ports must be a whole number of at least 1, got 0'],
    [{ netflow: true }, 'switch lab/fabric reports flows nowhere; give it netflow, or leave it out here'],
    [{ securityException: 'because' }, 'securityException is given and nothing is excepted; leave it out, or set allowPromiscuous'],
    [{ allowMacChanges: true, securityException: ' ' }, 'securityException must be a text known at synthesis that says why, got " "'],
    [{ allowMacChanges: true, securityException: Token.asString({ a: 1 }) }, 'securityException must be a text known at synthesis'],
    [
      { ingressShaping: { averageMbit: 10, peakMbit: 9, burst: Size.mebibytes(1) } },
      'ingressShaping.peakMbit must be at least averageMbit, which is 10, got 9',
    ],
    [{ egressShaping: { averageMbit: 0, peakMbit: 9, burst: Size.mebibytes(1) } }, 'egressShaping.averageMbit must be a whole number of at least 1'],
    [{ egressShaping: { averageMbit: 1, peakMbit: 9, burst: 100 as never } }, 'egressShaping.burst must be a Size, got 100'],
    [
      { egressShaping: { averageMbit: 1, peakMbit: 9, burst: Size.kibibytes(0) } },
      'egressShaping.burst must be a whole number of bytes of at least 1',
    ],
  ])('%j', (props, message) => {
    expect(() => make(props)).toThrow(`[lab/nodes] ${message}`);
  });
});

describe('Vlan refuses', () => {
  test.each<[() => Vlan, string]>([
    [() => Vlan.id(4095), 'vlan must be a whole number from 0 to 4094, got 4095'],
    [() => Vlan.private(0), 'the id of a private VLAN must be a whole number from 1 to 4094, got 0'],
    [() => Vlan.trunk([]), 'a trunk needs at least one range of VLAN ids, got none'],
    [() => Vlan.trunk([[9, 8]]), 'a range of a trunk goes from low to high, got 9 to 8; turn it round'],
    [() => Vlan.trunk([[9, 4095]]), 'last id of a trunk must be a whole number from 0 to 4094, got 4095'],
    [() => Vlan.trunk([[-1, 9]]), 'first id of a trunk must be a whole number from 0 to 4094, got -1'],
    [() => Vlan.trunk([20] as never), 'the ranges of a trunk must be pairs of ids, got a list of 1; write such as `Vlan.trunk([[100, 199]])`'],
    [() => Vlan.trunk([[1, Token.asNumber({ a: 1 })]]), 'the ranges of a trunk must be known at synthesis, got a Terraform token'],
  ])('%#', (vlan, message) => {
    expect(vlan).toThrow(message);
  });

  test('ranges that share an id, and takes those that meet', () => {
    expect(() =>
      Vlan.trunk([
        [20, 30],
        [10, 20],
      ]),
    ).toThrow('the ranges of a trunk must not overlap, got 10 to 20 and 20 to 30; join them');
    expect(() =>
      Vlan.trunk([
        [21, 30],
        [10, 20],
      ]),
    ).not.toThrow();
  });
});
