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
 * Something of the project that a construct lies in: NSX finds nothing of one project in another. Of what is known by a token alone
 * nobody can tell, and tokens may stand for one project, looked up twice.
 *
 * @param path its policy path
 * @throws when it is surely of another
 */
export function checkSameProject(construct: IConstruct, what: string, other: IConstruct, path: string): void {
  const [here, there] = [projectKey(spaceOf(construct)), projectKeyOf(other, path)];
  if (there === undefined || here === there) return;
  if (here !== '' && there !== '' && (Token.isUnresolved(here) || Token.isUnresolved(there))) return;
  throw new ConstructError(
    construct,
    `${what} is ${other.node.path}, of ${nameOf(there, other)}, and this is of ${nameOf(here, construct)}; make this there, or give one of its own project`,
  );
}

function isVpcSpace(space: ISpace | undefined): space is IVpcSpace {
  return space?.vpcId !== undefined;
}

/** Empty for the default space, which the default project is one with. */
function projectKey(space: ISpace | undefined): string {
  return space === undefined || space.projectId === DEFAULT_PROJECT ? '' : space.projectId;
}

/** Of what is made or looked up by its place; of what is known by its path by that. */
function projectKeyOf(thing: IConstruct, path: string): string | undefined {
  if (Token.isUnresolved(path)) return thing.node.tryFindChild('Default') === undefined ? undefined : projectKey(spaceOf(thing));
  const id = /^\/orgs\/[^/]+\/projects\/([^/]+)\//.exec(path)?.[1];
  return id === undefined || id === DEFAULT_PROJECT ? '' : id;
}

function nameOf(key: string, construct: IConstruct): string {
  if (key === '') return 'the default space';
  return `the project ${Token.isUnresolved(key) ? spaceOf(construct)!.node.path : key}`;
}
