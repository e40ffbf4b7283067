import type { WasmExtern } from '../../wasm';
import { byVersion, standsIn } from './interface-name';

/** A component as far as plugging goes. */
export interface Pluggable {
  /** As the user named it. */
  readonly name: string;
  readonly imports: readonly WasmExtern[];
  readonly exports: readonly WasmExtern[];
}

/** Which export of which component satisfies an import. */
export interface Plugged<P extends Pluggable> {
  readonly into: P;
  readonly import: string;
  readonly by: P;
  readonly export: string;
}

export type Plugging<P extends Pluggable> =
  | {
      readonly pairs: readonly Plugged<P>[];
      /** All of them, each after those that it is plugged with; the root last. */
      readonly order: readonly P[];
    }
  /** Why they do not plug into each other, whatever their types. */
  | { readonly refused: string };

/**
 * Finds what satisfies each import: an export of a plug that has its name, else a version of it that is compatible. Plugs may need
 * plugs. What nobody exports stays an import of the whole.
 */
export function plugging<P extends Pluggable>(root: P, plugs: readonly P[]): Plugging<P> {
  const pairs: Plugged<P>[] = [];
  for (const into of [root, ...plugs]) {
    for (const { name, kind } of into.imports) {
      const fitting = plugs
        .filter((plug) => plug !== into)
        .flatMap((by) => by.exports.filter((each) => each.kind === kind && standsIn(each.name, name)).map((each) => ({ by, export: each.name })));
      const exact = fitting.filter((each) => each.export === name);
      const [first, ...others] = exact.length > 0 ? exact : [...fitting].sort((a, b) => byVersion(a.export, b.export));
      const rival = others.find(({ by }) => by !== first!.by);
      if (rival && rival.export === first!.export) {
        return { refused: `\`${first!.by.name}\` and \`${rival.by.name}\` both export \`${first!.export}\`, which \`${into.name}\` imports` };
      }
      if (first) pairs.push({ into, import: name, ...first });
    }
  }
  const idle = plugs.find((plug) => !pairs.some(({ by }) => by === plug));
  if (idle) return { refused: `\`${idle.name}\` exports ${list(idle.exports)}, which no other of them imports` };
  const order = inOrder(root, pairs);
  return 'refused' in order ? order : { pairs, order: order.order };
}

function inOrder<P extends Pluggable>(root: P, pairs: readonly Plugged<P>[]): { order: P[] } | { refused: string } {
  const order: P[] = [];
  const open: P[] = [];
  const visit = (part: P): string | undefined => {
    if (order.includes(part)) return undefined;
    if (open.includes(part)) {
      const circle = [...open.slice(open.indexOf(part)), part].map(({ name }) => `\`${name}\``);
      return `they need each other: ${circle.join(' -> ')}`;
    }
    open.push(part);
    for (const { into, by } of pairs) {
      const refused = into === part ? visit(by) : undefined;
      if (refused !== undefined) return refused;
    }
    open.pop();
    order.push(part);
    return undefined;
  };
  // Plugs that only plug into each other are in a circle too.
  for (const part of [...new Set(pairs.map(({ by }) => by)), root]) {
    const refused = visit(part);
    if (refused !== undefined) return { refused };
  }
  return { order: [...order.filter((part) => part !== root), root] };
}

function list(externs: readonly WasmExtern[]): string {
  return externs.length === 0 ? 'nothing' : externs.map(({ name }) => `\`${name}\``).join(', ');
}
