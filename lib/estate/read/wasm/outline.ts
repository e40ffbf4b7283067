import { ByteReader } from './bytes';
import { ByteWriter } from './byte-writer';
import { DECLARES, INSTANCE_TYPE, TypeCopier } from './component-types';
import type { ImportPrefix } from './prefix';

/** What an interface exports, as the user's WIT names it. */
export interface InterfaceOutline {
  /** `function`, `record`, `variant` and so on, by name. */
  readonly kinds: ReadonlyMap<string, string>;
  /** The first function that takes or gives a type, by the name of the type. */
  readonly usedBy: ReadonlyMap<string, string>;
}

const KINDS: Readonly<Record<number, string>> = {
  0x72: 'record',
  0x71: 'variant',
  0x70: 'list',
  0x6f: 'tuple',
  0x6e: 'flags',
  0x6d: 'enum',
  0x6b: 'option',
  0x6a: 'result',
  0x40: 'function',
  0x43: 'function',
};

/** The outline of an interface that a component imports; undefined where its type is not written out. */
export function outlineOf({ bytes, imports, types }: ImportPrefix, name: string): InterfaceOutline | undefined {
  const definition = types[imports.find((each) => each.name === name)?.type ?? -1];
  if (definition?.is !== 'definition') return undefined;
  const reader = new ByteReader(bytes, definition.at);
  if (reader.u8() !== INSTANCE_TYPE) return undefined;
  const local: { readonly kind: string; readonly uses: readonly number[] }[] = [];
  const exported = new Map<string, { readonly kind: string; readonly type: number }>();
  reader.list(() => {
    const code = reader.u8();
    const uses: number[] = [];
    const copier = new TypeCopier(reader, new ByteWriter(), [(index) => index, (index) => (uses.push(index), index)]);
    if (code === DECLARES.type) {
      const kind = KINDS[reader.peek() ?? 0] ?? 'type';
      copier.definition();
      local.push({ kind, uses });
    } else if (code === DECLARES.alias) {
      copier.alias();
      local.push({ kind: 'type', uses: [] });
    } else {
      const label = copier.externName();
      const isType = copier.description() === 'type';
      const kind = isType ? (uses.length === 0 ? 'resource' : local[uses[0]!]!.kind) : 'function';
      exported.set(label, { kind, type: isType ? local.length : uses[0]! });
      if (isType) local.push({ kind, uses });
    }
  });
  const reaches = (from: number, to: number): boolean => from === to || (local[from]?.uses ?? []).some((next) => next < from && reaches(next, to));
  const functions = [...exported].filter(([, { kind }]) => kind === 'function');
  return {
    kinds: new Map([...exported].map(([label, { kind }]) => [label, kind])),
    usedBy: new Map(
      [...exported].flatMap(([label, { kind, type }]) => {
        const user = kind === 'function' ? undefined : functions.find((each) => reaches(each[1].type, type));
        return user ? [[label, user[0]] as const] : [];
      }),
    ),
  };
}
