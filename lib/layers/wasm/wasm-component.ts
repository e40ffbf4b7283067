import type { WasmArtifact } from '../../estate';
import { validatedComponent } from '../../estate/read/wasm';
import { brand, isBranded } from '../brand';
import { checkKind } from '../check';
import { ConstructError } from '../construct-error';
import type { ImageLock, OciImage } from '../container';
import { IMAGE_LOCK } from './kinds';
import type { IWasmCode } from './wasm-code';
import { artifactOf, sourceOfFile, sourceOfLayout, type WasmSource } from './wasm-source';
import { writeArtifact } from './write-code';

const WASM_COMPONENT = Symbol.for('cdk-strata.WasmComponent');

/**
 * A component: WebAssembly with typed interfaces. Its bytes are read, and shown to the reference validator of
 * `@bytecodealliance/jco`, which a program that has components installs; without it, what rests on the validator is undecided.
 *
 * @example
 * WasmComponent.fromFile('components/pricing.wasm').artifact.imports;
 */
export class WasmComponent implements IWasmCode {
  /**
   * @param path relative to the working directory
   * @throws when there is no such file, or it is no valid component
   */
  public static fromFile(path: string): WasmComponent {
    return new WasmComponent(sourceOfFile(path));
  }

  /**
   * An artifact of a registry, from a copy of it: a synthesis asks no registry.
   *
   * @param folder of an OCI image layout, relative to the working directory
   * @param image which artifact of it; where it is pinned, the layout has to have that digest
   * @throws when the layout does not have it, a blob is damaged, or it is no valid component
   */
  public static fromOciLayout(folder: string, image: OciImage): WasmComponent {
    return new WasmComponent(sourceOfLayout(folder, image));
  }

  /**
   * The artifact that an image lock pins, from a copy of it.
   *
   * @param folder of an OCI image layout, relative to the working directory
   * @throws when the lock or the layout does not have it, or it is no valid component
   */
  public static fromLock(lock: ImageLock, reference: string, folder: string): WasmComponent {
    return WasmComponent.fromOciLayout(folder, checkKind(undefined, 'lock', lock, IMAGE_LOCK).image(reference));
  }

  public static isWasmComponent(x: unknown): x is WasmComponent {
    return isBranded(x, WASM_COMPONENT);
  }

  public readonly isComponent = true;
  public readonly artifact: WasmArtifact;
  public readonly bytes: Uint8Array;
  public readonly files: readonly string[];
  public readonly image?: OciImage;

  private constructor(source: WasmSource) {
    brand(this, WASM_COMPONENT);
    this.artifact = artifactOf(source, 'component', (name, bytes) => {
      const read = validatedComponent(name, bytes);
      if (!('refusal' in read)) return read;
      throw new ConstructError(undefined, `"${name}" is no valid component: ${read.refusal.replace(/\s*\n\s*/g, ': ')}; build it again`);
    });
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
