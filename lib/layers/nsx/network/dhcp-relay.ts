import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkProps, checkTexts } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxt, type PolicyDhcpRelay } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { checkOutsideVpc } from '../outside-vpc';
import { projectContext } from '../space';
import { checkAddress } from './addresses';
import type { IDhcpProfile } from './dhcp-profile';

export interface DhcpRelayProps extends NsxObjectProps {
  /** Addresses of the DHCP servers that it asks, at least one. */
  readonly serverAddresses: readonly string[];
}

export interface DhcpRelayAttributes {
  /** Policy path, such as `/infra/dhcp-relay-configs/lab`. */
  readonly dhcpConfigPath: string;
}

const DHCP_RELAY = Symbol.for('cdk-strata.DhcpRelay');

/**
 * A profile for DHCP that asks servers elsewhere. Terraform deletes it after whatever
 * names it is changed, since NSX deletes none that is in use.
 *
 * @throws when it is made in a VPC, names no server, or one that is no address
 */
export class DhcpRelay extends Construct implements IDhcpProfile {
  public static isDhcpRelay(x: unknown): x is DhcpRelay {
    return isBranded(x, DHCP_RELAY);
  }

  /** One that exists, by its policy path: the provider looks up none. */
  public static fromAttributes(scope: Construct, id: string, attributes: DhcpRelayAttributes): IDhcpProfile {
    return new KnownDhcpRelay(scope, id, attributes);
  }

  public readonly dhcpConfigPath: string;
  public readonly dhcpType = 'relay';
  public readonly resource: PolicyDhcpRelay;

  public constructor(scope: Construct, id: string, props: DhcpRelayProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['serverAddresses']);
    recordOrigin(this);
    brand(this, DHCP_RELAY);
    checkOutsideVpc(this, 'DHCP relays', 'set DHCP in the VpcServiceProfile of the VPC');

    const servers = checkTexts(this, 'serverAddresses', props.serverAddresses).map((address, index) =>
      checkAddress(this, `serverAddresses[${index}]`, address),
    );
    if (servers.length === 0) throw new ConstructError(this, 'serverAddresses names no server to ask; give at least one address');
    this.resource = new nsxt.PolicyDhcpRelay(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      ...objectConfig(this, props),
      serverAddresses: servers,
      ...DELETED_LAST,
    });
    this.dhcpConfigPath = this.resource.path;
  }
}

class KnownDhcpRelay extends Construct implements IDhcpProfile {
  public readonly dhcpConfigPath: string;
  public readonly dhcpType = 'relay';

  public constructor(scope: Construct, id: string, attributes: DhcpRelayAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['dhcpConfigPath']);
    recordOrigin(this);
    this.dhcpConfigPath = checkPolicyPath(this, 'dhcpConfigPath', attributes.dhcpConfigPath);
  }
}
