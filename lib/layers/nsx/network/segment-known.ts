import type { Construct, IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkKind, checkProps, checkText, ifGiven } from '../../check';
import { DATACENTER, SWITCH } from '../../kind';
import type { IDatacenter } from '../../vsphere';
import { nsxt } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkPolicyPath } from '../nsx-object';
import { projectContext } from '../space';
import { SegmentBase } from './segment-base';
import type { SegmentAttributes, SegmentLookup, SegmentPortGroupProps } from './segment-props';

/** A segment that Terraform finds by its name. */
export class LookedUpSegment extends SegmentBase {
  public readonly segmentPath: string;
  public readonly segmentName: string;
  public readonly cidrs = undefined;

  public constructor(scope: Construct, id: string, props: SegmentLookup) {
    super(scope, id, props);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    checkPlace(this, props);
    this.segmentName = checkText(this, 'name', props.name);
    this.segmentPath = new nsxt.DataNsxtPolicySegment(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      displayName: this.segmentName,
    }).path;
  }
}

/** A segment that is known by its path. */
export class KnownSegment extends SegmentBase {
  public readonly segmentPath: string;
  public readonly segmentName?: string;
  public readonly cidrs = undefined;
  private readonly knownNetworkId?: string;

  public constructor(scope: Construct, id: string, attributes: SegmentAttributes) {
    super(scope, id, attributes);
    checkProps(this, 'attributes', attributes, ['segmentPath']);
    recordOrigin(this);
    checkPlace(this, attributes);
    this.segmentPath = checkPolicyPath(this, 'segmentPath', attributes.segmentPath);
    this.segmentName = ifGiven(attributes.segmentName, (name) => checkText(this, 'segmentName', name));
    this.knownNetworkId = ifGiven(attributes.networkId, (networkId) => checkText(this, 'networkId', networkId));
  }

  public override networkIdFor(user: IConstruct, datacenter?: IDatacenter): string {
    return this.knownNetworkId ?? super.networkIdFor(user, datacenter);
  }
}

function checkPlace(segment: SegmentBase, props: SegmentPortGroupProps): void {
  ifGiven(props.switch, (fabric) => checkKind(segment, 'switch', fabric, SWITCH));
  ifGiven(props.datacenter, (datacenter) => checkKind(segment, 'datacenter', datacenter, DATACENTER));
}
