import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { Construct } from 'constructs';
import { declare, recordOrigin, type LockedImage } from '../../estate';
import { parseImageLock } from '../../estate/image/parse-lock';
import { brand, isBranded } from '../brand';
import { checkProps, checkText, got } from '../check';
import { ConstructError } from '../construct-error';
import { nearest } from './nearest';
import { OciImage } from './oci-image';

export interface ImageLockProps {
  /**
   * The lock file, relative to the working directory.
   * @default 'images.lock.json'
   */
  readonly file?: string;
}

const IMAGE_LOCK = Symbol.for('cdk-strata.ImageLock');
const DEFAULT_FILE = 'images.lock.json';
const SHOWN = 3;

/**
 * What tags of images mean, as `strata images lock` wrote it down: a synthesis asks no registry. Rules know from it what the images of
 * manifests are built for, and the report has the digest of the file.
 *
 * @example
 * const images = new ImageLock(this, 'images');
 * const web = images.image('registry.example.com/web:1.4').reference;
 */
export class ImageLock extends Construct {
  public static isImageLock(x: unknown): x is ImageLock {
    return isBranded(x, IMAGE_LOCK);
  }

  /** Relative to the working directory. */
  public readonly file: string;
  private readonly images: ReadonlyMap<string, LockedImage>;

  /** @throws when the file cannot be read or is no image lock */
  public constructor(scope: Construct, id: string, props: ImageLockProps = {}) {
    super(scope, id);
    brand(this, IMAGE_LOCK);
    recordOrigin(this);
    checkProps(this, 'props', props, []);
    const given = checkText(this, 'file', props.file ?? DEFAULT_FILE);
    const absolute = resolve(given);
    this.file = relative(process.cwd(), absolute).split(sep).join('/');
    const lock = parseImageLock(this.read(absolute));
    if (typeof lock === 'string') {
      throw new ConstructError(this, `"${this.file}" is no image lock: ${lock}; \`npx strata images lock --file ${this.file}\` writes one`);
    }
    this.images = new Map(lock.images.map((entry) => [entry.reference, { ...entry, file: this.file }]));
    declare(this, { kind: 'image-lock', of: this.node.path, file: this.file, images: [...this.images.values()] });
    declare(this, { kind: 'input', of: this.node.path, file: this.file });
  }

  /**
   * An image, pinned by the digest that the lock has.
   *
   * @param reference with a tag: `registry.example.com/web:1.4`
   * @throws when the lock does not have it, or has another digest than the reference
   */
  public image(reference: string): OciImage {
    const { digest, reference: full } = this.entry(reference);
    return OciImage.of(full).withDigest(digest);
  }

  /**
   * All that the lock has of an image or another artifact.
   *
   * @throws when the lock does not have it, or has another digest than the reference
   */
  public entry(reference: string): LockedImage {
    const image = OciImage.of(reference);
    if (image.tag === undefined) {
      const found = [...this.images.values()].find(
        (each) => each.digest === image.digest && OciImage.of(each.reference).repository === image.repository,
      );
      if (found !== undefined) return found;
      throw new ConstructError(
        this,
        `"${this.file}" has no tag of ${image.repository} with the digest ${image.digest}; name a tag that it has, or lock one`,
      );
    }
    const full = `${image.repository}:${image.tag}`;
    const found = this.images.get(full);
    if (found === undefined) throw new ConstructError(this, `"${this.file}" does not have ${full}; ${this.repair(full, image.repository)}`);
    if (image.digest !== undefined && image.digest !== found.digest) {
      throw new ConstructError(
        this,
        `"${this.file}" has ${full} as ${found.digest}, got ${image.digest}; leave out the digest, or lock the tag again`,
      );
    }
    return found;
  }

  private repair(full: string, repository: string): string {
    const known = [...this.images.keys()];
    const same = known.filter((each) => each.slice(0, each.lastIndexOf(':')) === repository);
    const near = nearest(full, same.length > 0 ? same : known, SHOWN);
    const has = near.length === 0 ? 'it is empty' : `nearest to it ${near.length === 1 ? 'is' : 'are'} ${near.join(', ')}`;
    return `${has}; \`npx strata images lock ${full} --file ${this.file}\` adds it`;
  }

  private read(absolute: string): string {
    try {
      return readFileSync(absolute, 'utf8');
    } catch (cause) {
      const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : got(String(cause));
      throw new ConstructError(
        this,
        `cannot read the image lock "${this.file}": ${why}; \`npx strata images lock registry.example.com/web:1.4 --file ${this.file}\` makes one`,
      );
    }
  }
}
