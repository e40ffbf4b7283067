import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkProps, checkText, ifGiven } from '../../check';
import { EDGE_CLUSTER, TRANSIT_GATEWAY } from '../../kind';
import { type IIpBlock, ipBlockPaths } from '../address/ip-block';
import { nsxt, type VpcConnectivityProfile as VpcConnectivityProfileResource, type VpcConnectivityProfileServiceGateway } from '../bindings';
import { checkKindHere, checkKindsHere, nsxConnectionOf } from '../connection';
import type { IEdgeCluster } from '../edge/edge-cluster';
import { checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { projectOf } from '../space';
import type { ITransitGateway } from './transit-gateway';

/** How VPCs of a project reach each other and the outside, owned or looked up. */
export interface IVpcConnectivityProfile extends IConstruct {
  /** Policy path, such as `/orgs/default/projects/shop/vpc-connectivity-profiles/default`. */
  readonly vpcConnectivityProfilePath: string;
}

/** What runs services of a VPC on edges. NAT needs it. */
export interface VpcServiceGateway {
  /**
   * Whether it is on.
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Edge clusters of the project that it runs on; for a distributed transit gateway these are service clusters.
   * @default - chosen by NSX
   */
  readonly edgeClusters?: readonly IEdgeCluster[];

  /**
   * Whether NSX itself translates the private addresses of VPCs as they go out.
   * @default false
   */
  readonly defaultSnat?: boolean;

  /**
   * Policy path of the QoS profile for what comes in.
   * @default - none
   */
  readonly ingressQosProfile?: string;

  /**
   * Policy path of the QoS profile for what goes out.
   * @default - none
   */
  readonly egressQosProfile?: string;
}

export interface VpcConnectivityProfileProps extends NsxObjectProps {
  readonly transitGateway: ITransitGateway;

  /**
   * Blocks for public subnets and for addresses that NAT puts outside.
   * @default - none
   */
  readonly externalBlocks?: readonly IIpBlock[];

  /**
   * Blocks for subnets that the VPCs of the project see of each other, `privateTgw`.
   * @default - none
   */
  readonly privateTgwBlocks?: readonly IIpBlock[];

  /**
   * What runs services of VPCs on edges.
   * @default - none
   */
  readonly serviceGateway?: VpcServiceGateway;
}

export interface VpcConnectivityProfileLookup {
  /** Name in NSX. */
  readonly name: string;
}

export interface VpcConnectivityProfileAttributes {
  /** Policy path, such as `/orgs/default/projects/shop/vpc-connectivity-profiles/default`. */
  readonly vpcConnectivityProfilePath: string;
}

const PROFILE = Symbol.for('cdk-strata.VpcConnectivityProfile');

/**
 * How VPCs of a project reach each other and the outside. NSX 9.0 and later. Terraform deletes it after whatever
 * names it is changed, since NSX deletes none that is used.
 *
 * @throws when it stands below no project, or below a VPC, or a block is known to be for another use
 */
export class VpcConnectivityProfile extends Construct implements IVpcConnectivityProfile {
  public static isVpcConnectivityProfile(x: unknown): x is VpcConnectivityProfile {
    return isBranded(x, PROFILE);
  }

  /** One of the project that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: VpcConnectivityProfileLookup): IVpcConnectivityProfile {
    return new LookedUpProfile(scope, id, props);
  }

  /** One that exists, by its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: VpcConnectivityProfileAttributes): IVpcConnectivityProfile {
    return new KnownProfile(scope, id, attributes);
  }

  public readonly vpcConnectivityProfilePath: string;
  public readonly resource: VpcConnectivityProfileResource;

  public constructor(scope: Construct, id: string, props: VpcConnectivityProfileProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['transitGateway']);
    recordOrigin(this);
    brand(this, PROFILE);

    this.resource = new nsxt.VpcConnectivityProfile(this, 'Default', {
      provider: nsxConnectionOf(this),
      context: { projectId: projectOf(this, 'a VPC connectivity profile').projectId },
      ...objectConfig(this, props),
      ...DELETED_LAST,
      transitGatewayPath: checkKindHere(this, 'transitGateway', props.transitGateway, TRANSIT_GATEWAY).transitGatewayPath,
      externalIpBlocks: ipBlockPaths(this, 'externalBlocks', props.externalBlocks, 'external'),
      privateTgwIpBlocks: ipBlockPaths(this, 'privateTgwBlocks', props.privateTgwBlocks, 'private'),
      serviceGateway: ifGiven(props.serviceGateway, (gateway) => serviceGatewayConfig(this, gateway)),
    });
    this.vpcConnectivityProfilePath = this.resource.path;
  }
}

class LookedUpProfile extends Construct implements IVpcConnectivityProfile {
  public readonly vpcConnectivityProfilePath: string;

  public constructor(scope: Construct, id: string, props: VpcConnectivityProfileLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.vpcConnectivityProfilePath = new nsxt.DataNsxtVpcConnectivityProfile(this, 'Default', {
      provider: nsxConnectionOf(this),
      context: { projectId: projectOf(this, 'a VPC connectivity profile').projectId },
      displayName: checkText(this, 'name', props.name),
    }).path;
  }
}

class KnownProfile extends Construct implements IVpcConnectivityProfile {
  public readonly vpcConnectivityProfilePath: string;

  public constructor(scope: Construct, id: string, attributes: VpcConnectivityProfileAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['vpcConnectivityProfilePath']);
    recordOrigin(this);
    this.vpcConnectivityProfilePath = checkPolicyPath(this, 'vpcConnectivityProfilePath', attributes.vpcConnectivityProfilePath);
  }
}

function serviceGatewayConfig(profile: Construct, gateway: VpcServiceGateway): VpcConnectivityProfileServiceGateway {
  checkProps(profile, 'serviceGateway', gateway, []);
  const { ingressQosProfile, egressQosProfile } = gateway;
  const qos = {
    ingressQosProfilePath: ifGiven(ingressQosProfile, (path) => checkPolicyPath(profile, 'serviceGateway.ingressQosProfile', path)),
    egressQosProfilePath: ifGiven(egressQosProfile, (path) => checkPolicyPath(profile, 'serviceGateway.egressQosProfile', path)),
  };
  return {
    // Left out inside the block, the provider sends false for both.
    enable: checkFlag(profile, 'serviceGateway.enabled', gateway.enabled ?? true),
    natConfig: { enableDefaultSnat: checkFlag(profile, 'serviceGateway.defaultSnat', gateway.defaultSnat ?? false) },
    edgeClusterPaths: ifGiven(gateway.edgeClusters, (clusters) =>
      checkKindsHere(profile, 'serviceGateway.edgeClusters', clusters, EDGE_CLUSTER).map(({ edgeClusterPath }) => edgeClusterPath),
    ),
    qosConfig: ingressQosProfile === undefined && egressQosProfile === undefined ? undefined : qos,
  };
}
