import { TerraformProvider, TerraformStack, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { checkKind, checkKinds } from './check';
import { ConstructError } from './construct-error';
import type { Kind } from './kind';

/** What everything below a construct, or in a stack, goes to. */
export interface Connection {
  readonly provider: TerraformProvider;
  /** Who made it. */
  readonly by: IConstruct;
  readonly server: string;
}

/** How messages speak of a management plane. */
export interface ManagementPlane {
  /** Terraform's name of its provider. */
  readonly provider: string;
  /** `vSphere`. */
  readonly product: string;
  /** `vCenter`. */
  readonly server: string;
  /** Name of the construct that connects to it. */
  readonly construct: string;
  /** How to make one. */
  readonly example: string;
}

/** Whom a constructs' Terraform goes to, by its place in the construct tree: one such table for each management plane. */
export class Connections {
  private readonly asked = new WeakSet<IConstruct>();
  private readonly belowConstructs = new WeakMap<IConstruct, Connection>();
  private readonly ofStacks = new WeakMap<IConstruct, Connection>();
  /** Constructs that have asked for their connection, so that what they make is of one server. */
  private readonly connected = new WeakSet<IConstruct>();
  /** Who made a connection, by stack and alias. */
  private readonly made = new WeakMap<IConstruct, Map<string | undefined, IConstruct>>();

  public constructor(private readonly plane: ManagementPlane) {}

  /**
   * Each alias is given once in a stack, and so is none.
   *
   * @throws when there is one already
   */
  public checkOnly(by: IConstruct, alias: string | undefined): void {
    const stack = TerraformStack.of(by);
    const byAlias = this.made.get(stack) ?? new Map<string | undefined, IConstruct>();
    this.made.set(stack, byAlias);
    const other = byAlias.get(alias);
    byAlias.set(alias, by);
    if (other === undefined) return;
    if (alias !== undefined) throw new ConstructError(by, `the alias "${alias}" is that of ${other.node.path} already; choose another`);
    throw new ConstructError(
      by,
      `the stack is connected to ${article(this.plane.server)} already, by ${other.node.path}; give this one an alias and make below it what belongs to it, or put that in a stack of its own`,
    );
  }

  /** Makes what is made below whoever made a connection go to it, and without an alias what stands below no other as well. */
  public connect(connection: Connection): void {
    this.belowConstructs.set(connection.by, connection);
    if (connection.provider.alias === undefined) this.ofStacks.set(TerraformStack.of(connection.by), connection);
  }

  /**
   * The connection that what a construct makes goes to: that of the nearest one above it, else the stack's own, which is undefined
   * here since Terraform takes it by itself. Notes that the stack needs one: what cdktf says where there is none names no construct
   * of ours.
   *
   * @param called what is made, as messages call it
   */
  public of(construct: IConstruct, called = construct.node.path): TerraformProvider | undefined {
    this.connected.add(construct);
    const below = this.above(construct);
    if (below !== undefined) return below.provider;
    const stack = TerraformStack.of(construct);
    if (!this.asked.has(stack)) {
      this.asked.add(stack);
      stack.node.addValidation({ validate: () => this.validate(stack, called) });
    }
    return undefined;
  }

  /** Who made the connection that a construct goes to; undefined where nobody did as yet. */
  public makerFor(construct: IConstruct): IConstruct | undefined {
    return (this.above(construct) ?? this.ofStacks.get(TerraformStack.of(construct)))?.by;
  }

  /**
   * A thing of a kind, at the server that the construct goes to: no id of another means anything there. What is only known by its
   * id, and what the user implements, may be of any. Where a connection is made later, validation tells.
   */
  public checkKindHere<T>(construct: IConstruct, what: string, value: T, kind: Kind): T {
    const other: unknown = checkKind(construct, what, value, kind);
    if (typeof other !== 'object' || other === null || !this.connected.has(other as IConstruct)) return value;
    const fault = this.apart(construct, what, other as IConstruct);
    if (fault !== undefined) throw new ConstructError(construct, fault);
    if (!this.isSettled(construct, other as IConstruct)) {
      construct.node.addValidation({ validate: () => [this.apart(construct, what, other as IConstruct) ?? []].flat() });
    }
    return value;
  }

  /** Several things of a kind, at the server that the construct goes to. */
  public checkKindsHere<T>(construct: IConstruct, what: string, values: Iterable<T>, kind: Kind): T[] {
    return checkKinds(construct, what, values, kind).map((value, index) => this.checkKindHere(construct, `${what}[${index}]`, value, kind));
  }

  /** What is wrong where two constructs go to two servers, as far as that is known. */
  private apart(construct: IConstruct, what: string, other: IConstruct): string | undefined {
    const [here, there] = [this.serverOf(construct), this.serverOf(other)];
    if (here === undefined || there === undefined || here.server.toLowerCase() === there.server.toLowerCase()) return undefined;
    return `${what} is ${other.node.path}, of the ${this.plane.server} "${there.server}" by ${there.by.node.path}, and this goes to "${here.server}" by ${here.by.node.path}; make both below one ${this.plane.construct}, or write its server alike where it is one`;
  }

  /** Whether no connection that is made later can part two constructs. */
  private isSettled(one: IConstruct, other: IConstruct): boolean {
    const stacks = [one, other].map((each) => (this.above(each) === undefined ? TerraformStack.of(each) : undefined));
    return stacks[0] === stacks[1] || stacks.every((stack) => stack === undefined || this.ofStacks.has(stack));
  }

  private above(construct: IConstruct): Connection | undefined {
    for (const scope of [...construct.node.scopes].reverse()) {
      const connection = this.belowConstructs.get(scope);
      if (connection !== undefined) return connection;
    }
    return undefined;
  }

  /** Undefined where it is not known: a token may stand for any server, and a stack may be connected later. */
  private serverOf(construct: IConstruct): Connection | undefined {
    const connection = this.above(construct) ?? this.ofStacks.get(TerraformStack.of(construct));
    return connection === undefined || Token.isUnresolved(connection.server) ? undefined : connection;
  }

  private validate(stack: IConstruct, first: string): string[] {
    const { provider, product, server, construct, example } = this.plane;
    const providers = stack.node
      .findAll()
      .filter(TerraformProvider.isTerraformProvider)
      .filter((each) => each.terraformGeneratorMetadata?.providerName === provider);
    if (providers.some((each) => each.alias === undefined)) return [];
    const one = `make a \`${example}\` in it`;
    const aliased = providers.map((each) => each.alias!);
    if (aliased.length === 0) return [`the stack has constructs of ${product}, such as ${first}, and no connection to ${article(server)}; ${one}`];
    return [
      `${first} stands below no ${construct}, and the stack's connections all have an alias, ${aliased.join(', ')}; make it below one of them, or ${one}`,
    ];
  }
}

function article(noun: string): string {
  return `${/^(?:[aeiou]|NSX)/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
