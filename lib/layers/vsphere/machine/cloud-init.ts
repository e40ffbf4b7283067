import type { IConstruct } from 'constructs';
import { checkProps, checkText, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { base64Of, base64OfJson } from './guest-text';

export interface CloudInitProps {
  /**
   * User data: a cloud-config, a script, whatever cloud-init takes. It may hold tokens, such as a `Secret` that was bound; a secret
   * in clear would stand in the output, and in vCenter for all who may read the machine.
   * @default - none
   */
  readonly userData?: string;

  /**
   * Instance metadata by name, such as `{ 'local-hostname': 'db-1' }`. The network has a prop of its own.
   * @default - none
   */
  readonly metaData?: Readonly<Record<string, string>>;

  /**
   * Network configuration, version 1 or 2, as YAML or JSON.
   * @default - the guest's own, mostly DHCP
   */
  readonly networkConfig?: string;
}

/** Metadata names that the network configuration takes. */
const NETWORK = ['network', 'network.encoding'];
const NAME = /^[A-Za-z0-9_.-]+$/;

/**
 * What cloud-init finds in the guest when it first starts, by its datasource for VMware
 * (docs.cloud-init.io/en/latest/reference/datasources/vmware.html).
 */
export class CloudInit {
  public static of(props: CloudInitProps): CloudInit {
    return new CloudInit(props);
  }

  private constructor(private readonly props: CloudInitProps) {
    checkProps(undefined, 'props', props, []);
    if (props.userData === undefined && props.metaData === undefined && props.networkConfig === undefined) {
      throw new ConstructError(undefined, 'cloudInit has nothing in it; give userData, metaData or networkConfig');
    }
  }

  /**
   * The same with another network configuration, version 1 or 2, as YAML or JSON.
   * @internal
   */
  public withNetworkConfig(networkConfig: string): CloudInit {
    return new CloudInit({ ...this.props, networkConfig });
  }

  /**
   * Entries of a machine's extra configuration, all in base64.
   *
   * @throws when a text is empty or holds a damaged token, or metadata has a name that is not fit, or that of the network
   * @internal
   */
  public toGuestInfo(machine: IConstruct): Record<string, string> {
    const { userData, networkConfig } = this.props;
    const metaData: Record<string, string> = { ...this.metaData(machine) };
    if (networkConfig !== undefined) {
      metaData.network = base64Of(machine, 'networkConfig', checkText(machine, 'networkConfig', networkConfig));
      metaData['network.encoding'] = 'base64';
    }
    const user = ifGiven(userData, (text) => base64Of(machine, 'userData', checkText(machine, 'userData', text)));
    return {
      ...(Object.keys(metaData).length > 0 && {
        'guestinfo.metadata': base64OfJson(machine, 'metaData', metaData),
        'guestinfo.metadata.encoding': 'base64',
      }),
      ...(user !== undefined && { 'guestinfo.userdata': user, 'guestinfo.userdata.encoding': 'base64' }),
    };
  }

  private metaData(machine: IConstruct): Readonly<Record<string, string>> {
    const { metaData = {} } = this.props;
    if (typeof metaData !== 'object' || metaData === null) {
      throw new ConstructError(machine, `metaData must be texts by name, got ${got(metaData)}; give one such as { 'local-hostname': 'db-1' }`);
    }
    for (const [name, text] of Object.entries(metaData)) {
      if (!NAME.test(name)) throw new ConstructError(machine, `metaData has the name "${name}"; take letters, digits, ".", "_" and "-"`);
      if (NETWORK.includes(name)) throw new ConstructError(machine, `metaData has "${name}", which is the network's; give networkConfig instead`);
      checkText(machine, `metaData["${name}"]`, text);
    }
    return metaData;
  }
}
