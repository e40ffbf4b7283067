import { formatImageReference, parseImageReference, type ImageReference } from '../../estate';
import { Token } from 'cdktf';
import { brand, isBranded } from '../brand';
import { got } from '../check';
import { ConstructError } from '../construct-error';

const OCI_IMAGE = Symbol.for('cdk-strata.OciImage');

/**
 * An image, or another artifact of a registry. What its reference leaves out is put in as containerd does: `nginx` is
 * `docker.io/library/nginx:latest`.
 *
 * @example
 * OciImage.of('registry.example.com/web:1.4@sha256:…').digest;
 */
export class OciImage {
  /**
   * @param reference such as `registry.example.com/web:1.4`, with a digest or without
   * @throws when it is no reference
   */
  public static of(reference: string): OciImage {
    if (Token.isUnresolved(reference) || typeof reference !== 'string') {
      throw new ConstructError(
        undefined,
        `the reference of an image must be a text known at synthesis, got ${got(reference)}; give one such as "registry.example.com/web:1.4"`,
      );
    }
    const parsed = parseImageReference(reference);
    if (typeof parsed === 'string') throw new ConstructError(undefined, `${JSON.stringify(reference)} is no reference of an image: ${parsed}`);
    return new OciImage(parsed);
  }

  public static isOciImage(x: unknown): x is OciImage {
    return isBranded(x, OCI_IMAGE);
  }

  /** What goes into a manifest: in full, with the digest where it is known. */
  public readonly reference: string;
  /** Registry with its port, such as `registry.example.com:5000`. */
  public readonly registry: string;
  /** Name of the repository, its registry included: `registry.example.com/web`. */
  public readonly repository: string;
  /** Undefined where only a digest is given; `latest` where neither is. */
  public readonly tag: string | undefined;
  /** Such as `sha256:…`; undefined where it is not known. */
  public readonly digest: string | undefined;

  private constructor(parsed: ImageReference) {
    brand(this, OCI_IMAGE);
    this.reference = formatImageReference(parsed);
    this.registry = parsed.registry;
    this.repository = `${parsed.registry}/${parsed.path}`;
    this.tag = parsed.tag;
    this.digest = parsed.digest;
  }

  /** Whether it says by a digest which bytes it means; a tag may mean others tomorrow. */
  public get isPinned(): boolean {
    return this.digest !== undefined;
  }

  /**
   * The same image, pinned.
   *
   * @throws when it is no digest
   */
  public withDigest(digest: string): OciImage {
    return OciImage.of(`${this.repository}${this.tag === undefined ? '' : `:${this.tag}`}@${digest}`);
  }

  public toString(): string {
    return this.reference;
  }
}
