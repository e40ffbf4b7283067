import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { ConstructError } from '../construct-error';

/** A project, or a VPC of one: what is made below it in the construct tree lies in it. */
export interface ISpace extends IConstruct {
  /** Id of the project; of a VPC, of the project that it is in. */
  readonly projectId: string;
  /** Id of the VPC; undefined for a project. */
  readonly vpcId?: string;
  /** Policy path, such as `/orgs/default/projects/shop` or `/orgs/default/projects/shop/vpcs/web`. */
  readonly spacePath: string;
  /** Tier-0 gateways that what is in the project may hang on; undefined where nobody said. */
  readonly tier0Gateways?: readonly IConstruct[];
}

/** A VPC: what is made below it in the construct tree lies in it. */
export interface IVpcSpace extends ISpace {
  readonly vpcId: string;
}

/**
 * The project that every NSX has. What is no part of a VPC stands in `/infra` for it, and the provider takes its id for VPCs and
 * their profiles only (https://github.com/vmware/terraform-provider-nsxt/pull/1660).
 */
export const DEFAULT_PROJECT = 'default';

const spaces = new WeakSet<IConstruct>();

/** Makes what is made below a construct lie in it. @internal */
export function openSpace(space: ISpace): void {
  spaces.add(space);
}

/** The project or VPC that a construct lies in; undefined for the default space. */
export function spaceOf(construct: IConstruct): ISpace | undefined {
  return construct.node.scopes.reverse().find((scope): scope is ISpace => scope !== construct && spaces.has(scope));
}

/**
 * The project that a construct lies in, as the provider is told; nothing in the default space. For what NSX has in projects and not
 * in VPCs.
 *
 * @throws when the construct lies in a VPC
 */
export function projectContext(construct: IConstruct): { context?: { projectId: string } } {
  const space = spaceOf(construct);
  if (space?.vpcId !== undefined) {
    throw new ConstructError(
      construct,
      `it lies in the VPC ${space.node.path}, and NSX has none of its kind in a VPC; make it below the project, or outside`,
    );
  }
  return enclosingProjectContext(construct);
}

/** The project that a construct lies in, through a VPC too, as the provider is told; nothing in the default space. */
export function enclosingProjectContext(construct: IConstruct): { context?: { projectId: string } } {
  const space = spaceOf(construct);
  return space === undefined || space.projectId === DEFAULT_PROJECT ? {} : { context: { projectId: space.projectId } };
}

/** The VPC that a construct lies in, as the provider is told; undefined where it lies in none. */
export function vpcContext(construct: IConstruct): { context: { projectId: string; vpcId: string } } | undefined {
  const space = spaceOf(construct);
  return isVpcSpace(space) ? { context: { projectId: space.projectId, vpcId: space.vpcId } } : undefined;
}

/**
 * The project that a VPC, or what VPCs share, lies in: there is none outside a project.
 *
 * @param what what it is, with its article
 * @throws when the construct lies in no project, or in a VPC
 */
export function projectOf(construct: IConstruct, what: string): ISpace {
  const space = spaceOf(construct);
  if (space === undefined) {
    throw new ConstructError(
      construct,
      `${what} lies in a project, and this stands below none; make it below a \`new Project(...)\`, a \`Project.fromLookup(...)\` or, for the project that every NSX has, \`Project.default(...)\``,
    );
  }
  if (space.vpcId === undefined) return space;
  throw new ConstructError(construct, `${what} lies in a project, and this stands below the VPC ${space.node.path}; make it below the project`);
}

/**
 * The VPC that a construct lies in.
 *
 * @param what what it is, with its article
 * @throws when it lies in none
 */
export function vpcOf(construct: IConstruct, what: string): IVpcSpace {
  const space = spaceOf(construct);
  if (isVpcSpace(space)) return space;
  throw new ConstructError(
    construct,
    `${what} lies in a VPC, and this stands below none; make it below a \`new Vpc(...)\` or \`Vpc.fromLookup(...)\``,
  );
}

/**
 * Something of the project that a construct lies in: NSX finds nothing of one project in another, and takes no tier-1 of the default space
 * in one (NSX Administration Guide, "Networking Features in Projects": "Tier-1 gateways that are configured in the default space cannot be
 * allocated to projects"). Of what is known by a token alone nobody can tell, and tokens may stand for one project, looked up twice.
 *
 * @param path its policy path
 * @throws when it is surely of another
 */
export function checkSameProject(construct: IConstruct, what: string, other: IConstruct, path: string): void {
  const [here, there] = [homeOf(projectAround(construct)), homeOfPath(other, path)];
  if (there === undefined || !areApart(here, there)) return;
  throw new ConstructError(
    construct,
    `${what} is ${other.node.path}, of ${there.name}, and this is of ${here.name}; make this there, or give one of its own project`,
  );
}

/**
 * Something of NSX that one in a project names: of its own project, or shared with it from the default space (NSX Administration Guide,
 * "Resource Sharing": "Sharing of resources from one project to other projects is currently not supported"). What NSX takes in the default
 * space of projects' objects is not published, and so is not refused.
 *
 * @param path its policy path
 * @throws when it is surely of another project
 */
export function checkOfSpace(construct: IConstruct, what: string, other: IConstruct, path: string): void {
  if (homeOf(projectAround(construct)).key === '' || homeOfPath(other, path)?.key === '') return;
  checkSameProject(construct, what, other, path);
}

/** Whether something lies surely outside a VPC. */
export function isOutsideVpc(vpc: IVpcSpace, other: IConstruct, path: string): boolean {
  if (!Token.isUnresolved(path)) {
    const there = OF_A_VPC.exec(path);
    if (there === null) return true;
    return [vpc.projectId, vpc.vpcId].some((id, index) => !Token.isUnresolved(id) && id !== there[index + 1]);
  }
  const space = spaceOf(other);
  if (space === vpc || (space === undefined && resourceOf(other) === undefined)) return false;
  if (!isVpcSpace(space)) return resourceOf(other) !== undefined;
  if (areApart(homeOf(projectAround(vpc)), homeOf(projectAround(space)))) return true;
  return areApart(identityOf(vpc, vpc.vpcId), identityOf(space, space.vpcId));
}

/** Project and VPC of a policy path. */
const OF_A_VPC = /^\/orgs\/[^/]+\/projects\/([^/]+)\/vpcs\/([^/]+)\//;

export function isVpcSpace(space: ISpace | undefined): space is IVpcSpace {
  return space?.vpcId !== undefined;
}

/** A project or a VPC, as far as it can be told from others. */
interface Home {
  /** Its id, or a token. Empty for the default space, which the default project is one with. */
  readonly key: string;
  /** Whether the app makes it. */
  readonly isMade: boolean;
  readonly name: string;
}

const DEFAULT_SPACE: Home = { key: '', isMade: false, name: 'the default space' };

/** Whether two are surely not one: both are known by their ids, or made, each for itself. */
function areApart(a: Home, b: Home): boolean {
  if (a.key === b.key) return false;
  const areKnown = ![a.key, b.key].some((key) => Token.isUnresolved(key));
  return areKnown || a.key === '' || b.key === '' || (a.isMade && b.isMade);
}

/** The project that a construct lies in, through a VPC too. */
function projectAround(construct: IConstruct): ISpace | undefined {
  const space = spaceOf(construct);
  return space === undefined || space.vpcId === undefined ? space : (spaceOf(space) ?? space);
}

function homeOf(project: ISpace | undefined): Home {
  if (project === undefined || project.projectId === DEFAULT_PROJECT) return DEFAULT_SPACE;
  return identityOf(project, project.projectId);
}

function identityOf(space: ISpace, id: string): Home {
  const made = 'resource' in space ? (space.resource as { readonly nsxIdInput?: string }) : undefined;
  const nsxId = made?.nsxIdInput;
  const key = nsxId === undefined || Token.isUnresolved(nsxId) ? id : nsxId;
  return { key, isMade: made !== undefined, name: `the project ${Token.isUnresolved(key) ? space.node.path : key}` };
}

/** Where something lies: known by its path; else where it is made or looked up. Undefined where nobody can tell. */
function homeOfPath(thing: IConstruct, path: string): Home | undefined {
  if (!Token.isUnresolved(path)) {
    const id = /^\/orgs\/[^/]+\/projects\/([^/]+)\//.exec(path)?.[1];
    return id === undefined || id === DEFAULT_PROJECT ? DEFAULT_SPACE : { key: id, isMade: false, name: `the project ${id}` };
  }
  const project = projectAround(thing);
  const resource = resourceOf(thing);
  if (resource === undefined) return project === undefined ? undefined : homeOf(project);
  // What is shared is looked up in the default space, wherever the lookup stands.
  return 'contextInput' in resource && resource.contextInput === undefined ? DEFAULT_SPACE : homeOf(project);
}

/** What makes or looks up a thing of NSX. */
function resourceOf(thing: IConstruct): IConstruct | undefined {
  return thing.node.tryFindChild('Default');
}
