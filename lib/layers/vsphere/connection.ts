import { TerraformProvider, TerraformStack, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { checkKind, checkKinds } from '../check';
import { ConstructError } from '../construct-error';
import type { Kind } from '../kind';

/** What everything below a construct, or in a stack, goes to. */
export interface Connection {
  readonly provider: TerraformProvider;
  /** Who made it. */
  readonly by: IConstruct;
  readonly server: string;
}

const asked = new WeakSet<IConstruct>();
const belowConstructs = new WeakMap<IConstruct, Connection>();
const ofStacks = new WeakMap<IConstruct, Connection>();
/** Constructs that have asked for their connection, so that what they make is of one vCenter. */
const connected = new WeakSet<IConstruct>();

/** Makes what is made below `scope` go to a connection. @internal */
export function connectBelow(scope: IConstruct, connection: Connection): void {
  belowConstructs.set(scope, connection);
}

/** Says what everything else in a stack goes to. @internal */
export function connectStack(stack: TerraformStack, connection: Connection): void {
  ofStacks.set(stack, connection);
}

/**
 * The connection that what a construct makes goes to: that of the nearest `VCenter` above it, else the stack's own, which is
 * undefined here since Terraform takes it by itself. Notes that the stack needs one: what cdktf says where there is none names
 * no construct of ours.
 */
export function connectionOf(construct: IConstruct): TerraformProvider | undefined {
  connected.add(construct);
  const below = connectionAbove(construct);
  if (below !== undefined) return below.provider;
  const stack = TerraformStack.of(construct);
  if (!asked.has(stack)) {
    asked.add(stack);
    stack.node.addValidation({ validate: () => validateConnection(stack, construct) });
  }
  return undefined;
}

/**
 * A thing of a kind, in the vCenter that the construct goes to: no id of another means anything there. What is only known by its
 * id, and what the user implements, may be of any.
 */
export function checkKindHere<T>(construct: IConstruct, what: string, value: T, kind: Kind): T {
  const other: unknown = checkKind(construct, what, value, kind);
  if (typeof other !== 'object' || other === null || !connected.has(other as IConstruct)) return value;
  const [here, there] = [serverOf(construct), serverOf(other as IConstruct)];
  if (here === undefined || there === undefined || here.server.toLowerCase() === there.server.toLowerCase()) return value;
  throw new ConstructError(
    construct,
    `${what} is ${(other as IConstruct).node.path}, of the vCenter "${there.server}" by ${there.by.node.path}, and this goes to "${here.server}" by ${here.by.node.path}; make both below one VCenter, or write its server alike where it is one`,
  );
}

/** Several things of a kind, in the vCenter that the construct goes to. */
export function checkKindsHere<T>(construct: IConstruct, what: string, values: Iterable<T>, kind: Kind): T[] {
  return checkKinds(construct, what, values, kind).map((value, index) => checkKindHere(construct, `${what}[${index}]`, value, kind));
}

function connectionAbove(construct: IConstruct): Connection | undefined {
  for (const scope of [...construct.node.scopes].reverse()) {
    const connection = belowConstructs.get(scope);
    if (connection !== undefined) return connection;
  }
  return undefined;
}

/** Undefined where it is not known: a token may stand for any server, and a stack may be connected later. */
function serverOf(construct: IConstruct): Connection | undefined {
  const connection = connectionAbove(construct) ?? ofStacks.get(TerraformStack.of(construct));
  return connection === undefined || Token.isUnresolved(connection.server) ? undefined : connection;
}

function validateConnection(stack: IConstruct, first: IConstruct): string[] {
  const providers = stack.node
    .findAll()
    .filter(TerraformProvider.isTerraformProvider)
    .filter((each) => each.terraformGeneratorMetadata?.providerName === 'vsphere');
  if (providers.some((each) => each.alias === undefined)) return [];
  const one = "make a `new VCenter(this, 'vcenter', { server, user, password })` in it";
  const aliased = providers.map((each) => each.alias!);
  if (aliased.length === 0) return [`the stack has constructs of vSphere, such as ${first.node.path}, and no connection to a vCenter; ${one}`];
  return [
    `${first.node.path} stands below no VCenter, and the stack's connections all have an alias, ${aliased.join(', ')}; make it below one of them, or ${one}`,
  ];
}
