import type { TypeMismatch } from '../../wasm';
import type { InterfaceOutline } from './outline';

/** How the reference validator says where two types part. */
const STEPS: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/^type mismatch in record field `(.+)`$/, (name) => `field \`${name}\``],
  [/^type mismatch in variant case `(.+)`$/, (name) => `case \`${name}\``],
  [/^type mismatch in function parameter `(.+)`$/, (name) => `parameter \`${name}\``],
  [/^type mismatch in tuple field (\d+)$/, (name) => `tuple field ${name}`],
  [/^type mismatch with result type$/, () => 'result'],
  [/^type mismatch in ok variant$/, () => 'value of the result'],
  [/^type mismatch in err variant$/, () => 'error of the result'],
  [/^type mismatch in (.+)$/, (name) => name],
];

const IMPORT = /^type mismatch for import `(.+)`$/m;
const EXPORT = /^type mismatch in instance export `(.+)`$/;

/** The import that a refusal of the validator is about; undefined where it is about something else. */
export function mismatchedImport(refusal: string): string | undefined {
  return IMPORT.exec(refusal)?.[1];
}

/**
 * What a refusal of the validator says, from the outside in, in the words of the WIT.
 *
 * @param outline of the interface; without one, things of it are called by their names alone
 */
export function mismatchOf(refusal: string, plug: string, outline?: InterfaceOutline): TypeMismatch {
  const message = refusal.replace(/ \(at offset 0x[0-9a-f]+\)\s*$/, '');
  const lines = message.split('\n').map((line) => line.trim());
  const at = lines.findIndex((line) => IMPORT.test(line));
  const within: string[] = [];
  let last = '';
  for (const line of lines.slice(at + 1)) {
    const exported = EXPORT.exec(line)?.[1];
    const step = STEPS.find(([pattern]) => pattern.test(line));
    if (exported !== undefined) within.push(...named(exported, outline));
    // Which of the two has one, the validator says the wrong way round.
    else if (/^expected (no result, found one|a result, found none)$/.test(line)) within.push('result');
    else if (step) within.push(step[1](step[0].exec(line)![1] ?? ''));
    else last = line;
  }
  return { import: mismatchedImport(refusal)!, plug, within, ...ends(last, outline), message: lines.slice(at).join('\n') };
}

function named(name: string, outline: InterfaceOutline | undefined): string[] {
  const kind = outline?.kinds.get(name) ?? 'type';
  const user = outline?.usedBy.get(name);
  return [...(user === undefined ? [] : [`function \`${user}\``]), `${kind} \`${name}\``];
}

/** The last line: what was to stand there and what does; none where it only says that the two differ. */
function ends(line: string, outline: InterfaceOutline | undefined): { expected: string; found: string } {
  const missing = /^missing expected export `(.+)`$/.exec(line)?.[1];
  if (missing !== undefined) return { expected: `${outline?.kinds.get(missing) ?? 'export'} \`${missing}\``, found: 'nothing of that name' };
  const primitives = /^expected primitive `(.+)` found primitive `(.+)`$/.exec(line);
  if (primitives) return { expected: primitives[1]!, found: primitives[2]! };
  const plain = /^expected (.+?),? found (.+)$/.exec(line);
  if (plain) return { expected: plain[1]!, found: plain[2]! };
  return { expected: '', found: '' };
}
