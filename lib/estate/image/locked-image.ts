import type { WasmOciManifest } from '../wasm';

/** In the place of a lock file: Strata itself knows the image, which is its own choice. */
export const KNOWN_TO_STRATA = 'cdk-strata';

/** An image, or another artifact of a registry, as an image lock file records it. */
export interface LockedImage extends LockEntry {
  /** The lock file, relative to the working directory; `cdk-strata` for an image that Strata itself chose. */
  readonly file: string;
}

/** One entry of an image lock file. */
export interface LockEntry {
  /**
   * In full, with its tag: `registry.example.com/web:1.4`.
   *
   * @minLength 1
   */
  readonly reference: string;
  /**
   * Of the manifest or index that the tag named.
   *
   * @pattern ^(sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$
   */
  readonly digest: string;
  /** Media type of the manifest or index; absent where the lock does not say. */
  readonly mediaType?: string;
  /** Type of an artifact that is no image to run: a chart, a policy, a wasm module. */
  readonly artifactType?: string;
  /** Platforms it is built for; empty where it is no image, or the lock does not say. */
  readonly platforms: readonly ImagePlatform[];
  /** What refers to it: signatures, SBOMs, attestations. */
  readonly referrers: readonly ImageReferrer[];
  /** The manifest of a wasm artifact, so that it can be judged without the registry. */
  readonly wasm?: WasmOciManifest;
}

export interface ImagePlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  /** Of the manifest for the platform, in an index. */
  readonly digest?: string;
}

export interface ImageReferrer {
  readonly artifactType: string;
  readonly digest: string;
}
