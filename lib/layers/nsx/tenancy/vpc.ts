import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import type { Cidr } from '../../../units';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkKinds, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { CIDR, VPC_CONNECTIVITY_PROFILE, VPC_SERVICE_PROFILE } from '../../kind';
import { checkApart, spanOf } from '../address/ip-range';
import { nsxt, type Vpc as VpcResource, type VpcAttachment } from '../bindings';
import { checkKindHere, nsxConnectionOf } from '../connection';
import { checkNsxId, type NsxObjectProps, objectConfig } from '../nsx-object';
import { checkSameProject, type IVpcSpace, openSpace, projectOf } from '../space';
import { checkPolicyPaths } from './policy-paths';
import { checkShortId } from './short-id';
import type { IVpcConnectivityProfile } from './vpc-connectivity-profile';
import type { IVpcServiceProfile } from './vpc-service-profile';

/** A VPC of NSX, owned or looked up: what is made below it in the construct tree lies in it. */
export interface IVpc extends IVpcSpace {
  /** Ranges that only the VPC knows; undefined where nobody said. */
  readonly privateRanges?: readonly Cidr[];
}

export interface VpcProps extends NsxObjectProps {
  /**
   * IPv4 ranges that only the VPC knows, for its private subnets: other VPCs may have the same. Others make another VPC.
   * @default - none: it can have no private subnet
   */
  readonly privateRanges?: readonly Cidr[];

  /**
   * How it reaches other VPCs and the outside: it is attached by this.
   * @default - none: it is attached to nothing
   */
  readonly connectivityProfile?: IVpcConnectivityProfile;

  /**
   * What its subnets have by default.
   * @default - the default profile of the project
   */
  readonly serviceProfile?: IVpcServiceProfile;

  /**
   * Short name that NSX puts before names in logs and in vCenter, of at most 8 characters.
   * @default - the id where it is that short, else chosen by NSX
   */
  readonly shortId?: string;

  /**
   * Whether addresses of its private ranges are kept for load balancers.
   * @default - as NSX has it
   */
  readonly loadBalancerEndpoint?: boolean;

  /**
   * Policy paths of quotas.
   * @default - none
   */
  readonly quotas?: readonly string[];
}

export interface VpcLookup {
  /** Name in NSX. */
  readonly name: string;
}

export interface VpcAttributes {
  /** Its id in NSX, such as `web`. */
  readonly vpcId: string;

  /**
   * IPv4 ranges that only the VPC knows.
   * @default - not known
   */
  readonly privateRanges?: readonly Cidr[];
}

const VPC = Symbol.for('cdk-strata.Vpc');

/**
 * A VPC of the project that it stands below. NSX 9.0 and later. What is made below it in the construct tree lies in it: groups,
 * subnets, NAT rules and firewall policies.
 *
 * @throws when it stands below no project, or below another VPC, its private ranges overlap or are not IPv4, its profiles are those of
 * another project, or the short id is too long
 */
export class Vpc extends Construct implements IVpc {
  public static isVpc(x: unknown): x is Vpc {
    return isBranded(x, VPC);
  }

  /** One of the project that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: VpcLookup): IVpc {
    return new LookedUpVpc(scope, id, props);
  }

  /** One of the project that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: VpcAttributes): IVpc {
    return new KnownVpc(scope, id, attributes);
  }

  public readonly projectId: string;
  public readonly vpcId: string;
  public readonly spacePath: string;
  public readonly privateRanges: readonly Cidr[];
  public readonly resource: VpcResource;
  /** What ties it to its connectivity profile; undefined where it has none. */
  public readonly attachment?: VpcAttachment;

  public constructor(scope: Construct, id: string, props: VpcProps = {}) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, VPC);

    this.projectId = projectOf(this, 'a VPC').projectId;
    this.privateRanges = checkPrivateRanges(this, props.privateRanges ?? []);
    this.resource = new nsxt.Vpc(this, 'Default', {
      provider: nsxConnectionOf(this),
      context: { projectId: this.projectId },
      ...objectConfig(this, props),
      privateIps: this.privateRanges.length === 0 ? undefined : this.privateRanges.map((range) => range.toString()),
      vpcServiceProfile: ifGiven(props.serviceProfile, (profile) => {
        const { vpcServiceProfilePath } = checkKindHere(this, 'serviceProfile', profile, VPC_SERVICE_PROFILE);
        checkSameProject(this, 'serviceProfile', profile, vpcServiceProfilePath);
        return vpcServiceProfilePath;
      }),
      shortId: ifGiven(props.shortId, (shortId) => checkShortId(this, shortId)),
      loadBalancerVpcEndpoint: ifGiven(props.loadBalancerEndpoint, (enabled) => ({
        enabled: checkFlag(this, 'loadBalancerEndpoint', enabled),
      })),
      quotas: checkPolicyPaths(this, 'quotas', props.quotas),
    });
    this.vpcId = this.resource.id;
    this.spacePath = this.resource.path;
    this.attachment = ifGiven(props.connectivityProfile, (profile) => this.attach(profile));
    openSpace(this);
  }

  private attach(profile: IVpcConnectivityProfile): VpcAttachment {
    const { vpcConnectivityProfilePath } = checkKindHere(this, 'connectivityProfile', profile, VPC_CONNECTIVITY_PROFILE);
    checkSameProject(this, 'connectivityProfile', profile, vpcConnectivityProfilePath);
    return new nsxt.VpcAttachment(this, 'Attachment', {
      provider: nsxConnectionOf(this),
      displayName: this.resource.displayNameInput!,
      parentPath: this.spacePath,
      vpcConnectivityProfile: vpcConnectivityProfilePath,
    });
  }
}

class LookedUpVpc extends Construct implements IVpc {
  public readonly projectId: string;
  public readonly vpcId: string;
  public readonly spacePath: string;

  public constructor(scope: Construct, id: string, props: VpcLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.projectId = projectOf(this, 'a VPC').projectId;
    const lookup = new nsxt.DataNsxtVpc(this, 'Default', {
      provider: nsxConnectionOf(this),
      context: { projectId: this.projectId },
      displayName: checkText(this, 'name', props.name),
    });
    this.vpcId = lookup.id;
    this.spacePath = lookup.path;
    openSpace(this);
  }
}

class KnownVpc extends Construct implements IVpc {
  public readonly projectId: string;
  public readonly vpcId: string;
  public readonly spacePath: string;
  public readonly privateRanges?: readonly Cidr[];

  public constructor(scope: Construct, id: string, attributes: VpcAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['vpcId']);
    recordOrigin(this);
    const project = projectOf(this, 'a VPC');
    this.projectId = project.projectId;
    this.vpcId = checkNsxId(this, 'vpcId', attributes.vpcId);
    this.spacePath = `${project.spacePath}/vpcs/${this.vpcId}`;
    this.privateRanges = ifGiven(attributes.privateRanges, (ranges) => checkPrivateRanges(this, ranges));
    openSpace(this);
  }
}

/**
 * What must stand before addresses are taken in a VPC: public ones come from blocks of the profile that it is attached by. In another
 * stack it stands already.
 */
export function attachmentOf(user: Construct, vpc: IVpcSpace): ITerraformDependable[] | undefined {
  if (!Vpc.isVpc(vpc) || vpc.attachment === undefined || TerraformStack.of(vpc) !== TerraformStack.of(user)) return undefined;
  return [vpc.attachment];
}

function checkPrivateRanges(vpc: Construct, ranges: readonly Cidr[]): readonly Cidr[] {
  const list = checkKinds(vpc, 'privateRanges', ranges, CIDR);
  const other = list.find(({ version }) => version !== 4);
  if (other !== undefined) throw new ConstructError(vpc, `privateRanges must be IPv4, which is all that a VPC has, got ${other.toString()}`);
  checkApart(vpc, 'privateRanges', list.map(spanOf));
  return list;
}
