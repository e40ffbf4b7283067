import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { BadLayout, BadWasm, kindOf, readLayout } from '../../estate/read/wasm';
import type { WasmArtifact, WasmOciManifest } from '../../estate';
import { checkKind, checkText, got } from '../check';
import { ConstructError } from '../construct-error';
import type { OciImage } from '../container';
import { OCI_IMAGE } from './kinds';

/** Bytes, and where they came from. */
export interface WasmSource {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly files: readonly string[];
  readonly image?: OciImage;
  readonly oci?: WasmOciManifest;
}

/** The bytes of a file. @throws ConstructError */
export function sourceOfFile(path: string): WasmSource {
  const absolute = resolve(checkText(undefined, 'the path of a WebAssembly file', path));
  const name = portable(absolute);
  try {
    return { name, bytes: readFileSync(absolute), files: [name] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : (code ?? String(error));
    throw new ConstructError(undefined, `cannot read ${got(path)}: ${why}; paths start at the working directory`);
  }
}

/** The bytes of an artifact in an OCI image layout. @throws ConstructError */
export function sourceOfLayout(folder: string, image: OciImage): WasmSource {
  const absolute = resolve(checkText(undefined, 'the folder of an OCI image layout', folder));
  checkKind(undefined, 'image', image, OCI_IMAGE);
  try {
    const { facts, bytes, files } = readLayout(absolute, {
      ...(image.digest !== undefined && { digest: image.digest }),
      ...(image.tag && { tag: image.tag }),
    });
    const pinned = image.withDigest(facts.digest);
    return {
      name: pinned.reference,
      bytes,
      files: files.map((file) => portable(join(absolute, file))),
      image: pinned,
      oci: { reference: pinned.reference, ...facts },
    };
  } catch (error) {
    if (!(error instanceof BadLayout)) throw error;
    throw new ConstructError(
      undefined,
      `cannot read ${image.reference} from the OCI image layout ${got(folder)}: ${error.message}; \`oras copy --to-oci-layout ${folder} ${image.reference}\` makes one`,
    );
  }
}

/** Reads the bytes, and says of those that are not what they should be what they are. @throws ConstructError */
export function artifactOf(
  source: WasmSource,
  wanted: 'module' | 'component',
  read: (name: string, bytes: Uint8Array) => WasmArtifact,
): WasmArtifact {
  const kind = kindOf(source.bytes);
  if (kind !== undefined && kind !== wanted) {
    const repair =
      kind === 'module' ? 'take it as a `WasmModule`, or make a component of it with `wasm-tools component new`' : 'take it as a `WasmComponent`';
    throw new ConstructError(
      undefined,
      `"${source.name}" is a ${kind === 'module' ? 'core module' : 'component'}, expected a ${wanted === 'module' ? 'core module' : 'component'}; ${repair}`,
    );
  }
  try {
    return { ...read(source.name, source.bytes), ...(source.oci && { oci: source.oci }) };
  } catch (error) {
    if (!(error instanceof BadWasm)) throw error;
    throw new ConstructError(
      undefined,
      `"${source.name}" is no ${wanted === 'module' ? 'core module' : 'component'} that can be read: ${error.message}; build it again`,
    );
  }
}

function portable(absolute: string): string {
  return relative(process.cwd(), absolute).split(sep).join('/');
}
