import { unknown, type Estate } from '../../../lib/estate';
import { layer2 } from '../../../lib/rules/isolation/iso-014-layer-2';
import {
  aHost,
  aMachine,
  anEstate,
  aPortGroup,
  aResource,
  aStack,
  aStandardPortGroup,
  aStandardSwitch,
  aSwitch,
  STACK,
  token,
} from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

const refused = { promiscuous: false, forgedTransmits: false, macChanges: false };
const host = aHost('esx-1');

describe('ISO-014', () => {
  test('passes where everything is refused', () => {
    const estate = anEstate({
      switches: [aSwitch('fabric')],
      portGroups: [aPortGroup('nodes')],
      standardSwitches: [aStandardSwitch('vSwitch1', host)],
      standardPortGroups: [aStandardPortGroup('mgmt', host)],
    });
    expect(judged(layer2, estate).map(({ verdict, subject }) => [verdict, subject.path])).toEqual([
      ['proved', 'site/fabric'],
      ['proved', 'site/nodes'],
      ['proved', 'site/vSwitch1'],
      ['proved', 'site/mgmt'],
    ]);
  });

  test('leaves the face of a segment to NSX', () => {
    const hidden = { promiscuous: token('a'), forgedTransmits: token('b'), macChanges: token('c') };
    const face = (segment?: string): Estate => {
      const network = aPortGroup('nodes', { origin: 'looked-up', security: hidden, ...(segment !== undefined && { segment }) });
      return anEstate({ portGroups: [network], machines: [aMachine('vm', undefined, { networks: [network.id] })] });
    };
    expect(outcomes(layer2, face('segment'))).toEqual([]);
    expect(outcomes(layer2, face())).toEqual(['undecided']);
  });

  test('fails with what is accepted, and the remedy mends it', () => {
    const estate = anEstate({ portGroups: [aPortGroup('nodes', { security: { promiscuous: true, forgedTransmits: false, macChanges: true } })] });
    expect(refutations(layer2, estate).map((verdict) => text(verdict))).toEqual([
      [
        'port group `nodes` accepts promiscuous mode and MAC changes',
        'accepts: `allow_promiscuous` is `true`',
        'accepts: `allow_mac_changes` is `true`',
        'mends it: `allow_promiscuous = false`, `allow_mac_changes = false`',
        'hint: the reason why a VM needs it, as the `securityException` of the network',
      ],
    ]);
    expect(mends(layer2, estate)).toBe(1);
  });

  test.each(['promiscuous', 'forgedTransmits', 'macChanges'] as const)('each of the three counts, on each kind of network: %s', (what) => {
    const security = { ...refused, [what]: true };
    const estate = anEstate({
      switches: [aSwitch('fabric', { security })],
      portGroups: [aPortGroup('nodes', { security })],
      standardSwitches: [aStandardSwitch('vSwitch1', host, { security })],
      standardPortGroups: [aStandardPortGroup('mgmt', host, { security })],
    });
    expect(outcomes(layer2, estate)).toEqual(['refuted', 'refuted', 'refuted', 'refuted']);
    expect(mends(layer2, { ...estate, vsphere: { ...estate.vsphere, portGroups: [], standardSwitches: [], standardPortGroups: [] } })).toBe(1);
  });

  test('a declared reason passes, as a premise', () => {
    const security = { ...refused, forgedTransmits: true };
    const nested = aPortGroup('nested', { security, securityException: 'nested ESXi' });
    expect(judged(layer2, anEstate({ portGroups: [nested] })).map(({ verdict, premises }) => [verdict, premises])).toEqual([
      [
        'proved',
        [
          {
            id: 'security-exception:site/nested',
            kind: 'stated',
            statement: 'port group `nested` may see or send under other addresses: nested ESXi',
            subject: 'site/nested',
          },
        ],
      ],
    ]);
    const premise = { id: 'security-exception:site', kind: 'stated' as const, statement: 'as declared', subject: 'site' };
    expect(judged(layer2, anEstate({ portGroups: [nested], premises: [premise] }))[0]?.premises).toEqual([premise]);
  });

  test('a reason for nothing is no premise', () => {
    expect(judged(layer2, anEstate({ portGroups: [aPortGroup('n', { securityException: 'nested ESXi' })] }))[0]?.premises).toEqual([]);
  });

  test('what the provider takes for a standard switch is accepted, by its default', () => {
    const resource = aResource('vsphere_host_virtual_switch', 'vSwitch1', { allow_mac_changes: false });
    const premise = {
      id: 'provider-default:vsphere_host_virtual_switch.allow_forged_transmits',
      kind: 'provider-default' as const,
      statement: 'taken',
    };
    const estate = anEstate({
      standardSwitches: [aStandardSwitch('vSwitch1', host, { security: { ...refused, forgedTransmits: true } })],
      stacks: [aStack({ resources: [resource] })],
      premises: [premise],
    });
    const [verdict] = refutations(layer2, estate);
    expect(verdict?.premises).toEqual([premise]);
    expect(text(verdict)[1]).toBe('accepts: `allow_forged_transmits` is left out, for which the provider takes `true`');
  });

  test('a standard port group that leaves it to its switch has what that has', () => {
    const inherits = aStandardPortGroup('mgmt', host, { switchName: 'vSwitch1', security: { ...refused, macChanges: null } });
    const on = (macChanges: boolean): Estate =>
      anEstate({ standardSwitches: [aStandardSwitch('vSwitch1', host, { security: { ...refused, macChanges } })], standardPortGroups: [inherits] });
    expect(outcomes(layer2, on(false))).toEqual(['proved', 'proved']);
    const [, group] = refutations(layer2, on(true));
    expect(text(group)[1]).toBe('accepts: `allow_mac_changes` is left to its switch, where it is `true`');
    const elsewhere = anEstate({ standardSwitches: [aStandardSwitch('vSwitch1', aHost('esx-2'))], standardPortGroups: [inherits] });
    expect(outcomes(layer2, elsewhere)).toEqual(['proved', 'undecided']);
    expect(outcomes(layer2, anEstate({ standardPortGroups: [{ ...inherits, switchName: token('name') }] }))).toEqual(['undecided']);
    expect(outcomes(layer2, anEstate({ standardPortGroups: [{ ...inherits, host: token('host') }] }))).toEqual(['undecided']);
  });

  test('undecided where a token says', () => {
    const estate = anEstate({ portGroups: [aPortGroup('nodes', { security: { ...refused, promiscuous: token('sniff') } })] });
    expect(undecideds(layer2, estate).map((verdict) => text(verdict))).toEqual([
      [
        'whether port group `nodes` refuses promiscuous mode',
        'because: `allow_promiscuous` is known only to whoever sets `site/var.sniff`',
        'decides it: `allow_promiscuous = false`',
      ],
    ]);
  });

  test('what is accepted is refuted, whatever else is open', () => {
    expect(
      outcomes(layer2, anEstate({ portGroups: [aPortGroup('n', { security: { promiscuous: token(), forgedTransmits: true, macChanges: false } })] })),
    ).toEqual(['refuted']);
  });

  test('networks that are looked up are spoken of once, where the app has VMs on them', () => {
    const open = unknown('data-source', 'allow_promiscuous', `${STACK}/data.vsphere_network.n`);
    const security = { promiscuous: open, forgedTransmits: open, macChanges: open };
    const others = ['a', 'b', 'c'].map((name) => aPortGroup(name, { origin: 'looked-up', security }));
    const vm = aMachine('vm', undefined, { networks: [others[0]!.id, others[1]!.id] });
    expect(undecideds(layer2, anEstate({ portGroups: others, machines: [vm] })).map((verdict) => text(verdict))).toEqual([
      [
        'whether 2 networks that are looked up refuse foreign MAC addresses',
        'because: what `a` and `b` accept is known only to vCenter',
        "decides it: `app.assume(Assume.value(network, 'allow_promiscuous', false))`, and so for `allow_forged_transmits` and `allow_mac_changes`",
      ],
    ]);
    expect(judged(layer2, anEstate({ portGroups: others }))).toEqual([]);
    const recorded = aPortGroup('a', { origin: 'surroundings', security: { ...refused, macChanges: true } });
    expect(outcomes(layer2, anEstate({ portGroups: [recorded], machines: [{ ...vm, networks: [recorded.id] }] }))).toEqual(['refuted']);
  });
});
