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
  const shown = portGroups.map((group): PortGroup => {
    const lookup = segments.length > 0 && group.origin !== 'owned' ? lookupOf(reading, group) : undefined;
    const value = lookup && reading.reader.value(lookup, 'name');
    if (lookup === undefined || value === undefined) return group;
    if (isUnknown(value)) return { ...group, segment: value };
    if (isReference(value)) return { ...group, segment: named(reading, value, lookup) };
    const alike = segments.filter(({ name, kind }) => name === group.name && (kind === 'vpc-subnet' || !reading.isSaid(lookup, 'vpc_id')));
    const [only, ...others] = alike;
    if (!only || takenOn(group, portGroups)) return group;
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

/** Whether the app has a port group of the name on the switch that the lookup asks for. */
function takenOn({ id, name, switch: on }: PortGroup, portGroups: readonly PortGroup[]): boolean {
  if (on === null || isUnknown(on)) return false;
  return portGroups.some((other) => other.id !== id && other.origin === 'owned' && other.name === name && other.switch === on);
}

function lookupOf({ reader, inventory }: Reading, { addresses }: PortGroup): Source | undefined {
  const entries = addresses.flatMap(({ stack, address }) => inventory.entry(`${stack}/${address}`) ?? []);
  const lookup = entries.find(({ mode, type }) => mode === 'data' && type === 'vsphere_network');
  return lookup && reader.of(lookup);
}

/** The segment whose name is asked for, or the one whose realization is. */
function named(reading: Reading, value: Parameters<Reading['reader']['denotes']>[0], lookup: Source): Field<ObjectId> {
  const { reader, inventory } = reading;
  const denoted = reader.denotes(value);
  if (denoted?.kind === 'segments') return inventory.find(denoted.key)?.id ?? notSuch(value, lookup);
  const realization = denoted?.kind === 'realizations' ? inventory.entry(denoted.key) : undefined;
  if (realization) return reading.object(reader.of(realization), 'path', ['segments']);
  return unknown('expression', 'name', denoted?.key ?? `${value.$ref.stack}/${value.$ref.address}`);
}
