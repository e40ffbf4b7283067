import { Token } from 'cdktf';
import { checkText, got } from '../../check';
import { ConstructError } from '../../construct-error';
import { checkTag } from '../tag';
import type { GroupCondition, GroupKey, GroupMemberType, GroupOperator } from './condition';

/** Makes the expression that one condition is. */
type Make<T> = (condition: GroupCondition) => T;

/** Compares a text. Upper and lower case are one to NSX. */
export class TextQuery<T> {
  public constructor(
    private readonly compare: (operator: GroupOperator, value: string) => T,
    private readonly what: string,
  ) {}

  public equals(value: string): T {
    return this.with('EQUALS', value);
  }

  public differsFrom(value: string): T {
    return this.with('NOTEQUALS', value);
  }

  public contains(value: string): T {
    return this.with('CONTAINS', value);
  }

  public startsWith(value: string): T {
    return this.with('STARTSWITH', value);
  }

  public endsWith(value: string): T {
    return this.with('ENDSWITH', value);
  }

  /** By a regular expression, as NSX reads it. */
  public matches(value: string): T {
    return this.with('MATCHES', value);
  }

  public isOneOf(...values: readonly string[]): T {
    return this.with('IN', this.list(values));
  }

  public isNoneOf(...values: readonly string[]): T {
    return this.with('NOTIN', this.list(values));
  }

  private with(operator: GroupOperator, value: string): T {
    return this.compare(operator, checkText(undefined, this.what, value));
  }

  private list(values: readonly string[]): string {
    if (values.length === 0) throw new ConstructError(undefined, `${this.what} is compared with nothing; give at least one text`);
    for (const value of values) {
      if (Token.isUnresolved(checkText(undefined, this.what, value)) || !value.includes(',')) continue;
      throw new ConstructError(
        undefined,
        `${this.what} is compared with ${got(value)}, and NSX takes a list with commas in between; join conditions by \`or\``,
      );
    }
    return values.join(',');
  }
}

/** Members of one type, by what is known of them. */
export class MemberQuery<T> {
  /** By their name. */
  public readonly name: TextQuery<T>;

  public constructor(
    private readonly memberType: GroupMemberType,
    private readonly make: Make<T>,
  ) {
    this.name = this.text('Name', 'name');
  }

  /** Those that have this very tag. */
  public tagged(scope: string, tag: string): T {
    return this.tag(scope).equals(tag);
  }

  /** Those that have a tag of this scope, whatever it says. */
  public taggedWithin(scope: string): T {
    return this.make({ memberType: this.memberType, key: 'Tag', operator: 'EQUALS', value: `${checkPart('scope', scope)}|` });
  }

  /**
   * By what a tag says.
   *
   * @param scope what the tag is about; of any scope without it
   */
  public tag(scope?: string): TextQuery<T> {
    const within = scope === undefined ? '' : checkPart('scope', scope);
    return new TextQuery((operator, tag) => {
      return this.make({ memberType: this.memberType, key: 'Tag', operator, value: `${within}|${checkPart('tag', tag)}` });
    }, 'tag');
  }

  protected text(key: GroupKey, what: string): TextQuery<T> {
    return new TextQuery((operator, value) => this.make({ memberType: this.memberType, key, operator, value }), what);
  }
}

/** Virtual machines. */
export class MachineQuery<T> extends MemberQuery<T> {
  /** By the operating system that VMware Tools tell of. */
  public readonly osName: TextQuery<T>;
  /** By the host name in the guest that VMware Tools tell of. */
  public readonly computerName: TextQuery<T>;

  public constructor(make: Make<T>) {
    super('VirtualMachine', make);
    this.osName = this.text('OSName', 'osName');
    this.computerName = this.text('ComputerName', 'computerName');
  }
}

/** One side of a tag: NSX writes `scope|tag`, and nobody could tell which side another bar is on. */
function checkPart(name: 'scope' | 'tag', value: string): string {
  checkTag(undefined, 'tag', { [name]: checkText(undefined, name, value) });
  if (Token.isUnresolved(value) || !value.includes('|')) return value;
  throw new ConstructError(
    undefined,
    `${name} must not have a "|", got ${got(value)}: a condition is written \`scope|tag\`, so that NSX would look for another tag; tag the members with another text as well`,
  );
}
