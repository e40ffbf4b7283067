import type { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import type { Cidr } from '../../../units';
import { brand, isBranded } from '../../brand';
import { checkProps } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxt, type PolicyVlanSegment } from '../bindings';
import { checkOutsideVpc } from '../outside-vpc';
import { projectContext, spaceOf } from '../space';
import type { IDhcpProfile } from './dhcp-profile';
import { SegmentBase } from './segment-base';
import { advancedBlock, checkTransportZone, commonAdvanced, commonConfig } from './segment-config';
import type { VlanSegmentProps } from './segment-props';
import { dhcpOf, rangesOf } from './segment-subnet';
import { vlanTexts } from './vlan-ids';

const VLAN_SEGMENT = Symbol.for('cdk-strata.VlanSegment');

/**
 * A segment on VLANs of the network outside. Its gateway, if any, is outside as well: an address of one in NSX is that of a service
 * interface.
 *
 * @throws when it is made in a project or a VPC, has no VLAN or one out of bounds, no transport zone, or an address lies outside its
 * subnet or is taken
 */
export class VlanSegment extends SegmentBase {
  public static isVlanSegment(x: unknown): x is VlanSegment {
    return isBranded(x, VLAN_SEGMENT);
  }

  public readonly segmentPath: string;
  public readonly segmentName: string;
  public readonly cidrs?: readonly Cidr[];
  /** What serves its DHCP. */
  public readonly dhcpProfile?: IDhcpProfile;
  public readonly resource: PolicyVlanSegment;

  public constructor(scope: Construct, id: string, props: VlanSegmentProps) {
    super(scope, id, props);
    checkProps(this, 'props', props, ['vlans']);
    recordOrigin(this);
    brand(this, VLAN_SEGMENT);
    checkOutsideVpc(this, 'segments', 'make a VpcSubnet instead, or make this outside of the VPC');
    checkOutsideProject(this);

    const common = commonConfig(this, props);
    if (dhcpOf(props).length > 0 && props.dhcpProfile === undefined) {
      throw new ConstructError(this, 'dhcp is served by nobody: a segment on VLANs has no gateway of NSX; give it a dhcpProfile');
    }
    this.resource = new nsxt.PolicyVlanSegment(this, 'Default', {
      ...common,
      vlanIds: vlanTexts(this, 'vlans', props.vlans),
      transportZonePath: checkTransportZone(this, props.transportZone, 'vlan', { repair: 'give transportZone, one for VLANs' }),
      advancedConfig: advancedBlock(commonAdvanced(this, props)),
    });
    this.dhcpProfile = props.dhcpProfile;
    this.segmentPath = this.resource.path;
    this.segmentName = common.displayName;
    this.cidrs = rangesOf(props);
  }
}

/** NSX asks for the transport zone of a segment on VLANs (its API, `Segment.transport_zone_path`), and the provider takes none in a project. */
function checkOutsideProject(segment: VlanSegment): void {
  const { context } = projectContext(segment);
  if (context === undefined) return;
  throw new ConstructError(
    segment,
    `a segment on VLANs is made in the project ${spaceOf(segment)!.node.path}, where no transport zone can be named; make it outside of the project`,
  );
}
