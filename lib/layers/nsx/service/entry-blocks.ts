import { portSets } from './ports';
import type { ServiceEntry } from './service-entry';

/** Entries as a rule takes them, and a service as well. */
export interface EntryBlocks {
  readonly l4PortSetEntry?: { readonly protocol: string; readonly destinationPorts?: string[]; readonly sourcePorts?: string[] }[];
  readonly icmpEntry?: { readonly protocol: string; readonly icmpType?: string; readonly icmpCode?: string }[];
  readonly igmpEntry?: object[];
  readonly ipProtocolEntry?: { readonly protocol: number }[];
  readonly etherTypeEntry?: { readonly etherType: number }[];
  readonly algorithmEntry?: { readonly algorithm: string; readonly destinationPort: string; readonly sourcePorts?: string[] }[];
}

type Mutable = { -readonly [K in keyof EntryBlocks]: EntryBlocks[K] };

/** Entries by their kind, each once. A set of more ports than NSX takes becomes several, which together are the same. */
export function entryBlocks(entries: readonly ServiceEntry[]): EntryBlocks {
  const blocks: Mutable = {};
  for (const { _entry: entry } of entries) {
    switch (entry.kind) {
      case 'ports':
        for (const destinationPorts of portSets(entry.ports)) {
          for (const sourcePorts of portSets(entry.sourcePorts)) {
            add(blocks, 'l4PortSetEntry', { protocol: entry.protocol, ...some({ destinationPorts, sourcePorts }) });
          }
        }
        break;
      case 'icmp':
        add(blocks, 'icmpEntry', {
          protocol: entry.protocol,
          ...(entry.type !== undefined && { icmpType: String(entry.type) }),
          ...(entry.code !== undefined && { icmpCode: String(entry.code) }),
        });
        break;
      case 'igmp':
        add(blocks, 'igmpEntry', {});
        break;
      case 'ip':
        add(blocks, 'ipProtocolEntry', { protocol: entry.protocol });
        break;
      case 'ether':
        add(blocks, 'etherTypeEntry', { etherType: entry.etherType });
        break;
      case 'algorithm':
        for (const sourcePorts of portSets(entry.sourcePorts)) {
          add(blocks, 'algorithmEntry', { algorithm: entry.algorithm, destinationPort: entry.port, ...some({ sourcePorts }) });
        }
        break;
      case 'nested': // a block of services only
        break;
    }
  }
  return blocks;
}

function add<K extends keyof EntryBlocks>(blocks: Mutable, kind: K, block: NonNullable<EntryBlocks[K]>[number]): void {
  const there = (blocks[kind] ?? []) as (typeof block)[];
  if (there.some((other) => JSON.stringify(other) === JSON.stringify(block))) return;
  blocks[kind] = [...there, block] as Mutable[K];
}

/** Those sets that have something in them: an empty one is left out. */
function some<T extends Record<string, string[]>>(sets: T): Partial<T> {
  return Object.fromEntries(Object.entries(sets).filter(([, set]) => set.length > 0)) as Partial<T>;
}
