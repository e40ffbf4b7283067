import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { IConstruct } from 'constructs';
import { ociArtifactOf, writeLayout } from '../../estate/read/wasm';
import { checkText } from '../check';
import { ConstructError } from '../construct-error';
import type { IWasmCode } from './wasm-code';

/** Writes a binary to a file. @throws ConstructError where there is none */
export function writeBinary(by: IConstruct | undefined, code: IWasmCode, file: string): void {
  const path = resolve(checkText(by, 'file', file));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytesOf(by, code));
}

/** Writes a binary as the artifact of a registry. @throws ConstructError where there is none */
export function writeArtifact(by: IConstruct | undefined, code: IWasmCode, folder: string, tag: string): void {
  writeLayout(resolve(checkText(by, 'folder', folder)), ociArtifactOf(code.artifact, bytesOf(by, code)), checkText(by, 'tag', tag));
}

function bytesOf(by: IConstruct | undefined, { bytes }: IWasmCode): Uint8Array {
  if (bytes !== undefined) return bytes;
  throw new ConstructError(by, 'its components do not make one component, so that there is nothing to write; rule WSM-004 says why');
}
