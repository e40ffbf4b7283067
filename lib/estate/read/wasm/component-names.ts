import type { ByteReader } from './bytes';
import { ByteWriter } from './byte-writer';
import { SORTS, TypeCopier, type Sort } from './component-types';

const CORE_SORTS: Readonly<Record<number, string>> = { 0x11: 'module' };

/** The kind of what an index names; core modules are the only core things that components pass on. */
export function sortOf(reader: ByteReader): Sort | 'module' | 'core' {
  const start = reader.offset;
  const sort = SORTS[reader.u8()] ?? reader.fail('an unknown kind', start);
  return sort === 'core' ? ((CORE_SORTS[reader.u8()] ?? 'core') as 'module' | 'core') : sort;
}

/** An index with its kind, where only the index is asked for. */
export function sortedIndex(reader: ByteReader): number {
  sortOf(reader);
  return reader.u32();
}

/** The name of an import or export. */
export function externName(reader: ByteReader): string {
  return new TypeCopier(reader, new ByteWriter(), []).externName();
}
