import { askJco } from '../../../lib/estate/read/wasm/jco';

/** What jco answers; a refusal fails the test. */
export function fromJco<T>(call: string, ...args: readonly unknown[]): T {
  const said = askJco<T>(call, args);
  if (!('answer' in said)) throw new Error(`${call}: ${JSON.stringify(said)}`);
  return said.answer;
}

/** Real bytes of WebAssembly text, of a module or of a component, with every proposal that jco knows. */
export function parsed(text: string): Uint8Array {
  return fromJco('parse', text);
}
