import { checkProps, checkText, got } from '../check';
import { ConstructError } from '../construct-error';
import type { NodeFile } from './node-file';

export interface LocalhostSeccompProps {
  /** File name below the kubelet's folder of profiles, such as `profiles/web.json`. */
  readonly path: string;

  /**
   * The profile itself, as Docker and runc take it, for the nodes to have.
   * @default - the node's image has it
   */
  readonly profile?: Readonly<Record<string, unknown>>;
}

/** The field of a manifest. */
export interface SeccompField {
  readonly type: 'RuntimeDefault' | 'Localhost';
  readonly localhostProfile?: string;
}

/** Where the kubelet looks for profiles (kubernetes.io/docs/tutorials/security/seccomp). */
const FOLDER = '/var/lib/kubelet/seccomp';
const PATH = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/** Which system calls a container may make. */
export class SeccompProfile {
  /** Those that the runtime lets through unless told otherwise. */
  public static runtimeDefault(): SeccompProfile {
    return new SeccompProfile({ type: 'RuntimeDefault' }, []);
  }

  /**
   * Those of a file on the node.
   *
   * @throws when the path leads out of the kubelet's folder, or the profile has no default action
   */
  public static localhost(props: LocalhostSeccompProps): SeccompProfile {
    checkProps(undefined, 'props', props, ['path']);
    const { path, profile } = props;
    checkText(undefined, 'path', path);
    if (!PATH.test(path)) {
      throw new ConstructError(
        undefined,
        `path must be relative to ${FOLDER} and stay in it, got ${got(path)}; give one such as "profiles/web.json"`,
      );
    }
    const field: SeccompField = { type: 'Localhost', localhostProfile: path };
    if (profile === undefined) return new SeccompProfile(field, []);
    checkProps(undefined, 'profile', profile, []);
    if (typeof profile.defaultAction !== 'string' || !profile.defaultAction.startsWith('SCMP_ACT_')) {
      throw new ConstructError(
        undefined,
        `profile.defaultAction must be an action of seccomp, got ${got(profile.defaultAction)}; give one such as "SCMP_ACT_ERRNO"`,
      );
    }
    return new SeccompProfile(field, [{ path: `${FOLDER}/${path}`, content: `${JSON.stringify(profile, null, 2)}\n`, permissions: '0644' }]);
  }

  public readonly seccompType: SeccompField['type'];

  private constructor(
    private readonly field: SeccompField,
    private readonly onNode: readonly NodeFile[],
  ) {
    this.seccompType = field.type;
  }

  /** The `seccompProfile` of a security context. */
  public toField(): SeccompField {
    return this.field;
  }

  /** What every node has to have that runs such a container. */
  public files(): readonly NodeFile[] {
    return this.onNode;
  }
}
