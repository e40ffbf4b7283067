import { Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkProps, checkText, checkTexts, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxt, type PolicySegmentSecurityProfileA } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { checkOutsideVpc } from '../outside-vpc';
import { projectContext } from '../space';
import { checkMac } from './mac-address';

/** What machines on a segment may not send. */
export interface ISegmentSecurityProfile extends IConstruct {
  /** Policy path, such as `/infra/segment-security-profiles/strict`. */
  readonly segmentSecurityProfilePath: string;
}

/** Packets a second that a port may send and receive; 0 for any number. */
export interface RateLimits {
  /** @default 0 */
  readonly rxBroadcast?: number;

  /** @default 0 */
  readonly rxMulticast?: number;

  /** @default 0 */
  readonly txBroadcast?: number;

  /** @default 0 */
  readonly txMulticast?: number;
}

export interface SegmentSecurityProfileProps extends NsxObjectProps {
  /**
   * Whether frames of the spanning tree protocol are dropped.
   * @default true
   */
  readonly bpduFilter?: boolean;

  /**
   * Destination MAC addresses of such frames that pass all the same, of those that NSX knows.
   * @default - none
   */
  readonly bpduFilterAllowList?: readonly string[];

  /**
   * Whether answers of DHCP servers are dropped that a machine sends.
   * @default true
   */
  readonly dhcpServerBlock?: boolean;

  /**
   * The same for DHCPv6.
   * @default true
   */
  readonly dhcpServerBlockIpv6?: boolean;

  /**
   * Whether a machine may not ask for an address.
   * @default false
   */
  readonly dhcpClientBlock?: boolean;

  /**
   * The same for DHCPv6.
   * @default false
   */
  readonly dhcpClientBlockIpv6?: boolean;

  /**
   * Whether all but IPv4, IPv6 and ARP is dropped.
   * @default false
   */
  readonly nonIpTrafficBlock?: boolean;

  /**
   * Whether IPv6 router advertisements are dropped that a machine sends.
   * @default true
   */
  readonly raGuard?: boolean;

  /**
   * Limits on floods.
   * @default - none
   */
  readonly rateLimits?: RateLimits;
}

export interface SegmentSecurityProfileLookup {
  /** Name in NSX, in the project that it is looked up in: NSX's own profiles lie in the default space. */
  readonly name: string;
}

export interface SegmentSecurityProfileAttributes {
  /** Policy path. */
  readonly segmentSecurityProfilePath: string;
}

const SEGMENT_SECURITY_PROFILE = Symbol.for('cdk-strata.SegmentSecurityProfile');

/** The addresses that NSX lets through its filter (provider documentation, `bpdu_filter_allow`). */
const KNOWN_BPDUS = /^(?:01:80:c2:00:00:0[0-9a-f]|00:e0:2b:00:00:0[046]|01:00:0c:(?:00:00:00|cc:cc:c[cd]|cc:cc:c[0-7]|cd:cd:cd))$/i;

/**
 * What machines on a segment may not send. Terraform deletes it after whatever
 * names it is changed, since NSX deletes none that is in use.
 *
 * @throws when it is made in a VPC, a rate is not whole, or frames pass a filter that is off or knows no such address
 */
export class SegmentSecurityProfile extends Construct implements ISegmentSecurityProfile {
  public static isSegmentSecurityProfile(x: unknown): x is SegmentSecurityProfile {
    return isBranded(x, SEGMENT_SECURITY_PROFILE);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: SegmentSecurityProfileLookup): ISegmentSecurityProfile {
    return new LookedUpSegmentSecurityProfile(scope, id, props);
  }

  /** One that exists, by its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: SegmentSecurityProfileAttributes): ISegmentSecurityProfile {
    return new KnownSegmentSecurityProfile(scope, id, attributes);
  }

  public readonly segmentSecurityProfilePath: string;
  public readonly resource: PolicySegmentSecurityProfileA;

  public constructor(scope: Construct, id: string, props: SegmentSecurityProfileProps = {}) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, SEGMENT_SECURITY_PROFILE);
    checkOutsideVpc(this, 'segment security profiles', 'make it in the project');

    const flag = (what: keyof SegmentSecurityProfileProps & `${string}${'Filter' | 'Block' | 'BlockIpv6' | 'Guard'}`, otherwise: boolean): boolean =>
      checkFlag(this, what, (props[what] as boolean | undefined) ?? otherwise);
    const bpduFilterEnable = flag('bpduFilter', true);
    this.resource = new nsxt.PolicySegmentSecurityProfileA(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      ...objectConfig(this, props),
      bpduFilterEnable,
      bpduFilterAllow: ifGiven(props.bpduFilterAllowList, (list) => this.allowed(list, bpduFilterEnable)),
      dhcpServerBlockEnabled: flag('dhcpServerBlock', true),
      dhcpServerBlockV6Enabled: flag('dhcpServerBlockIpv6', true),
      dhcpClientBlockEnabled: flag('dhcpClientBlock', false),
      dhcpClientBlockV6Enabled: flag('dhcpClientBlockIpv6', false),
      nonIpTrafficBlockEnabled: flag('nonIpTrafficBlock', false),
      raGuardEnabled: flag('raGuard', true),
      rateLimitsEnabled: props.rateLimits !== undefined,
      rateLimit: ifGiven(props.rateLimits, (limits) => [this.limits(limits)]),
      ...DELETED_LAST,
    });
    this.segmentSecurityProfilePath = this.resource.path;
  }

  private allowed(list: readonly string[], filters: boolean): string[] {
    if (!filters) throw new ConstructError(this, 'bpduFilterAllowList is for a filter that is on; leave it out, or bpduFilter');
    return checkTexts(this, 'bpduFilterAllowList', list).map((mac, index) => {
      checkMac(this, `bpduFilterAllowList[${index}]`, mac);
      if (Token.isUnresolved(mac) || KNOWN_BPDUS.test(mac)) return mac;
      throw new ConstructError(
        this,
        `bpduFilterAllowList[${index}] ${mac} is none that NSX lets through; it knows 01:80:c2:00:00:00 to :0f, 00:e0:2b:00:00:00, :04 and :06, and Cisco's 01:00:0c:00:00:00, :cc:cc:c0 to :c7, :cc:cc:cc, :cc:cc:cd and :cd:cd:cd`,
      );
    });
  }

  private limits(limits: RateLimits): Record<keyof RateLimits, number> {
    checkProps(this, 'rateLimits', limits, []);
    const rate = (what: keyof RateLimits): number => checkWhole(this, `${what} of rateLimits`, limits[what] ?? 0, { low: 0 });
    return {
      rxBroadcast: rate('rxBroadcast'),
      rxMulticast: rate('rxMulticast'),
      txBroadcast: rate('txBroadcast'),
      txMulticast: rate('txMulticast'),
    };
  }
}

class LookedUpSegmentSecurityProfile extends Construct implements ISegmentSecurityProfile {
  public readonly segmentSecurityProfilePath: string;

  public constructor(scope: Construct, id: string, props: SegmentSecurityProfileLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.segmentSecurityProfilePath = new nsxt.DataNsxtPolicySegmentSecurityProfile(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      displayName: checkText(this, 'name', props.name),
    }).path;
  }
}

class KnownSegmentSecurityProfile extends Construct implements ISegmentSecurityProfile {
  public readonly segmentSecurityProfilePath: string;

  public constructor(scope: Construct, id: string, attributes: SegmentSecurityProfileAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['segmentSecurityProfilePath']);
    recordOrigin(this);
    this.segmentSecurityProfilePath = checkPolicyPath(this, 'segmentSecurityProfilePath', attributes.segmentSecurityProfilePath);
  }
}
