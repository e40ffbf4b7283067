import { checkDistinct, checkTexts, got } from '../check';
import { ConstructError } from '../construct-error';

/** What the Pod Security Standard "restricted" lets a container add (kubernetes.io/docs/concepts/security/pod-security-standards). */
const OF_RESTRICTED = 'NET_BIND_SERVICE';
const NAME = /^[A-Z][A-Z_]*$/;

/** Capabilities of Linux that a container keeps. */
export class Capabilities {
  /**
   * None but those that are added again.
   *
   * @param add by their names without `CAP_`: `NET_BIND_SERVICE`
   * @throws when a name is no capability's
   */
  public static dropAll(add: readonly string[] = []): Capabilities {
    const added = checkTexts(undefined, 'add', add);
    for (const name of added) {
      if (name.startsWith('CAP_'))
        throw new ConstructError(undefined, `Kubernetes names capabilities without "CAP_", got ${got(name)}; give "${name.slice(4)}"`);
      if (!NAME.test(name) || name === 'ALL') {
        throw new ConstructError(undefined, `add must be capabilities by their names, got ${got(name)}; give one such as "${OF_RESTRICTED}"`);
      }
    }
    checkDistinct(undefined, 'add', added);
    return new Capabilities(added);
  }

  public readonly drop = ['ALL'];

  private constructor(public readonly add: readonly string[]) {}

  /** Whether the Pod Security Standard "restricted" takes them. */
  public get isRestricted(): boolean {
    return this.add.every((name) => name === OF_RESTRICTED);
  }

  /** The `capabilities` of a container's security context. */
  public toField(): { readonly drop: readonly string[]; readonly add?: readonly string[] } {
    return { drop: this.drop, ...(this.add.length > 0 && { add: this.add }) };
  }
}
