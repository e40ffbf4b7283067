import { indexOf, isUnknown, type Blocks, type Estate, type Field, type Flow, type ObjectId, type Service, type ServiceEntry } from '../../estate';
import type { RuleServices } from '../../estate';
import { all, any, maybe, named, NO, told, YES, type Answer } from './answer';
import type { IpVersion } from './coverage';

/** What a rule is for, services taken apart into their entries. */
export interface FlatServices {
  /** Whether it is for everything. */
  readonly isAny: boolean;
  readonly entries: readonly FlatEntry[];
  /** What may be further entries. */
  readonly open: readonly Answer[];
}

type FlatEntry = Exclude<ServiceEntry, { kind: 'nested' }>;

export function flatServices(estate: Estate, { services, entries }: RuleServices): FlatServices {
  const flat: FlatEntry[] = [];
  const open: Answer[] = [];
  const seen = new Set<ObjectId>();
  const addService = (id: ObjectId): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const service = indexOf(estate).nsxObjects.get(id) as Service | undefined;
    if (service?.entries) addEntries(service.entries, `what service ${named(service)} is for`);
    else open.push(maybe(`what service \`${id}\` is for`));
  };
  const addEntries = ({ items, complete, unknown }: Blocks<ServiceEntry>, about: string): void => {
    for (const entry of items) {
      if (entry.kind !== 'nested') flat.push(entry);
      else if (isUnknown(entry.service)) open.push(maybe('which service another is made of', entry.service));
      else addService(entry.service);
    }
    if (!complete) open.push(maybe(about, unknown));
  };
  addEntries(entries, 'which services a rule is for');
  for (const id of services.ids) addService(id);
  if (!services.complete) open.push(maybe('which services a rule is for', services.unknown));
  const isAny = services.ids.length === 0 && entries.items.length === 0 && services.complete && entries.complete;
  return { isAny, entries: flat, open };
}

/** Whether a rule of layer 3 is for every packet of a flow. Of one that is for some of its ports nobody can say: see `boundariesIn`. */
export function isForFlow({ isAny, entries, open }: FlatServices, flow: Flow): Answer {
  return isAny ? YES : any([...entries.map((entry) => ofEntry(entry, flow)), ...open]);
}

/** IANA, "Assigned Internet Protocol Numbers". */
const PROTOCOL_NUMBERS = { tcp: 6, udp: 17, sctp: 132 } as const;

function ofEntry(entry: FlatEntry, flow: Flow): Answer {
  switch (entry.kind) {
    case 'ports':
      if (entry.protocol.toLowerCase() !== flow.protocol) return NO;
      return all([arePorts(entry.destinationPorts, flow), areSourcePorts(entry.sourcePorts)]);
    case 'ip':
      return told(entry.protocol, 'which protocol a service is for', (number) => number === PROTOCOL_NUMBERS[flow.protocol]);
    case 'algorithm': {
      // What is such a connection, and what belongs to one, is told by more than its port.
      const byPort = entry.destinationPorts.items.length > 0 ? arePorts(entry.destinationPorts, flow) : YES;
      return byPort.is === 'no' ? NO : maybe('which connections a service is for that an application layer gateway follows');
    }
    case 'icmp':
    case 'igmp':
    case 'ether':
      return NO;
  }
}

function arePorts({ items, complete, unknown }: Blocks<Field<string>>, { firstPort, lastPort }: Flow): Answer {
  if (items.length === 0 && complete) return YES;
  return any([
    ...items.map((item) =>
      told(item, 'which ports a service is for', (text) => {
        const ports = portsOf(text);
        if (!ports) return maybe(`what ports \`${text}\` are`);
        if (ports.first <= firstPort && lastPort <= ports.last) return YES;
        return ports.last < firstPort || lastPort < ports.first ? NO : maybe(`which of the ports \`${text}\` a connection is to`);
      }),
    ),
    ...(complete ? [] : [maybe('which ports a service is for', unknown)]),
  ]);
}

/** A connection may come from any port but 0. */
function areSourcePorts(ports: Blocks<Field<string>>): Answer {
  if (ports.items.length === 0 && ports.complete) return YES;
  const whole = arePorts(ports, { protocol: 'tcp', firstPort: 1, lastPort: 65_535 });
  return whole.is === 'yes' ? YES : maybe('which port a connection comes from');
}

function portsOf(text: string): { readonly first: number; readonly last: number } | undefined {
  const match = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(text);
  if (!match) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  return first <= last && last <= 65_535 ? { first, last } : undefined;
}

/** The ports at which a flow falls apart into pieces, each of which a rule is for as a whole or not at all. */
export function boundariesIn({ entries }: FlatServices, { firstPort, lastPort }: Flow): number[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'ports' && entry.kind !== 'algorithm') return [];
    return entry.destinationPorts.items.flatMap((item) => {
      const ports = isUnknown(item) ? undefined : portsOf(item);
      return ports ? [ports.first, ports.last + 1].filter((port) => firstPort < port && port <= lastPort) : [];
    });
  });
}

const ETHER_TYPES = { 4: 0x0800, 6: 0x86dd } as const;
/** IEEE 802, "EtherTypes": what finds a neighbour of IPv4. */
const ARP = 0x0806;

/** Whether a rule of layer 2 is for the frames of packets of one version of IP, or for those without which none gets there. */
export function isForFrames({ isAny, entries, open }: FlatServices, version: IpVersion | undefined): Answer {
  if (isAny) return YES;
  return any([
    ...entries.map((entry) => {
      if (entry.kind !== 'ether') return maybe('what a service that is of layer 3 is for in a rule of layer 2');
      return told(entry.etherType, 'which type of frame a service is for', (type) => {
        if (type === ARP) return version === 6 ? NO : maybe('whether neighbours find each other without ARP');
        const isIp = type === ETHER_TYPES[4] || type === ETHER_TYPES[6];
        return version === undefined && isIp ? maybe(VERSION) : isIp && type === ETHER_TYPES[version!] ? YES : NO;
      });
    }),
    ...open,
  ]);
}

export const VERSION = 'which version of IP the flow has';
