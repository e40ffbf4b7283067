import { isIP } from 'node:net';
import { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkProps, checkTexts, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { SEGMENT_SECURITY_PROFILE, SPOOF_GUARD_PROFILE } from '../../kind';
import { checkSeconds } from '../../vsphere/durations';
import { nsxt, type VpcServiceProfile as VpcServiceProfileResource, type VpcServiceProfileDhcpConfigDhcpServerConfig } from '../bindings';
import { checkKindHere, nsxConnectionOf } from '../connection';
import { LEASE_SECONDS } from '../network/subnet-dhcp';
import type { ISegmentSecurityProfile } from '../network/segment-security-profile';
import type { ISpoofGuardProfile } from '../network/spoof-guard-profile';
import { checkAddress } from '../network/addresses';
import { checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { projectOf } from '../space';

/** What subnets of VPCs have by default: DHCP and profiles of segments. */
export interface IVpcServiceProfile extends IConstruct {
  /** Policy path, such as `/orgs/default/projects/shop/vpc-service-profiles/default`. */
  readonly vpcServiceProfilePath: string;
}

/** The DHCP server of VPCs, for subnets that take `VpcSubnetDhcp.server()`. */
export interface VpcDhcpServer {
  /**
   * How long an address is lent, in whole seconds of at least 60.
   * @default Duration.days(1)
   */
  readonly leaseTime?: Duration;

  /**
   * Addresses or host names of NTP servers that clients are told of.
   * @default - none
   */
  readonly ntpServers?: readonly string[];

  /**
   * Addresses of DNS servers that clients are told of.
   * @default - none
   */
  readonly dnsServers?: readonly string[];

  /**
   * Whether hosts answer by themselves, without an edge cluster.
   * @default - as NSX has it
   */
  readonly distributed?: boolean;
}

export interface VpcServiceProfileProps extends NsxObjectProps {
  /**
   * The DHCP server, for subnets that take it.
   * @default - none: no subnet can have one
   */
  readonly dhcpServer?: VpcDhcpServer;

  /**
   * Addresses of DHCP servers elsewhere, for subnets that relay to them.
   * @default - none: no subnet can relay
   */
  readonly dhcpRelayServers?: readonly string[];

  /** @default - as NSX has it */
  readonly securityProfile?: ISegmentSecurityProfile;

  /** @default - as NSX has it */
  readonly spoofGuardProfile?: ISpoofGuardProfile;

  /**
   * Policy path of an IP discovery profile.
   * @default - as NSX has it
   */
  readonly ipDiscoveryProfile?: string;

  /**
   * Policy path of a MAC discovery profile.
   * @default - as NSX has it
   */
  readonly macDiscoveryProfile?: string;

  /**
   * Policy path of a QoS profile.
   * @default - none
   */
  readonly qosProfile?: string;
}

export interface VpcServiceProfileAttributes {
  /** Policy path, such as `/orgs/default/projects/shop/vpc-service-profiles/default`. */
  readonly vpcServiceProfilePath: string;
}

/** Labels of letters, digits and dashes, with dots between them. */
const HOST_NAME = /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*$/;

const PROFILE = Symbol.for('cdk-strata.VpcServiceProfile');

/**
 * What subnets of VPCs have by default. NSX 9.0 and later. Terraform deletes it after whatever names it is changed, since NSX deletes
 * none that is used.
 *
 * @throws when it stands below no project, or below a VPC, an address is none, or the lease is too short or not whole
 */
export class VpcServiceProfile extends Construct implements IVpcServiceProfile {
  public static isVpcServiceProfile(x: unknown): x is VpcServiceProfile {
    return isBranded(x, PROFILE);
  }

  /** One that exists, by its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: VpcServiceProfileAttributes): IVpcServiceProfile {
    return new KnownProfile(scope, id, attributes);
  }

  public readonly vpcServiceProfilePath: string;
  public readonly resource: VpcServiceProfileResource;

  public constructor(scope: Construct, id: string, props: VpcServiceProfileProps = {}) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, PROFILE);

    const path = (what: 'ipDiscoveryProfile' | 'macDiscoveryProfile' | 'qosProfile'): string | undefined =>
      ifGiven(props[what], (each) => checkPolicyPath(this, what, each));
    this.resource = new nsxt.VpcServiceProfile(this, 'Default', {
      provider: nsxConnectionOf(this),
      context: { projectId: projectOf(this, 'a VPC service profile').projectId },
      ...objectConfig(this, props),
      ...DELETED_LAST,
      dhcpConfig: {
        dhcpServerConfig: ifGiven(props.dhcpServer, (server) => serverConfig(this, server)),
        dhcpRelayConfig: ifGiven(props.dhcpRelayServers, (servers) => ({ serverAddresses: checkAddresses(this, 'dhcpRelayServers', servers) })),
      },
      securityProfile: ifGiven(
        props.securityProfile,
        (profile) => checkKindHere(this, 'securityProfile', profile, SEGMENT_SECURITY_PROFILE).segmentSecurityProfilePath,
      ),
      spoofGuardProfile: ifGiven(
        props.spoofGuardProfile,
        (profile) => checkKindHere(this, 'spoofGuardProfile', profile, SPOOF_GUARD_PROFILE).spoofGuardProfilePath,
      ),
      ipDiscoveryProfile: path('ipDiscoveryProfile'),
      macDiscoveryProfile: path('macDiscoveryProfile'),
      qosProfile: path('qosProfile'),
    });
    // NSX wants the block also where DHCP is off, and cdktf leaves out an empty one.
    if (props.dhcpServer === undefined && props.dhcpRelayServers === undefined) this.resource.addOverride('dhcp_config', {});
    this.vpcServiceProfilePath = this.resource.path;
  }
}

class KnownProfile extends Construct implements IVpcServiceProfile {
  public readonly vpcServiceProfilePath: string;

  public constructor(scope: Construct, id: string, attributes: VpcServiceProfileAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['vpcServiceProfilePath']);
    recordOrigin(this);
    this.vpcServiceProfilePath = checkPolicyPath(this, 'vpcServiceProfilePath', attributes.vpcServiceProfilePath);
  }
}

function serverConfig(profile: Construct, server: VpcDhcpServer): VpcServiceProfileDhcpConfigDhcpServerConfig {
  checkProps(profile, 'dhcpServer', server, []);
  return {
    // Said in any case: cdktf leaves out a block without content, and with it the server.
    leaseTime: checkSeconds(profile, 'dhcpServer.leaseTime', server.leaseTime ?? Duration.days(1), LEASE_SECONDS),
    ntpServers: ifGiven(server.ntpServers, (servers) => checkHosts(profile, 'dhcpServer.ntpServers', servers)),
    dnsClientConfig: ifGiven(server.dnsServers, (servers) => ({ dnsServerIps: checkAddresses(profile, 'dhcpServer.dnsServers', servers) })),
    advancedConfig: ifGiven(server.distributed, (distributed) => ({
      isDistributedDhcp: checkFlag(profile, 'dhcpServer.distributed', distributed),
    })),
  };
}

function checkAddresses(profile: Construct, what: string, addresses: readonly string[]): string[] {
  const list = checkTexts(profile, what, addresses).map((address, index) => checkAddress(profile, `${what}[${index}]`, address));
  if (list.length === 0) throw new ConstructError(profile, `${what} must have an address, got none; give one, or leave it out`);
  return list;
}

function checkHosts(profile: Construct, what: string, hosts: readonly string[]): string[] {
  const list = checkTexts(profile, what, hosts);
  const wrong = list.findIndex((host) => !Token.isUnresolved(host) && isIP(host) === 0 && !HOST_NAME.test(host));
  if (wrong === -1) return list;
  throw new ConstructError(profile, `${what}[${wrong}] must be an IP address or a host name, got ${got(list[wrong])}`);
}
