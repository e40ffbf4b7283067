import {
  indexOf,
  isUnknown,
  type Blocks,
  type Estate,
  type Field,
  type FirewallRule,
  type ObjectId,
  type Service,
  type ServiceEntry,
} from '../../estate';
import { any, maybe, named, NO, told, YES, type Answer } from './answer';
import type { IpVersion } from './coverage';
import { isPredefined } from './predefined-services';
import type { FirewallView } from './view';

/**
 * Whether a rule is for every service. One that names services is not, unless one of them may be for all, as what only a lookup knows may
 * be; one for every port of TCP or UDP comes near it.
 *
 * @param frames the version of IP whose every frame is asked for, in layer 2: there a type of frame may be just that
 */
export function isEveryService({ estate }: FirewallView, { services: { services, entries }, profiles }: FirewallRule, frames?: IpVersion): Answer {
  const more = [services, entries].find(({ complete }) => !complete);
  const hidden = more ? [maybe('which services a rule is for', more.unknown)] : [];
  if (services.ids.length > 0 || entries.items.length > 0) return any([ofAny(estate, services.ids, entries.items, frames, new Set()), ...hidden]);
  if (hidden.length > 0) return hidden[0]!;
  return profiles.complete && profiles.ids.length === 0 ? YES : maybe('which packets a context profile lets through before it knows the application');
}

function ofAny(
  estate: Estate,
  services: readonly ObjectId[],
  entries: readonly ServiceEntry[],
  frames: IpVersion | undefined,
  seen: Set<ObjectId>,
): Answer {
  return any([
    ...services.map((id) => ofService(estate, id, frames, seen)),
    ...entries.map((entry) => {
      if (entry.kind === 'nested')
        return isUnknown(entry.service) ? maybe('which service another is made of', entry.service) : ofService(estate, entry.service, frames, seen);
      if (entry.kind === 'ether' && frames)
        return told(entry.etherType, 'which type of frame a service is for', (type) => type === ETHER_TYPES[frames]);
      return everyPort(entry);
    }),
  ]);
}

function ofService(estate: Estate, id: ObjectId, frames: IpVersion | undefined, seen: Set<ObjectId>): Answer {
  if (seen.has(id)) return NO;
  seen.add(id);
  const service = indexOf(estate).nsxObjects.get(id) as Service | undefined;
  if (!service?.entries) return maybe(`what service \`${id}\` is for`);
  const { items, complete, unknown } = service.entries;
  const rest = complete || isPredefined(service) ? [] : [maybe(`what service ${named(service)} is for`, unknown)];
  return any([ofAny(estate, [], items, frames, seen), ...rest]);
}

const ETHER_TYPES = { 4: 0x0800, 6: 0x86dd } as const;

function everyPort(entry: ServiceEntry): Answer {
  if (entry.kind !== 'ports') return NO;
  const isNarrow = ({ items, complete }: Blocks<Field<string>>): boolean =>
    complete && items.length > 0 && !items.some((each) => isUnknown(each)) && !isWholeRange(items as readonly string[]);
  if (isNarrow(entry.destinationPorts) || isNarrow(entry.sourcePorts)) return NO;
  return maybe(`whether every port of ${entry.protocol} is all there is`);
}

/** Whether ports and ranges leave out none, or only port 0, which nothing listens on. */
function isWholeRange(ports: readonly string[]): boolean {
  const ranges = ports.map((each) => each.split('-').map(Number)).map(([first = NaN, last = first]) => ({ first, last }));
  let next = 1;
  for (const { first, last } of ranges.sort((a, b) => a.first - b.first)) if (first <= next && last >= next) next = last + 1;
  return next > 65_535;
}
