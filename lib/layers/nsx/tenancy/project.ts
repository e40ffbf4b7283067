import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkDistinct, checkFlag, checkKinds, checkProps, checkText, checkTexts, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { EDGE_CLUSTER, GATEWAY } from '../../kind';
import { type IIpBlock, ipBlockPaths } from '../address/ip-block';
import { nsxt, type PolicyProject, type PolicyProjectConfig } from '../bindings';
import { checkKindsHere, nsxConnectionOf } from '../connection';
import { checkGateway } from '../edge/check-gateway';
import type { IEdgeCluster } from '../edge/edge-cluster';
import type { ITier0Gateway } from '../edge/igateway';
import { checkLength, checkNsxId, checkPolicyPath, type NsxObjectProps, objectConfig } from '../nsx-object';
import { DEFAULT_PROJECT, type ISpace, openSpace, spaceOf } from '../space';
import { checkPolicyPaths } from './policy-paths';
import { checkShortId } from './short-id';

/** A project of NSX, owned or looked up: what is made below it in the construct tree lies in it. */
export type IProject = ISpace;

export interface ProjectProps extends NsxObjectProps {
  /**
   * Tier-0 gateways that gateways of the project may hang on.
   * @default - none
   */
  readonly tier0Gateways?: readonly ITier0Gateway[];

  /**
   * Edge clusters that services of the project may run on.
   * @default - none
   */
  readonly edgeClusters?: readonly IEdgeCluster[];

  /**
   * Blocks that VPCs of the project take public addresses from. NSX 4.1.1 and later.
   * @default - none
   */
  readonly externalBlocks?: readonly IIpBlock[];

  /**
   * Whether NSX puts its own rules into the distributed firewall of the project, by which what is in it talks to nothing outside.
   * They need a licence for that firewall. NSX 4.2 and later.
   * @default true
   */
  readonly defaultFirewallRules?: boolean;

  /**
   * Whether the gateway firewall of VPCs in the project is on by default. NSX 9.0 and later.
   * @default - as NSX has it
   */
  readonly northSouthFirewall?: boolean;

  /**
   * Short name that NSX puts before names in logs and in vCenter, of at most 8 characters.
   * @default - the id where it is that short, else chosen by NSX
   */
  readonly shortId?: string;

  /**
   * Whether the port groups of the project stand in a folder of their own in vCenter. NSX 9.0 and later.
   * @default true
   */
  readonly vcFolder?: boolean;

  /**
   * Policy paths of quotas. NSX 9.0 and later.
   * @default - none
   */
  readonly quotas?: readonly string[];

  /**
   * Policy paths of gateway connections and distributed VLAN connections that transit gateways of the project may use. NSX 9.0 and
   * later.
   * @default - none
   */
  readonly transitGatewayConnections?: readonly string[];

  /**
   * Policy path of the network span that VPCs take where they name none. NSX 9.1 and later.
   * @default - the span that NSX has by default
   */
  readonly defaultSpan?: string;

  /**
   * Policy paths of further network spans, at most 10. NSX 9.1 and later.
   * @default - none
   */
  readonly otherSpans?: readonly string[];

  /**
   * External ids of vSphere zones to deploy VPCs in, instead of spans. NSX 9.1 and later.
   * @default - none
   */
  readonly zones?: readonly string[];

  /**
   * What the ids of the project's default objects end in, of at most 246 characters. NSX 9.1 and later.
   * @default - nothing
   */
  readonly idSuffix?: string;
}

export interface ProjectLookup {
  /** Name in NSX. */
  readonly name: string;
}

export interface ProjectAttributes {
  /** Its id in NSX, such as `shop`. */
  readonly projectId: string;
}

/** Most further spans that the provider takes. */
const MOST_OTHER_SPANS = 10;
const LONGEST_SUFFIX = 246;
const PROJECT = Symbol.for('cdk-strata.Project');

/**
 * A project: a tenant of NSX. What is made below it in the construct tree lies in it, and has its own policy paths.
 *
 * @throws when it stands below another space, or names both spans and zones, or a short id that is too long
 */
export class Project extends Construct implements IProject {
  public static isProject(x: unknown): x is Project {
    return isBranded(x, PROJECT);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: ProjectLookup): IProject {
    return new LookedUpProject(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: ProjectAttributes): IProject {
    return new KnownProject(scope, id, attributes);
  }

  /** The project that every NSX has: a place for VPCs. What is no part of a VPC lies in the default space there. */
  public static default(scope: Construct, id: string): IProject {
    return new KnownProject(scope, id, { projectId: DEFAULT_PROJECT });
  }

  public readonly projectId: string;
  public readonly spacePath: string;
  public readonly tier0Gateways: readonly ITier0Gateway[];
  public readonly resource: PolicyProject;

  public constructor(scope: Construct, id: string, props: ProjectProps = {}) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, PROJECT);
    checkOutermost(this);

    this.resource = new nsxt.PolicyProject(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...objectConfig(this, props),
      ...sharedConfig(this, props),
      ...spanConfig(this, props),
      // Left out, the provider sends false for both, against what NSX itself does by default.
      activateDefaultDfwRules: checkFlag(this, 'defaultFirewallRules', props.defaultFirewallRules ?? true),
      vcFolder: checkFlag(this, 'vcFolder', props.vcFolder ?? true),
      defaultSecurityProfile: ifGiven(props.northSouthFirewall, (enabled) => ({
        northSouthFirewall: { enabled: checkFlag(this, 'northSouthFirewall', enabled) },
      })),
      shortId: ifGiven(props.shortId, (shortId) => checkShortId(this, shortId)),
      idSuffix: ifGiven(props.idSuffix, (suffix) => checkLength(this, 'idSuffix', suffix, LONGEST_SUFFIX)),
    });
    this.tier0Gateways = props.tier0Gateways ?? [];
    this.projectId = this.resource.id;
    this.spacePath = this.resource.path;
    openSpace(this);
  }
}

class LookedUpProject extends Construct implements IProject {
  public readonly projectId: string;
  public readonly spacePath: string;

  public constructor(scope: Construct, id: string, props: ProjectLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    checkOutermost(this);
    const lookup = new nsxt.DataNsxtPolicyProject(this, 'Default', {
      provider: nsxConnectionOf(this),
      displayName: checkText(this, 'name', props.name),
    });
    this.projectId = lookup.id;
    this.spacePath = lookup.path;
    openSpace(this);
  }
}

class KnownProject extends Construct implements IProject {
  public readonly projectId: string;
  public readonly spacePath: string;

  public constructor(scope: Construct, id: string, attributes: ProjectAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['projectId']);
    recordOrigin(this);
    checkOutermost(this);
    this.projectId = checkNsxId(this, 'projectId', attributes.projectId);
    this.spacePath = `/orgs/default/projects/${this.projectId}`;
    openSpace(this);
  }
}

function checkOutermost(project: Construct): void {
  const around = spaceOf(project);
  if (around === undefined) return;
  const kind = around.vpcId === undefined ? 'project' : 'VPC';
  throw new ConstructError(project, `a project lies in no other space, and this stands below the ${kind} ${around.node.path}; make it beside that`);
}

/** What the provider of a project lends it. */
function sharedConfig(project: Construct, props: ProjectProps): Partial<PolicyProjectConfig> {
  return {
    tier0GatewayPaths: ifGiven(props.tier0Gateways, (gateways) =>
      checkKinds(project, 'tier0Gateways', gateways, GATEWAY).map(
        (gateway, index) => checkGateway(project, `tier0Gateways[${index}]`, gateway, 0).gatewayPath,
      ),
    ),
    siteInfo: ifGiven(props.edgeClusters, (clusters) => [
      { edgeClusterPaths: checkKindsHere(project, 'edgeClusters', clusters, EDGE_CLUSTER).map(({ edgeClusterPath }) => edgeClusterPath) },
    ]),
    externalIpv4Blocks: ipBlockPaths(project, 'externalBlocks', props.externalBlocks, 'external'),
    tgwExternalConnections: checkPolicyPaths(project, 'transitGatewayConnections', props.transitGatewayConnections),
    quotas: checkPolicyPaths(project, 'quotas', props.quotas),
  };
}

function spanConfig(project: Construct, { defaultSpan, otherSpans, zones }: ProjectProps): Partial<PolicyProjectConfig> {
  if (zones !== undefined && (defaultSpan !== undefined || otherSpans !== undefined)) {
    throw new ConstructError(project, 'a project deploys VPCs in spans or in zones, not both; leave out zones, or defaultSpan and otherSpans');
  }
  const others = checkPolicyPaths(project, 'otherSpans', otherSpans);
  if (others !== undefined && others.length > MOST_OTHER_SPANS) {
    throw new ConstructError(project, `otherSpans must be at most ${MOST_OTHER_SPANS}, got ${others.length}; leave some out`);
  }
  return {
    defaultSpanPath: ifGiven(defaultSpan, (path) => checkPolicyPath(project, 'defaultSpan', path)),
    nonDefaultSpanPaths: others,
    zoneExternalIds: ifGiven(zones, (ids) => {
      checkDistinct(project, 'zones', checkTexts(project, 'zones', ids));
      return [...ids];
    }),
  };
}
