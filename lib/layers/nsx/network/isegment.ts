import type { IConstruct } from 'constructs';
import type { Cidr } from '../../../units';
import type { IDatacenter, INetwork } from '../../vsphere';

/** A segment of NSX, owned or looked up: a network that machines can join. */
export interface ISegment extends INetwork {
  /** Policy path, such as `/infra/segments/nodes`. */
  readonly segmentPath: string;
  /** Its name in NSX, which its port group in vCenter bears as well; undefined where nobody said. */
  readonly segmentName?: string;
  /** The ranges of its subnets; undefined where nobody said. */
  readonly cidrs?: readonly Cidr[];
  /** Managed object id of its port group, for a construct of whichever stack and vCenter. */
  networkIdFor(user: IConstruct, datacenter?: IDatacenter): string;
}
