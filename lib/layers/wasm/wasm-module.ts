import type { WasmArtifact } from '../../estate';
import { moduleArtifact } from '../../estate/read/wasm';
import { brand, isBranded } from '../brand';
import { checkKind } from '../check';
import type { ImageLock, OciImage } from '../container';
import { IMAGE_LOCK } from './kinds';
import type { IWasmCode } from './wasm-code';
import { artifactOf, sourceOfFile, sourceOfLayout, type WasmSource } from './wasm-source';
import { writeArtifact } from './write-code';

const WASM_MODULE = Symbol.for('cdk-strata.WasmModule');

/**
 * A core module: WebAssembly before components, which speaks to its host by WASI preview 1 or not at all. Its bytes are read, so that
 * rules know what it imports, which memories it has and which features it uses.
 *
 * @example
 * WasmModule.fromFile('modules/resize.wasm').artifact.features;
 */
export class WasmModule implements IWasmCode {
  /**
   * @param path relative to the working directory
   * @throws when there is no such file, or it is no core module
   */
  public static fromFile(path: string): WasmModule {
    return new WasmModule(sourceOfFile(path));
  }

  /**
   * An artifact of a registry, from a copy of it: a synthesis asks no registry.
   *
   * @param folder of an OCI image layout, relative to the working directory
   * @param image which artifact of it; where it is pinned, the layout has to have that digest
   * @throws when the layout does not have it, a blob is damaged, or it is no core module
   */
  public static fromOciLayout(folder: string, image: OciImage): WasmModule {
    return new WasmModule(sourceOfLayout(folder, image));
  }

  /**
   * The artifact that an image lock pins, from a copy of it.
   *
   * @param folder of an OCI image layout, relative to the working directory
   * @throws when the lock or the layout does not have it, or it is no core module
   */
  public static fromLock(lock: ImageLock, reference: string, folder: string): WasmModule {
    return WasmModule.fromOciLayout(folder, checkKind(undefined, 'lock', lock, IMAGE_LOCK).image(reference));
  }

  public static isWasmModule(x: unknown): x is WasmModule {
    return isBranded(x, WASM_MODULE);
  }

  public readonly artifact: WasmArtifact;
  public readonly bytes: Uint8Array;
  public readonly files: readonly string[];
  public readonly image?: OciImage;

  private constructor(source: WasmSource) {
    brand(this, WASM_MODULE);
    this.artifact = artifactOf(source, 'module', moduleArtifact);
    this.bytes = source.bytes;
    this.files = source.files;
    if (source.image !== undefined) this.image = source.image;
  }

  /**
   * Writes it as an OCI image layout, whose manifest has the digest that a `WasmWorkload` pins: `oras cp --from-oci-layout folder:tag
   * registry.example.com/pricing:tag` pushes it.
   *
   * @param folder relative to the working directory
   */
  public writeOciLayout(folder: string, tag: string = 'latest'): void {
    writeArtifact(undefined, this, folder, tag);
  }
}
