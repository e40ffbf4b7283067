import {
  KNOWN_TO_STRATA,
  parseImageReference,
  type Estate,
  type ImagePlatform,
  type ImageReference,
  type LockedImage,
  type Premise,
} from '../../estate';
import { quoted } from '../wording';

/** What the lock files of an estate know of an image. */
export interface KnownImage {
  readonly entry: LockedImage;
  /** The platforms behind the very digest that is named: of an index all, of one manifest in it that one. */
  readonly platforms: readonly ImagePlatform[];
}

/** The lock files of an estate, by what a manifest may name. */
export class ImageLocks {
  private readonly byName = new Map<string, LockedImage[]>();
  private readonly byDigest = new Map<string, KnownImage>();
  private readonly artifacts: ReadonlySet<string | undefined>;

  public constructor({ images, wasm }: Estate) {
    this.artifacts = new Set(wasm.wasmWorkloads.map(({ artifact }) => artifact.oci?.digest));
    for (const entry of images) {
      const name = nameOf(parseImageReference(entry.reference));
      if (name !== undefined) this.byName.set(name, [...(this.byName.get(name) ?? []), entry]);
      for (const platform of entry.platforms) {
        if (platform.digest !== undefined && !this.byDigest.has(platform.digest))
          this.byDigest.set(platform.digest, { entry, platforms: [platform] });
      }
    }
    // The digest of a whole entry says more than that of a manifest which another entry has in its index.
    for (const entry of images) {
      if (entry.platforms.length > 0 || !this.byDigest.has(entry.digest)) this.byDigest.set(entry.digest, { entry, platforms: entry.platforms });
    }
  }

  /** Entries for the tag of a reference: more than one where lock files disagree. */
  public tagged(reference: ImageReference): readonly LockedImage[] {
    const entries = this.byName.get(nameOf(reference) ?? '') ?? [];
    return entries.filter(({ digest }, index) => entries.findIndex((each) => each.digest === digest) === index);
  }

  /** Whether a digest is that of WebAssembly which a workload of the program runs: it is built for no machine. */
  public isWebAssembly(digest: string): boolean {
    return this.artifacts.has(digest);
  }

  /** What stands behind a digest, wherever it is pulled from: the same digest is the same bytes. */
  public at(digest: string): KnownImage | undefined {
    return this.byDigest.get(digest);
  }
}

function nameOf(reference: ImageReference | string): string | undefined {
  return typeof reference === 'string' || reference.tag === undefined ? undefined : `${reference.registry}/${reference.path}:${reference.tag}`;
}

/** What a verdict takes from a lock file. */
export function lockPremise({ file }: LockedImage): Premise {
  if (file === KNOWN_TO_STRATA)
    return { id: `image-lock:${file}`, kind: 'stated', statement: 'images that Strata itself chose are for amd64 and arm64' };
  return { id: `image-lock:${file}`, kind: 'stated', statement: `images are what ${quoted(file)} recorded of their registries`, source: file };
}
