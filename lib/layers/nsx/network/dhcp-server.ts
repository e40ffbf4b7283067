import type { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkProps, checkText, checkTexts, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { EDGE_CLUSTER } from '../../kind';
import { checkSeconds } from '../../vsphere/durations';
import { nsxt, type PolicyDhcpServer } from '../bindings';
import { checkKindHere, nsxConnectionOf } from '../connection';
import { defaultEdgeCluster } from '../default-lookups';
import type { IEdgeCluster } from '../edge/edge-cluster';
import { checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { checkOutsideVpc } from '../outside-vpc';
import { projectContext } from '../space';
import { ipVersionOf } from './addresses';
import type { IDhcpProfile } from './dhcp-profile';
import { LEASE_SECONDS } from './subnet-dhcp';

export interface DhcpServerProps extends NsxObjectProps {
  /**
   * The edges that it runs on.
   * @default - the edge cluster that the NSX manager names; none in a project, and none where that names none
   */
  readonly edgeCluster?: IEdgeCluster;

  /**
   * Policy paths of the edge nodes it prefers, the active one first, at most two.
   * @default - NSX chooses
   */
  readonly preferredEdgePaths?: readonly string[];

  /**
   * Its addresses with the length of the prefix, such as `100.96.0.1/30`: at most one of IPv4, with a prefix of at most 30, and one of
   * IPv6, of at most 126. They serve the segments of a gateway; a segment with this profile has an address for it of its own.
   * @default - NSX chooses
   */
  readonly serverAddresses?: readonly string[];

  /**
   * How long an address is lent, in whole seconds from 60.
   * @default Duration.days(1)
   */
  readonly leaseTime?: Duration;
}

export interface DhcpServerLookup {
  /** Name in NSX, in the project that it is looked up in. */
  readonly name: string;
}

export interface DhcpServerAttributes {
  /** Policy path, such as `/infra/dhcp-server-configs/lab`. */
  readonly dhcpConfigPath: string;
}

const DHCP_SERVER = Symbol.for('cdk-strata.DhcpServer');
const LONGEST_PREFIX = { 4: 30, 6: 126 } as const;
const MOST_EDGES = 2;

/**
 * A profile for DHCP servers, of gateways or segments. Terraform deletes it after whatever
 * names it is changed, since NSX deletes none that is in use.
 *
 * @throws when it is made in a VPC, has two addresses of one version of IP or one that is too small a network, or more than two edges
 */
export class DhcpServer extends Construct implements IDhcpProfile {
  public static isDhcpServer(x: unknown): x is DhcpServer {
    return isBranded(x, DHCP_SERVER);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: DhcpServerLookup): IDhcpProfile {
    return new LookedUpDhcpServer(scope, id, props);
  }

  /** One that exists, by its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: DhcpServerAttributes): IDhcpProfile {
    return new KnownDhcpServer(scope, id, attributes);
  }

  public readonly dhcpConfigPath: string;
  public readonly dhcpType = 'server';
  public readonly resource: PolicyDhcpServer;

  public constructor(scope: Construct, id: string, props: DhcpServerProps = {}) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, DHCP_SERVER);
    checkOutsideVpc(this, 'DHCP servers', 'set DHCP in the VpcServiceProfile of the VPC');

    const given = ifGiven(props.edgeCluster, (cluster) => checkKindHere(this, 'edgeCluster', cluster, EDGE_CLUSTER));
    this.resource = new nsxt.PolicyDhcpServer(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      ...objectConfig(this, props),
      edgeClusterPath: (given ?? (projectContext(this).context === undefined ? defaultEdgeCluster(this) : undefined))?.edgeClusterPath,
      preferredEdgePaths: ifGiven(props.preferredEdgePaths, (paths) => this.checkEdges(paths)),
      serverAddresses: ifGiven(props.serverAddresses, (addresses) => this.checkAddresses(addresses)),
      leaseTime: ifGiven(props.leaseTime, (time) => checkSeconds(this, 'leaseTime', time, LEASE_SECONDS)),
      ...DELETED_LAST,
    });
    this.dhcpConfigPath = this.resource.path;
  }

  private checkEdges(paths: readonly string[]): string[] {
    const checked = checkTexts(this, 'preferredEdgePaths', paths).map((path, index) => checkPolicyPath(this, `preferredEdgePaths[${index}]`, path));
    if (checked.length <= MOST_EDGES) return checked;
    throw new ConstructError(this, `preferredEdgePaths must name at most ${MOST_EDGES}, the active and the standby edge, got ${checked.length}`);
  }

  private checkAddresses(addresses: readonly string[]): string[] {
    const checked = checkTexts(this, 'serverAddresses', addresses);
    const versions = checked.flatMap((text, index) => {
      if (Token.isUnresolved(text)) return [];
      const [address, length] = text.split('/');
      const version = ipVersionOf(address!);
      const longest = version === undefined ? 0 : LONGEST_PREFIX[version];
      if (version !== undefined && /^\d+$/.test(length ?? '') && Number(length) >= 1 && Number(length) <= longest) return [version];
      const repair = version === undefined ? '' : `; give a prefix of at most ${longest}, such as "${address}/${longest}"`;
      throw new ConstructError(
        this,
        `serverAddresses[${index}] must be an address and the length of its prefix, such as "100.96.0.1/30", got ${got(text)}${repair}`,
      );
    });
    if (checked.length <= 2 && new Set(versions).size === versions.length) return checked;
    throw new ConstructError(this, `serverAddresses must be at most one of IPv4 and one of IPv6, got ${checked.join(', ')}`);
  }
}

class LookedUpDhcpServer extends Construct implements IDhcpProfile {
  public readonly dhcpConfigPath: string;
  public readonly dhcpType = 'server';

  public constructor(scope: Construct, id: string, props: DhcpServerLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.dhcpConfigPath = new nsxt.DataNsxtPolicyDhcpServer(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      displayName: checkText(this, 'name', props.name),
    }).path;
  }
}

class KnownDhcpServer extends Construct implements IDhcpProfile {
  public readonly dhcpConfigPath: string;
  public readonly dhcpType = 'server';

  public constructor(scope: Construct, id: string, attributes: DhcpServerAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['dhcpConfigPath']);
    recordOrigin(this);
    this.dhcpConfigPath = checkPolicyPath(this, 'dhcpConfigPath', attributes.dhcpConfigPath);
  }
}
