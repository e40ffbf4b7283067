import { createHash } from 'node:crypto';
import type { WasmArtifact, WasmExtern } from '../../wasm';
import { readComponent } from './component';
import { interfaceName, byVersion } from './interface-name';
import { askJco } from './jco';
import { readModule } from './module';

/** What a core module is, by its bytes. @throws BadWasm */
export function moduleArtifact(name: string, bytes: Uint8Array): WasmArtifact {
  const facts = readModule(bytes);
  const wasi = facts.imports.some((each) => each.name.startsWith('wasi_snapshot_preview1.'));
  return { name, digest: digestOf(bytes), kind: 'module', ...facts, ...(wasi && { wasi: 'preview1' }) };
}

/** What a component is, by its bytes, which somebody has validated. @throws BadWasm */
export function componentArtifact(name: string, bytes: Uint8Array): WasmArtifact {
  const facts = readComponent(bytes);
  const wasi = wasiOf([...facts.imports, ...facts.exports]);
  return { name, digest: digestOf(bytes), kind: 'component', ...facts, ...(wasi !== undefined && { wasi }) };
}

/**
 * What a component is, once the reference validator has seen it.
 *
 * @throws BadWasm where its sections are malformed
 */
export function validatedComponent(name: string, bytes: Uint8Array, ask: typeof askJco = askJco): WasmArtifact | { readonly refusal: string } {
  const artifact = componentArtifact(name, bytes);
  const said = ask<string>('componentWit', [bytes]);
  if ('refusal' in said) return said;
  return 'unavailable' in said ? { ...artifact, unvalidated: said.unavailable } : artifact;
}

/** `sha256:…` */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The newest version of WASI that a component names. */
function wasiOf(externs: readonly WasmExtern[]): string | undefined {
  const [newest] = externs
    .map(({ name }) => name)
    .filter((name) => name.startsWith('wasi:') && interfaceName(name).version)
    .sort(byVersion);
  return newest?.split('@')[1];
}
