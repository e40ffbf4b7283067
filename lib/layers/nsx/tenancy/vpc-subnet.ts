import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import type { Cidr } from '../../../units';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkKind, checkOneOf, checkProps, checkText, ifGiven } from '../../check';
import { CIDR, IP_BLOCK } from '../../kind';
import type { IDatacenter } from '../../vsphere';
import { nsxt, type VpcSubnet as VpcSubnetResource } from '../bindings';
import { checkKindsHere, nsxConnectionOf } from '../connection';
import type { ISegment } from '../network/isegment';
import { hereOf, portGroupOf } from '../network/segment-port-group';
import { checkPolicyPath, objectConfig } from '../nsx-object';
import { type IVpcSpace, vpcOf } from '../space';
import { attachmentOf } from './vpc';
import { checkAddressing, gatewayConfig, subnetDhcpConfig } from './vpc-subnet-config';
import type { VpcSubnetAttributes, VpcSubnetLookup, VpcSubnetProps } from './vpc-subnet-props';

/** A subnet of a VPC, owned or looked up: a network that machines can join. */
export interface IVpcSubnet extends ISegment {
  /** The VPC that it lies in. */
  readonly vpc: IVpcSpace;
}

const VPC_SUBNET = Symbol.for('cdk-strata.VpcSubnet');

export const ACCESS_MODES = {
  private: 'Private',
  privateTgw: 'Private_TGW',
  public: 'Public',
  isolated: 'Isolated',
  l2Only: 'L2_Only',
} as const;

/** Finds its network in vCenter. */
abstract class JoinableSubnet extends Construct implements IVpcSubnet {
  public abstract readonly vpc: IVpcSpace;
  public abstract readonly segmentPath: string;
  public abstract readonly segmentName: string;
  public abstract readonly cidrs?: readonly Cidr[];
  /** What makes it; undefined where it exists. */
  public readonly resource?: VpcSubnetResource;

  /** Managed object id of its network, in the vCenter of the stack. Looked up when it is read. */
  public get networkId(): string {
    return this.networkIdFor(hereOf(this));
  }

  public networkIdFor(user: IConstruct, datacenter?: IDatacenter): string {
    return portGroupOf(this, user, { name: () => this.segmentName, vpc: this.vpc, madeBy: this.resource }, datacenter);
  }
}

/**
 * A subnet of the VPC that it stands below: a network that machines can join. NSX 9.0 and later.
 *
 * @throws when it stands below no VPC, has both `size` and `cidr`, `size` is no power of 2 from 8 to 65536 or more than any private
 * range of the VPC has, `cidr` is not IPv4, an address lies outside of it, or what it is told does not go together
 */
export class VpcSubnet extends JoinableSubnet {
  public static isVpcSubnet(x: unknown): x is VpcSubnet {
    return isBranded(x, VPC_SUBNET);
  }

  /** One of the VPC that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: VpcSubnetLookup): IVpcSubnet {
    return new LookedUpVpcSubnet(scope, id, props);
  }

  /** One of the VPC that exists, by its policy path and name. */
  public static fromAttributes(scope: Construct, id: string, attributes: VpcSubnetAttributes): IVpcSubnet {
    return new KnownVpcSubnet(scope, id, attributes);
  }

  public readonly vpc: IVpcSpace;
  public readonly segmentPath: string;
  public readonly segmentName: string;
  public readonly cidrs?: readonly Cidr[];
  public override readonly resource: VpcSubnetResource;

  public constructor(scope: Construct, id: string, props: VpcSubnetProps = {}) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, VPC_SUBNET);

    this.vpc = vpcOf(this, 'a subnet of a VPC');
    const accessMode = ifGiven(props.accessMode, (mode) => checkOneOf(this, 'accessMode', mode, Object.keys(ACCESS_MODES) as (typeof mode)[]));
    checkAddressing(this, this.vpc, props);
    this.cidrs = ifGiven(props.cidr, (cidr) => [cidr]);
    this.resource = new nsxt.VpcSubnet(this, 'Default', {
      provider: nsxConnectionOf(this),
      context: { projectId: this.vpc.projectId, vpcId: this.vpc.vpcId },
      ...objectConfig(this, props),
      accessMode: accessMode && ACCESS_MODES[accessMode],
      ipv4SubnetSize: props.size,
      ipAddresses: this.cidrs?.map((cidr) => cidr.toString()),
      ipBlocks: ifGiven(props.ipBlocks, (blocks) => checkKindsHere(this, 'ipBlocks', blocks, IP_BLOCK).map(({ ipBlockPath }) => ipBlockPath)),
      advancedConfig: {
        ...gatewayConfig(this, props),
        staticIpAllocation: ifGiven(props.staticIpAllocation, (enabled) => ({ enabled: checkFlag(this, 'staticIpAllocation', enabled) })),
      },
      dhcpConfig: subnetDhcpConfig(this, props),
      vlanConnection: ifGiven(props.vlanConnection, (path) => checkPolicyPath(this, 'vlanConnection', path)),
      dependsOn: attachmentOf(this, this.vpc),
    });
    this.segmentPath = this.resource.path;
    this.segmentName = this.resource.displayName;
  }
}

class LookedUpVpcSubnet extends JoinableSubnet {
  public readonly vpc: IVpcSpace;
  public readonly segmentPath: string;
  public readonly segmentName: string;
  public readonly cidrs?: readonly Cidr[];

  public constructor(scope: Construct, id: string, props: VpcSubnetLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.vpc = vpcOf(this, 'a subnet of a VPC');
    this.segmentName = checkText(this, 'name', props.name);
    this.cidrs = ifGiven(props.cidr, (cidr) => [checkKind(this, 'cidr', cidr, CIDR)]);
    this.segmentPath = new nsxt.DataNsxtVpcSubnet(this, 'Default', {
      provider: nsxConnectionOf(this),
      context: { projectId: this.vpc.projectId, vpcId: this.vpc.vpcId },
      displayName: this.segmentName,
    }).path;
  }
}

class KnownVpcSubnet extends JoinableSubnet {
  public readonly vpc: IVpcSpace;
  public readonly segmentPath: string;
  public readonly segmentName: string;
  public readonly cidrs?: readonly Cidr[];

  public constructor(scope: Construct, id: string, attributes: VpcSubnetAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['segmentPath', 'segmentName']);
    recordOrigin(this);
    this.vpc = vpcOf(this, 'a subnet of a VPC');
    this.segmentPath = checkPolicyPath(this, 'segmentPath', attributes.segmentPath);
    this.segmentName = checkText(this, 'segmentName', attributes.segmentName);
    this.cidrs = ifGiven(attributes.cidr, (cidr) => [checkKind(this, 'cidr', cidr, CIDR)]);
  }
}
