import { reference, unknown, type Estate, type ResourceInstance, type Segment, type TransportZone, type Value } from '../../../lib/estate';
import { nsx } from '../../../lib/rules/configuration/cfg-008-nsx';
import { Interval } from '../../../lib/units';
import { anEstate, aProvider, aResource, aStack, STACK, token, type EstateParts } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';
import { all, aProject, aSegment, aSubnet, aTier0, aTier1, recorded, some } from '../../support/nsx';

const PATH = '/infra/sites/default/enforcement-points/default/transport-zones/z';
const project = aProject('p');
const zone = (type: TransportZone['type'], change: Partial<TransportZone> = {}): TransportZone => ({
  ...aTier0('z'),
  id: `${STACK}/data.nsxt_policy_transport_zone.z`,
  addresses: [{ stack: STACK, address: 'data.nsxt_policy_transport_zone.z' }],
  policyPath: PATH,
  type,
  ...change,
});
const site = (
  segments: Segment | readonly Segment[],
  parts: EstateParts['nsx'] = {},
  resources: readonly ResourceInstance[] = [],
  rest: EstateParts = {},
): Estate => anEstate({ nsx: { segments: [segments].flat(), ...parts }, stacks: [aStack({ resources })], ...rest });
const lines = (estate: Estate) => refutations(nsx, estate).map((verdict) => text(verdict));
const reasons = (estate: Estate) => undecideds(nsx, estate).map(({ reason }) => reason);

describe('CFG-008 on transport zones', () => {
  test('a segment outside of projects names one', () => {
    expect(judged(nsx, site(aSegment('s', { transportZone: PATH }), { transportZones: [zone('OVERLAY_STANDARD')] }))).toEqual([
      {
        verdict: 'proved',
        subject: { path: 'site/s', stack: 'site', address: 'nsxt_policy_segment.s', attribute: 'transport_zone_path' },
        premises: [],
      },
    ]);
    for (const nothing of [null, '', unknown('provider-default', 'transport_zone_path', 'site/x')]) {
      expect(lines(site(aSegment('s', { transportZone: nothing })))).toEqual([
        [
          'segment `s` names no transport zone',
          'refused: by the provider, on a Local Manager and outside of projects',
          'source: https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/segment_common.go',
          'hint: a `transport_zone_path`, such as that of the zone that the hosts are in',
        ],
      ]);
    }
  });

  test('unless its manager is a global one, or it lies below its gateway', () => {
    const bare = aSegment('s', { transportZone: null });
    const on = (global_manager: Value) =>
      outcomes(nsx, site(bare, {}, [], { stacks: [aStack({ providers: [aProvider({ key: 'nsxt', type: 'nsxt', values: { global_manager } })] })] }));
    expect([on(true), on('true'), on(false), on(null), on(token())]).toEqual([['proved'], ['proved'], ['refuted'], ['refuted'], ['undecided']]);
    const fixed = { ...bare, id: `${STACK}/nsxt_policy_fixed_segment.s`, addresses: [{ stack: STACK, address: 'nsxt_policy_fixed_segment.s' }] };
    expect(outcomes(nsx, site(fixed))).toEqual(['proved']);
  });

  test('one of a project names none', () => {
    expect(outcomes(nsx, site(aSegment('s', { space: project.id, transportZone: null }), { projects: [project] }))).toEqual(['proved']);
    const estate = site(aSegment('s', { space: project.id, transportZone: PATH }), { projects: [project] });
    expect(lines(estate)).toEqual([
      [
        'segment `s` of a project names a transport zone',
        `names: \`${PATH}\``,
        "but: NSX takes the project's own: the provider would replace the segment at every apply, and refuses it in versions after 3.12.0",
        'source: https://github.com/vmware/terraform-provider-nsxt/pull/2259',
        'mends it: no `transport_zone_path`',
      ],
    ]);
    expect(mends(nsx, estate)).toBe(1);
  });

  test('what another object computes is something, what a variable gives may be nothing', () => {
    for (const reason of ['computed', 'data-source'] as const)
      expect(outcomes(nsx, site(aSegment('s', { transportZone: unknown(reason, 'x', 'site/x') })))).toEqual(['proved']);
    expect(reasons(site(aSegment('s', { transportZone: token('zone') })))).toEqual([
      'its transport zone is known only to whoever sets `site/var.zone`',
    ]);
    expect(reasons(site(aSegment('s', { space: token('project') })))).toEqual([
      'the project it lies in is known only to whoever sets `site/var.project`',
    ]);
    expect(outcomes(nsx, site(aSegment('s', { space: token(), transportZone: null })))).toEqual(['undecided']);
    const named = aResource('nsxt_policy_segment', 's', { transport_zone_path: reference(STACK, 'data.nsxt_policy_transport_zone.z', 'path') });
    expect(outcomes(nsx, site(aSegment('s', { transportZone: token() }), {}, [named]))).toEqual(['proved']);
  });

  test('says nothing of what the app does not make', () => {
    for (const segment of [recorded(aSegment('s', { transportZone: null })), aSegment('s', { transportZone: null, instances: Interval.exactly(0) })])
      expect(judged(nsx, site(segment))).toEqual([]);
    expect(judged(nsx, site(aSegment('s', { kind: 'vpc-subnet', transportZone: null, subnets: all(aSubnet('10.0.0.0/24')) })))).toEqual([]);
  });
});

describe('CFG-008 on VLANs', () => {
  const vlan = (...vlans: string[]) => aSegment('s', { kind: 'vlan', vlans: all(...vlans), transportZone: PATH });
  const inZone = (segment: Segment, type: TransportZone['type']) => site(segment, { transportZones: [zone(type)] });

  test('takes ids and ranges from 0 to 4094', () => {
    for (const id of ['0', '4094', '100-200', '7-7']) expect(outcomes(nsx, inZone(vlan(id), 'VLAN_BACKED'))).toEqual(['proved']);
    for (const [id, wrong] of [
      ['4095', 'beyond 4094'],
      ['100-5000', 'beyond 4094'],
      ['200-100', 'the range ends before it begins'],
      ['a', 'neither an id nor a range of two'],
      ['1-2-3', 'neither an id nor a range of two'],
      ['-1', 'neither an id nor a range of two'],
      ['', 'neither an id nor a range of two'],
    ])
      expect(lines(inZone(vlan('1', id!), 'VLAN_BACKED')).map((each) => each.slice(0, 3))).toEqual([
        ['segment `s` has a VLAN id that is none', `VLAN id: \`${id}\``, `wrong: ${wrong}`],
      ]);
    expect(reasons(inZone({ ...vlan(), vlans: some('1') }, 'VLAN_BACKED'))).toEqual(['one of them is known only to whoever sets `site/var.more`']);
    expect(reasons(inZone({ ...vlan(), vlans: all<string | ReturnType<typeof token>>('1', token()) }, 'VLAN_BACKED'))).toEqual([
      'one of them is known only to whoever sets `site/var.size`',
    ]);
  });

  test.each(['OVERLAY_STANDARD', 'OVERLAY_ENS', 'OVERLAY_BACKED'])('has no place in a zone of type %s', (type) => {
    expect(lines(inZone(vlan('100'), type)).map((each) => each.slice(0, 2))).toEqual([
      ['segment `s` has VLAN ids in an overlay zone', 'is: transport zone `z` is one for overlays'],
    ]);
    expect(outcomes(nsx, inZone(aSegment('s', { transportZone: PATH }), type))).toEqual(['proved']);
  });

  test('a VLAN zone has VLANs', () => {
    expect(lines(inZone(aSegment('s', { transportZone: PATH }), 'VLAN_BACKED'))[0]![0]).toBe('segment `s` has no VLAN id in a VLAN zone');
    expect(outcomes(nsx, inZone(aSegment('s', { transportZone: PATH, vlans: some() }), 'VLAN_BACKED'))).toEqual(['undecided']);
    expect(lines(inZone(vlan(), 'VLAN_BACKED')).map((each) => each[0])).toEqual(['segment `s` is one on VLANs, and names none']);
    expect(lines(inZone(vlan(), token())).map((each) => each[0])).toEqual(['segment `s` is one on VLANs, and names none']);
  });

  test('the kind of a zone that no lookup says is a premise', () => {
    const [verdict] = judged(nsx, inZone(vlan('100'), token()));
    expect(verdict!.premises).toEqual([
      { id: 'transport-zone:VLAN:site/z', kind: 'stated', statement: 'transport zone `z` is one for VLANs', subject: 'site/z' },
    ]);
    expect(judged(nsx, site(aSegment('s')))[0]!.premises).toMatchObject([
      { statement: 'transport zone `/infra/sites/default/enforcement-points/default/transport-zones/overlay` is one for overlays' },
    ]);
  });

  test('a zone is found by the lookup that names it', () => {
    const named = aResource('nsxt_policy_segment', 's', { transport_zone_path: reference(STACK, 'data.nsxt_policy_transport_zone.z', 'path') });
    const segment = aSegment('s', { kind: 'vlan', vlans: all('1'), transportZone: token() });
    expect(outcomes(nsx, site(segment, { transportZones: [zone('OVERLAY_STANDARD', { policyPath: token() })] }, [named]))).toEqual(['refuted']);
  });

  test('a zone of another path is another', () => {
    const other = zone('OVERLAY_STANDARD', { policyPath: '/infra/other' });
    expect(outcomes(nsx, site(vlan('1'), { transportZones: [other, zone('VLAN_BACKED')] }))).toEqual(['proved']);
  });

  test('hangs on no gateway', () => {
    const t1 = aTier1('t1');
    expect(
      lines(site({ ...vlan('100'), gateway: t1.id }, { transportZones: [zone('VLAN_BACKED')], tier1Gateways: [t1] })).map((each) => each.slice(0, 2)),
    ).toEqual([['segment `s` is on VLANs, and hangs on a gateway', 'is: a gateway takes overlay segments only']]);
  });
});
