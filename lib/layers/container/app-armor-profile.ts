import { checkProps, checkText, got } from '../check';
import { ConstructError } from '../construct-error';
import type { NodeFile } from './node-file';

export interface LocalhostAppArmorProps {
  /** Name of the profile, such as `k8s-web`. */
  readonly name: string;

  /**
   * The profile itself, in AppArmor's own language, for the nodes to load.
   * @default - the node's image loads it
   */
  readonly profile?: string;
}

/** The field of a manifest, as of Kubernetes 1.30. */
export interface AppArmorField {
  readonly type: 'RuntimeDefault' | 'Localhost';
  readonly localhostProfile?: string;
}

const FOLDER = '/etc/apparmor.d';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Which files, capabilities and networks AppArmor lets a container use. */
export class AppArmorProfile {
  /** What the runtime sets unless told otherwise. */
  public static runtimeDefault(): AppArmorProfile {
    return new AppArmorProfile({ type: 'RuntimeDefault' }, []);
  }

  /**
   * A profile that the node has loaded.
   *
   * @throws when the name is none of a file, or the profile is of another name
   */
  public static localhost(props: LocalhostAppArmorProps): AppArmorProfile {
    checkProps(undefined, 'props', props, ['name']);
    const { name, profile } = props;
    checkText(undefined, 'name', name);
    if (!NAME.test(name)) throw new ConstructError(undefined, `name must be letters, digits, ".", "_" and "-", got ${got(name)}`);
    const field: AppArmorField = { type: 'Localhost', localhostProfile: name };
    if (profile === undefined) return new AppArmorProfile(field, []);
    const named = /^\s*profile\s+"?([^\s"{]+)/m.exec(checkText(undefined, 'profile', profile))?.[1];
    if (named !== name) {
      throw new ConstructError(
        undefined,
        `profile must define the profile ${got(name)}, got ${named === undefined ? 'none' : got(named)}; begin it with \`profile ${name}\``,
      );
    }
    const path = `${FOLDER}/${name}`;
    return new AppArmorProfile(field, [
      { path, content: profile.endsWith('\n') ? profile : `${profile}\n`, permissions: '0644' },
      // A pod that names a profile which is not loaded never starts: so the kubelet does not start without it.
      {
        path: `/etc/systemd/system/kubelet.service.d/20-apparmor-${name}.conf`,
        content: `[Service]\nExecStartPre=/usr/sbin/apparmor_parser --replace ${path}\n`,
        permissions: '0644',
      },
    ]);
  }

  public readonly appArmorType: AppArmorField['type'];

  private constructor(
    private readonly field: AppArmorField,
    private readonly onNode: readonly NodeFile[],
  ) {
    this.appArmorType = field.type;
  }

  /** The `appArmorProfile` of a security context. */
  public toField(): AppArmorField {
    return this.field;
  }

  /** What every node has to have that runs such a container. */
  public files(): readonly NodeFile[] {
    return this.onNode;
  }
}
