import { addTo } from '../../../units/multimap';
import type { Segment } from '../../nsx';
import type { Premise } from '../../premise';
import type { ObjectId } from '../../object';
import { isReference, isUnknown, unknown, type Field } from '../../value';
import type { PortGroup } from '../../vsphere';
import { notSuch, type Source } from '../attributes';
import type { Reading } from './reading';

export interface Faces {
  readonly portGroups: readonly PortGroup[];
  readonly premises: readonly Premise[];
}

/** Port groups with the segments that vCenter shows by them: a lookup says which, or asks for the name of one. */
export function facesOf(reading: Reading, portGroups: readonly PortGroup[], segments: readonly Segment[]): Faces {
  const premises: Premise[] = [];
  const byName = new Map<string, Segment[]>();
  for (const segment of segments) if (!isUnknown(segment.name)) addTo(byName, segment.name, segment);
  const taken = new Set(portGroups.flatMap((group) => (group.origin === 'owned' ? placeOf(group) : [])));
  const shown = portGroups.map((group): PortGroup => {
    const lookup = segments.length > 0 && group.origin !== 'owned' ? lookupOf(reading, group) : undefined;
    const value = lookup && reading.reader.value(lookup, 'name');
    if (lookup === undefined || value === undefined) return group;
    if (isUnknown(value)) return { ...group, segment: value };
    if (isReference(value)) return { ...group, segment: denoted(reading, value, lookup) };
    const named = isUnknown(group.name) ? [] : (byName.get(group.name) ?? []);
    const alike = named.filter(({ kind }) => kind === 'vpc-subnet' || !reading.isSaid(lookup, 'vpc_id'));
    const [only, ...others] = alike;
    if (!only || placeOf(group).some((place) => taken.has(place))) return group;
    if (others.length > 0) return { ...group, segment: notSuch(value, lookup) };
    premises.push({
      id: `segment-face:${group.id}`,
      kind: 'stated',
      statement: `vCenter shows segment \`${only.path ?? String(only.name)}\` as the network \`${String(group.name)}\``,
      ...(group.path !== undefined && { subject: group.path }),
    });
    return { ...group, segment: only.id };
  });
  return { portGroups: shown, premises };
}

/** A name on a switch: where the app has a port group there, a lookup on that switch finds no segment. */
function placeOf({ name, switch: on }: PortGroup): string[] {
  return on === null || isUnknown(on) || isUnknown(name) ? [] : [JSON.stringify([on, name])];
}

function lookupOf({ reader, inventory }: Reading, { addresses }: PortGroup): Source | undefined {
  const entries = addresses.flatMap(({ stack, address }) => inventory.entry(`${stack}/${address}`) ?? []);
  const lookup = entries.find(({ mode, type }) => mode === 'data' && type === 'vsphere_network');
  return lookup && reader.of(lookup);
}

/** The segment whose name is asked for, or the one whose realization is. */
function denoted(reading: Reading, value: Parameters<Reading['reader']['denotes']>[0], lookup: Source): Field<ObjectId> {
  const { reader, inventory } = reading;
  const found = reader.denotes(value);
  if (found?.kind === 'segments') return inventory.find(found.key)?.id ?? notSuch(value, lookup);
  const realization = found?.kind === 'realizations' ? inventory.entry(found.key) : undefined;
  if (realization) return reading.object(reader.of(realization), 'path', ['segments']);
  return unknown('expression', 'name', found?.key ?? `${value.$ref.stack}/${value.$ref.address}`);
}
