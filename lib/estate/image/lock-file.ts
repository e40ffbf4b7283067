import type { LockEntry } from './locked-image';

/** `images.lock.json`: what the tags of images meant when it was written, so that a synthesis needs no registry. */
export interface ImageLockFile {
  readonly schema: typeof IMAGE_LOCK_SCHEMA;
  /** By their references, in the order of the alphabet. */
  readonly images: readonly LockEntry[];
}

export const IMAGE_LOCK_SCHEMA = 'https://strata.dev/schema/image-lock/v1';
