import { Construct, type IConstruct } from 'constructs';
import type { Cidr } from '../../../units';
import type { IDatacenter, IDistributedSwitch } from '../../vsphere';
import { nsxt } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { projectContext } from '../space';
import { DhcpStaticBinding, type DhcpStaticBindingOptions } from './dhcp-static-binding';
import type { ISegment } from './isegment';
import { hereOf, portGroupOf } from './segment-port-group';
import type { SegmentPortGroupProps } from './segment-props';

/** A segment, wherever it comes from. */
export abstract class SegmentBase extends Construct implements ISegment {
  public readonly switch?: IDistributedSwitch;
  public abstract readonly segmentPath: string;
  public abstract readonly segmentName?: string;
  public abstract readonly cidrs?: readonly Cidr[];
  private readonly datacenter?: IDatacenter;
  private networkName?: string;

  protected constructor(scope: Construct, id: string, props: SegmentPortGroupProps | undefined) {
    super(scope, id);
    this.switch = props?.switch;
    this.datacenter = props?.datacenter;
  }

  /** Managed object id of its port group, as seen from its own stack. */
  public get networkId(): string {
    return this.networkIdFor(hereOf(this));
  }

  public networkIdFor(user: IConstruct, datacenter?: IDatacenter): string {
    return portGroupOf(this, user, { name: () => this.realizedName(), switch: this.switch, datacenter: this.datacenter }, datacenter);
  }

  /** A fixed address that DHCP gives to the machine of a MAC address. */
  public bind(id: string, props: DhcpStaticBindingOptions): DhcpStaticBinding {
    return new DhcpStaticBinding(this, id, { ...props, segment: this });
  }

  /** What its port group is called, known once NSX has made it on the hosts. */
  private realizedName(): string {
    this.networkName ??= new nsxt.DataNsxtPolicySegmentRealization(this, 'Realization', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      path: this.segmentPath,
    }).networkName;
    return this.networkName;
  }
}
