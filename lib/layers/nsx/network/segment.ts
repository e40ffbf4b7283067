import type { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import type { Cidr } from '../../../units';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkOneOf, checkProps, checkTexts, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxt, type PolicySegment, type PolicySegmentConfig } from '../bindings';
import { defaultTransportZone, managerOf } from '../default-lookups';
import { checkGateway } from '../edge/check-gateway';
import { checkTier0Lent } from '../edge/check-tier0';
import type { IGateway } from '../edge/igateway';
import { Tier1Gateway } from '../edge/tier1-gateway';
import { checkPolicyPath } from '../nsx-object';
import { checkOutsideVpc } from '../outside-vpc';
import { checkSameProject, projectContext } from '../space';
import type { IDhcpProfile } from './dhcp-profile';
import type { ISegment } from './isegment';
import { SegmentBase } from './segment-base';
import { advancedBlock, checkTransportZone, commonAdvanced, commonConfig, oneOf } from './segment-config';
import { KnownSegment, LookedUpSegment } from './segment-known';
import type { SegmentAttributes, SegmentLookup, SegmentProps } from './segment-props';
import { dhcpOf, rangesOf } from './segment-subnet';

const SEGMENT = Symbol.for('cdk-strata.Segment');
const REPLICATION_MODES = { hierarchicalTwoTier: 'MTEP', headEnd: 'SOURCE' } as const;

/**
 * A segment on an overlay: a network that machines can join, in the same stack or another. It lies in the project that it is made
 * in, else in the default space.
 *
 * Its port group appears in vCenter under its name; what is attached to it waits for that. To take it off its gateway, say
 * `connected: false`: without a gateway in the program NSX keeps the one it has.
 *
 * @throws when it is made in a VPC, has no transport zone outside of a project, or one in it, two IPv4 networks, an address of its gateway
 * or of DHCP lies outside its subnet or is taken, nobody serves its DHCP, or its gateway is of another project,
 * as far as that is known
 */
export class Segment extends SegmentBase {
  public static isSegment(x: unknown): x is Segment {
    return isBranded(x, SEGMENT);
  }

  /** One that exists, on an overlay or VLANs, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: SegmentLookup): ISegment {
    return new LookedUpSegment(scope, id, props);
  }

  /** One that exists, by its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: SegmentAttributes): ISegment {
    return new KnownSegment(scope, id, attributes);
  }

  public readonly segmentPath: string;
  public readonly segmentName: string;
  public readonly gateway?: IGateway;
  /** What serves its DHCP; undefined for that of its gateway, if any. */
  public readonly dhcpProfile?: IDhcpProfile;
  public readonly cidrs?: readonly Cidr[];
  public readonly resource: PolicySegment;

  public constructor(scope: Construct, id: string, props: SegmentProps = {}) {
    super(scope, id, props);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, SEGMENT);
    checkOutsideVpc(this, 'segments', 'make a VpcSubnet instead, or make this outside of the VPC');

    this.gateway = ifGiven(props.gateway, (gateway) => checkGateway(this, 'gateway', gateway));
    ifGiven(this.gateway, (gateway) => this.checkOfProject(gateway));
    this.dhcpProfile = props.dhcpProfile;
    const common = commonConfig(this, props);
    this.checkServed(props);
    this.resource = new nsxt.PolicySegment(this, 'Default', {
      ...common,
      connectivityPath: this.gateway?.gatewayPath,
      transportZonePath: this.transportZonePath(props),
      replicationMode: ifGiven(
        props.replicationMode,
        (mode) => REPLICATION_MODES[checkOneOf(this, 'replicationMode', mode, ['hierarchicalTwoTier', 'headEnd'])],
      ),
      overlayId: ifGiven(props.overlayId, (vni) => checkWhole(this, 'overlayId', vni, { low: 0 })),
      advancedConfig: this.advanced(props),
      l2Extension: this.l2Extension(props),
    });
    this.segmentPath = this.resource.path;
    this.segmentName = common.displayName;
    this.cidrs = rangesOf(props);
  }

  private checkOfProject(gateway: IGateway): void {
    if (gateway.tier === 0) checkTier0Lent(this, 'gateway', gateway);
    else checkSameProject(this, 'gateway', gateway, gateway.gatewayPath);
  }

  private transportZonePath({ transportZone }: SegmentProps): string | undefined {
    const manager = managerOf(this);
    return checkTransportZone(this, transportZone, 'overlay', {
      zone: transportZone === undefined && projectContext(this).context === undefined ? defaultTransportZone(this) : undefined,
      repair:
        manager === undefined
          ? 'make the NsxManager before it, with the name of its `transportZone`, or give transportZone here'
          : `give ${manager.node.path} the name of its \`transportZone\`, or give transportZone here`,
    });
  }

  /** NSX serves DHCP by a profile of the segment, or of the gateway. */
  private checkServed(props: SegmentProps): void {
    if (dhcpOf(props).length === 0 || props.dhcpProfile !== undefined) return;
    const repair = 'give the segment a dhcpProfile';
    if (this.gateway === undefined) throw new ConstructError(this, `dhcp is served by nobody: there is no gateway; ${repair}`);
    if (!Tier1Gateway.isTier1Gateway(this.gateway) || this.gateway.resource.dhcpConfigPathInput !== undefined) return;
    throw new ConstructError(this, `dhcp is served by nobody: gateway ${this.gateway.node.path} has no DHCP profile; give it dhcp, or ${repair}`);
  }

  private advanced(props: SegmentProps): PolicySegmentConfig['advancedConfig'] {
    const flag = (what: 'multicast' | 'hybrid' | 'localEgress'): boolean | undefined => ifGiven(props[what], (value) => checkFlag(this, what, value));
    const connected = checkFlag(this, 'connected', props.connected ?? true);
    if (!connected && this.gateway === undefined) {
      throw new ConstructError(this, 'connected is false and there is no gateway to be taken off; leave out connected, or give the gateway');
    }
    return advancedBlock({
      connectivity: this.gateway === undefined ? undefined : connected ? 'ON' : 'OFF',
      urpfMode: ifGiven(props.urpfMode, (mode) => checkOneOf(this, 'urpfMode', mode, ['strict', 'none']).toUpperCase()),
      multicast: flag('multicast'),
      hybrid: flag('hybrid'),
      localEgress: flag('localEgress'),
      ...commonAdvanced(this, props),
    });
  }

  private l2Extension({ l2VpnPaths, l2VpnTunnelId }: SegmentProps): PolicySegmentConfig['l2Extension'] {
    return oneOf({
      l2VpnPaths: ifGiven(l2VpnPaths, (paths) =>
        checkTexts(this, 'l2VpnPaths', paths).map((path, index) => checkPolicyPath(this, `l2VpnPaths[${index}]`, path)),
      ),
      tunnelId: ifGiven(l2VpnTunnelId, (id) => checkWhole(this, 'l2VpnTunnelId', id, { low: 1, high: 4093 })),
    });
  }
}
