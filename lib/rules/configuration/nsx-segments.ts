import { indexOf, isReference, isUnknown, type Estate, type Premise, type Segment, type TransportZone, type Unknown } from '../../estate';
import { Mend } from '../mend';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { knownOnlyTo, quoted, quotedName } from '../wording';
import { fault, open, SOURCES } from './nsx-faults';

const ZONE = 'transport_zone_path';
/** It lies below its gateway, and needs none. */
const FIXED = 'nsxt_policy_fixed_segment';

/** Transport zone and VLANs of each segment that the app makes. */
export function* segments(estate: Estate): Iterable<Verdict> {
  for (const segment of estate.nsx.segments) {
    if (segment.origin !== 'owned' || segment.instances.high === 0 || segment.kind === 'vpc-subnet') continue;
    const zone = zoneOf(estate, segment);
    const verdicts = [...zoneNeeded(estate, segment, zone), ...vlanIds(segment), ...backing(segment, zone)];
    if (verdicts.length > 0) yield* verdicts;
    else yield { verdict: 'proved', subject: subjectOf(segment, ZONE), premises: premises(segment, zone) };
  }
}

/** What a segment says of its transport zone. */
interface NamedZone {
  readonly said: boolean | 'maybe';
  /** What it calls it. */
  readonly name: string;
  readonly zone?: TransportZone;
  readonly type?: 'overlay' | 'VLAN';
}

function zoneOf(estate: Estate, segment: Segment): NamedZone {
  const named = indexOf(estate).entryOf(segment)?.values[ZONE] ?? null;
  const { transportZone } = segment;
  const zone = estate.nsx.transportZones.find((each) =>
    isReference(named)
      ? each.addresses.some(({ stack, address }) => stack === named.$ref.stack && address === named.$ref.address)
      : !isUnknown(transportZone) && transportZone !== null && each.policyPath === transportZone,
  );
  const type = zone && !isUnknown(zone.type) ? (zone.type === 'VLAN_BACKED' ? ('VLAN' as const) : ('overlay' as const)) : undefined;
  const name = zone ? quotedName(zone) : typeof transportZone === 'string' ? quoted(transportZone) : 'its zone';
  return { said: isSaid(estate, segment), name, ...(zone && { zone }), ...(type && { type }) };
}

/** What another object computes, or a lookup finds, is not nothing; what the provider would fill in is. */
function isSaid(estate: Estate, segment: Segment): boolean | 'maybe' {
  const { transportZone } = segment;
  if (!isUnknown(transportZone)) return transportZone !== null && transportZone !== '';
  if (isReference(indexOf(estate).entryOf(segment)?.values[ZONE] ?? null)) return true;
  const { reason } = transportZone.$unknown;
  if (reason === 'provider-default') return false;
  return reason === 'computed' || reason === 'data-source' ? true : 'maybe';
}

function zoneNeeded(estate: Estate, segment: Segment, { said, name }: NamedZone): Verdict[] {
  const { space, transportZone } = segment;
  if (isUnknown(space)) return [openZone(segment, `the project it lies in is ${knownOnlyTo(space)}`)];
  if (said === 'maybe') return [openZone(segment, `its transport zone is ${knownOnlyTo(transportZone as Unknown)}`)];
  const wanted = space === null;
  if (wanted && !said) {
    if (indexOf(estate).entryOf(segment)?.type === FIXED) return [];
    const isGlobal = globalManager(estate, segment);
    if (isGlobal === true) return [];
    if (isGlobal === 'maybe') return [openZone(segment, 'whether its NSX manager is a global one is not decided')];
    return [
      fault(segment, {
        attribute: ZONE,
        key: 'no-zone',
        message: `segment ${quotedName(segment)} names no transport zone`,
        witness: [{ label: 'refused', text: 'by the provider, on a Local Manager and outside of projects' }],
        source: SOURCES.segment,
        remedies: [{ text: `a ${quoted(ZONE)}, such as that of the zone that the hosts are in` }],
      }),
    ];
  }
  if (wanted || !said) return [];
  return [
    fault(segment, {
      attribute: ZONE,
      key: 'zone-in-project',
      message: `segment ${quotedName(segment)} of a project names a transport zone`,
      witness: [
        { label: 'names', text: name },
        {
          label: 'but',
          text: "NSX takes the project's own: the provider would replace the segment at every apply, and refuses it in versions after 3.12.0",
        },
      ],
      source: SOURCES.projectZone,
      remedies: [{ text: `no ${quoted(ZONE)}`, mend: Mend.change('segments', segment.id, { transportZone: null }) }],
    }),
  ];
}

function openZone(segment: Segment, reason: string): Verdict {
  return open(
    segment,
    ZONE,
    'zone',
    `whether segment ${quotedName(segment)} names a transport zone where it should`,
    reason,
    `a literal ${quoted(ZONE)}, and project`,
  );
}

/** Whether the provider of a segment talks to a Global Manager. Left out, it does not, unless the environment says so. */
function globalManager(estate: Estate, segment: Segment): boolean | 'maybe' {
  const entry = indexOf(estate).entryOf(segment);
  const stack = estate.terraform.stacks.find(({ name }) => name === entry?.stack);
  const value = stack?.providers.find(({ key }) => key === entry?.provider)?.values.global_manager ?? null;
  if (value === null || value === false || value === 'false') return false;
  return value === true || value === 'true' ? true : 'maybe';
}

const LAST_VLAN = 4094;

function vlanIds(segment: Segment): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const [i, text] of segment.vlans.items.entries()) {
    if (isUnknown(text)) continue;
    const wrong = wrongVlans(text);
    if (wrong === undefined) continue;
    verdicts.push(
      fault(segment, {
        attribute: `vlan_ids.${i}`,
        key: `vlan:${text}`,
        message: `segment ${quotedName(segment)} has a VLAN id that is none`,
        witness: [
          { label: 'VLAN id', text: quoted(text) },
          { label: 'wrong', text: wrong },
        ],
        source: SOURCES.api,
        remedies: [{ text: `ids from 0 to ${LAST_VLAN}, or ranges of them such as "100-199"` }],
      }),
    );
  }
  const hidden = segment.vlans.items.find(isUnknown) ?? (segment.vlans.complete ? undefined : segment.vlans.unknown);
  if (hidden || !segment.vlans.complete) {
    const reason = hidden ? `one of them is ${knownOnlyTo(hidden)}` : 'not all of them are shown';
    verdicts.push(
      open(segment, 'vlan_ids', 'vlans', `whether the VLAN ids of segment ${quotedName(segment)} are in order`, reason, 'literal `vlan_ids`'),
    );
  }
  return verdicts;
}

function wrongVlans(text: string): string | undefined {
  const ends = text.split('-');
  if (ends.length > 2 || !ends.every((end) => /^\d+$/.test(end))) return 'neither an id nor a range of two';
  const [first, last = first] = ends.map(Number) as [number, number?];
  if (Math.max(first, last) > LAST_VLAN) return `beyond ${LAST_VLAN}`;
  return first > last ? 'the range ends before it begins' : undefined;
}

/** Overlay or VLANs: the zone, the ids and the gateway are of one kind. */
function backing(segment: Segment, { name, type }: NamedZone): Verdict[] {
  const { kind, vlans, gateway } = segment;
  const onVlans = kind === 'vlan' || vlans.items.length > 0;
  const wrong = (key: string, message: string, is: string, remedy: string): Verdict =>
    fault(segment, {
      attribute: key === 'gateway-on-vlan' ? 'connectivity_path' : 'vlan_ids',
      key,
      message: `segment ${quotedName(segment)} ${message}`,
      witness: [{ label: 'is', text: is }],
      source: SOURCES.api,
      remedies: [{ text: remedy }],
    });
  const found: Verdict[] = [];
  if (type === 'overlay' && onVlans) {
    found.push(
      wrong(
        'vlan-on-overlay',
        'has VLAN ids in an overlay zone',
        `transport zone ${name} is one for overlays`,
        'a VLAN transport zone, or no VLAN ids',
      ),
    );
  }
  if (type === 'VLAN' && !onVlans && vlans.complete) {
    found.push(
      wrong('overlay-on-vlan', 'has no VLAN id in a VLAN zone', `transport zone ${name} is one for VLANs`, 'an overlay transport zone, or VLAN ids'),
    );
  }
  if (kind === 'vlan' && vlans.complete && vlans.items.length === 0) {
    found.push(wrong('no-vlan', 'is one on VLANs, and names none', '`vlan_ids` is empty', 'a VLAN id; 0 for untagged'));
  }
  if (onVlans && !isUnknown(gateway) && gateway !== null) {
    found.push(
      wrong(
        'gateway-on-vlan',
        'is on VLANs, and hangs on a gateway',
        'a gateway takes overlay segments only',
        'an overlay segment, or a service interface of the gateway',
      ),
    );
  }
  return found;
}

/** What a verdict takes for granted: the kind of a zone that no lookup says. */
function premises(segment: Segment, { said, name, zone, type }: NamedZone): Premise[] {
  const id = zone ? (zone.path ?? zone.id) : String(segment.transportZone);
  const onVlans = segment.kind === 'vlan';
  const kind: Premise = {
    id: `transport-zone:${onVlans ? 'VLAN' : 'overlay'}:${id}`,
    kind: 'stated',
    statement: `transport zone ${name} is one for ${onVlans ? 'VLANs' : 'overlays'}`,
    ...(zone?.path !== undefined && { subject: zone.path }),
  };
  return said === true && type === undefined ? [kind] : [];
}
