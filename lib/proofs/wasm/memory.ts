import type { WasmArtifact, WasmMemory } from '../../estate';

/** Addresses of 32 bits reach so many bytes, whatever a module says. */
const REACH_32 = 2 ** 32;

/** Bytes of linear memory that one instance has. */
export interface LinearMemory {
  /** As it starts. */
  readonly initial: number;
  /** What all memories say they grow to at most; undefined where one of them says nothing. */
  readonly stated: number | undefined;
  /** The most that there can be: what is said, else what addresses reach; null where nothing bounds it. */
  readonly bound: number | null;
}

/** A module that imports its memory has it of its host, which makes one that fits the import. */
export function linearMemory({ memories }: Pick<WasmArtifact, 'memories'>): LinearMemory {
  const stated = memories.map(({ maximum, pageBytes }) => (maximum === undefined ? undefined : maximum * pageBytes));
  const bounds = memories.map((memory, i) => stated[i] ?? reachOf(memory));
  return {
    initial: sum(memories.map(({ minimum, pageBytes }) => minimum * pageBytes)),
    stated: stated.includes(undefined) ? undefined : sum(stated as number[]),
    bound: bounds.includes(null) ? null : sum(bounds as number[]),
  };
}

/** Shared memories that say no maximum, which the format forbids. */
export function boundlessShared({ memories }: Pick<WasmArtifact, 'memories'>): readonly WasmMemory[] {
  return memories.filter(({ shared, maximum }) => shared && maximum === undefined);
}

function reachOf({ memory64 }: WasmMemory): number | null {
  return memory64 ? null : REACH_32;
}

function sum(terms: readonly number[]): number {
  return terms.reduce((total, term) => total + term, 0);
}
