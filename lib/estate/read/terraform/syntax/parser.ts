import { isPlainDecimal } from '../values/numbers';
import { PRECEDENCE, type Expression, type ForExpression, type ObjectEntry } from './ast';
import { Scanner, SyntaxFault } from './scanner';

const PLAIN_REFERENCE = /^\$\{([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+)\}$/;
/** What Terraform trims beside `~`: white space as Unicode has it. */
const WHITE_SPACE = '[\\t\\n\\v\\f\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const LEADING_SPACE = new RegExp(`^${WHITE_SPACE}`);
const TRAILING_SPACE = new RegExp(`${WHITE_SPACE}$`);
const DEEPEST = 200;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * A text of Terraform JSON as Terraform reads it, a template: `${...}` alone stands for the value itself, anything more
 * for a text. Undefined where the text is no template, or has something that is not read here (`%{` directives).
 */
export function parseTemplate(text: string): Expression | undefined {
  const plain = PLAIN_REFERENCE.exec(text);
  if (plain) {
    const [first, ...names] = plain[1]!.split('.');
    if (first === 'true' || first === 'false' || first === 'null') return undefined;
    return names.reduce<Expression>((of, name) => ({ kind: 'attribute', of, name }), { kind: 'name', name: first! });
  }
  return parsed(text, (parser) => parser.template(undefined));
}

/** A bare expression, such as the type constraint of a variable. */
export function parseExpression(text: string): Expression | undefined {
  return parsed(text, (parser) => parser.expression());
}

function parsed(text: string, read: (parser: Parser) => Expression): Expression | undefined {
  const scanner = new Scanner(text);
  try {
    const expression = read(new Parser(scanner));
    scanner.skipSpace();
    return scanner.atEnd ? expression : undefined;
  } catch (error) {
    if (error instanceof SyntaxFault) return undefined;
    throw error;
  }
}

class Parser {
  private depth = 0;

  public constructor(private readonly scanner: Scanner) {}

  public expression(): Expression {
    if (++this.depth > DEEPEST) this.scanner.fail();
    const condition = this.binary(0);
    const expression = this.scanner.takes('?') ? this.conditional(condition) : condition;
    this.depth--;
    return expression;
  }

  /** A template up to the closing quote, or to the end where there is none. */
  public template(quote: '"' | undefined): Expression {
    const parts: Expression[] = [];
    let text: string | undefined;
    let interpolations = 0;
    let trimsStart = false;
    const endText = (trimsEnd: boolean): void => {
      if (text !== undefined) parts.push({ kind: 'literal', value: this.trimmed(text, trimsStart, trimsEnd) });
      text = undefined;
    };
    while (!this.closes(quote)) {
      // Terraform's scanner has a way of its own with a dollar before an escape.
      if (this.scanner.match(/\$\$+(?=\$\{)|%%+(?=%\{)/y) !== undefined) this.scanner.fail();
      if (this.scanner.takesAtOnce('$${')) text = `${text ?? ''}\${`;
      else if (this.scanner.takesAtOnce('%%{')) text = `${text ?? ''}%{`;
      else if (this.scanner.takesAtOnce('%{')) this.scanner.fail();
      else if (this.scanner.takesAtOnce('${')) {
        endText(this.scanner.takesAtOnce('~'));
        const part = this.interpolation();
        parts.push(part.expression);
        interpolations++;
        trimsStart = part.trims;
      } else {
        const character = this.scanner.character();
        text = (text ?? '') + (quote && character === '\\' ? this.escape() : character);
      }
    }
    endText(false);
    if (interpolations === 0) return parts[0] ?? { kind: 'literal', value: '' };
    return parts.length === 1 ? parts[0]! : { kind: 'template', parts };
  }

  private trimmed(text: string, start: boolean, end: boolean): string {
    // Terraform trims up to the end of a line only, and cuts texts into lines in a way of its own.
    if ((start || end) && text.includes('\n')) this.scanner.fail();
    const rest = start ? text.replace(LEADING_SPACE, '') : text;
    return end ? rest.replace(TRAILING_SPACE, '') : rest;
  }

  private closes(quote: '"' | undefined): boolean {
    return quote ? this.scanner.takesAtOnce(quote) : this.scanner.atEnd;
  }

  private interpolation(): { expression: Expression; trims: boolean } {
    const breaksMattered = this.scanner.breaksMatter;
    this.scanner.breaksMatter = false;
    const expression = this.expression();
    const trims = this.scanner.takes('~');
    this.scanner.expect('}');
    this.scanner.breaksMatter = breaksMattered;
    return { expression, trims };
  }

  private escape(): string {
    const character = this.scanner.character();
    const plain = ESCAPES[character];
    if (plain !== undefined) return plain;
    const length = character === 'u' ? 4 : character === 'U' ? 8 : this.scanner.fail();
    const digits = Array.from({ length }, () => this.scanner.character()).join('');
    const code = /^[0-9a-f]+$/i.test(digits) ? parseInt(digits, 16) : this.scanner.fail();
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? this.scanner.fail() : String.fromCodePoint(code);
  }

  private conditional(condition: Expression): Expression {
    const yes = this.expression();
    this.scanner.expect(':');
    return { kind: 'conditional', condition, yes, no: this.expression() };
  }

  private binary(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (!operators) return this.operand();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((each) => this.scanner.takes(each));
      if (!operator) return left;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
    }
  }

  private operand(): Expression {
    if (++this.depth > DEEPEST) this.scanner.fail();
    const negative = this.scanner.takes('-');
    if (negative || this.scanner.takes('!')) {
      const operand = this.operand();
      this.depth--;
      return { kind: 'unary', operator: negative ? '-' : '!', operand };
    }
    const expression = this.traversals(this.term());
    this.depth--;
    return expression;
  }

  private term(): Expression {
    const { scanner } = this;
    if (scanner.takes('(')) return this.enclosed(')', () => this.expression());
    if (scanner.takes('[')) return this.enclosed(']', () => this.forExpression(false) ?? { kind: 'tuple', items: this.list(']') });
    if (scanner.takes('{')) return this.braces();
    if (scanner.takes('"')) return this.template('"');
    const digits = scanner.takesNumber();
    if (digits !== undefined) return { kind: 'literal', value: this.number(digits) };
    const name = scanner.identifier();
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    if (name === 'null') return { kind: 'literal', value: null };
    return scanner.takes('(') ? this.call(name) : { kind: 'name', name };
  }

  private number(digits: string): number {
    return isPlainDecimal(digits) ? Number(digits) : this.scanner.fail();
  }

  private call(name: string): Expression {
    return this.enclosed(')', () => {
      const items: Expression[] = [];
      let expandLast = false;
      while (!this.scanner.sees(')')) {
        items.push(this.expression());
        expandLast = this.scanner.takes('...');
        if (expandLast || !this.scanner.takes(',')) break;
      }
      return { kind: 'call', name, arguments: items, expandLast };
    });
  }

  /** What stands between brackets, in which a line break is a space. */
  private enclosed(closing: string, read: () => Expression): Expression {
    const breaksMattered = this.scanner.breaksMatter;
    this.scanner.breaksMatter = false;
    const expression = read();
    this.scanner.expect(closing);
    this.scanner.breaksMatter = breaksMattered;
    return expression;
  }

  private list(closing: string): Expression[] {
    const items: Expression[] = [];
    while (!this.scanner.sees(closing)) {
      items.push(this.expression());
      if (!this.scanner.takes(',')) break;
    }
    return items;
  }

  private braces(): Expression {
    const breaksMattered = this.scanner.breaksMatter;
    this.scanner.breaksMatter = false;
    const gathered = this.forExpression(true);
    const entries: ObjectEntry[] = [];
    while (!gathered && !this.scanner.sees('}')) {
      entries.push(this.entry());
      if (!this.scanner.takes(',') && !this.scanner.takesLineBreak()) break;
      this.scanner.breaksMatter = false;
    }
    this.scanner.breaksMatter = false;
    this.scanner.expect('}');
    this.scanner.breaksMatter = breaksMattered;
    return gathered ?? { kind: 'object', entries };
  }

  private entry(): ObjectEntry {
    this.scanner.breaksMatter = true;
    const isEnclosed = this.scanner.sees('(');
    const stated = this.expression();
    // A bare word is the key itself, not a reference.
    const key: Expression = stated.kind === 'name' && !isEnclosed ? { kind: 'literal', value: stated.name } : stated;
    if (this.scanner.sees('==') || !(this.scanner.takes('=') || this.scanner.takes(':'))) this.scanner.fail();
    return { key, value: this.expression() };
  }

  private forExpression(object: boolean): ForExpression | undefined {
    const { scanner } = this;
    if (!scanner.takesWord('for')) return undefined;
    const first = scanner.identifier();
    const second = scanner.takes(',') ? scanner.identifier() : undefined;
    if (!scanner.takesWord('in')) scanner.fail();
    const over = this.expression();
    scanner.expect(':');
    let key: Expression | undefined;
    if (object) {
      key = this.expression();
      scanner.expect('=>');
    }
    const value = this.expression();
    const grouped = object && scanner.takes('...');
    const condition = scanner.takesWord('if') ? this.expression() : undefined;
    return {
      kind: 'for',
      valueName: second ?? first,
      ...(second === undefined ? {} : { keyName: first }),
      over,
      ...(key ? { key } : {}),
      value,
      ...(condition ? { condition } : {}),
      grouped,
    };
  }

  private traversals(start: Expression): Expression {
    const { scanner } = this;
    let of = start;
    for (;;) {
      if (scanner.sees('...')) return of;
      if (scanner.takes('.')) {
        if (scanner.takes('*')) of = { kind: 'splat', of, each: this.dottedSteps() };
        else of = this.step(of);
      } else if (scanner.takes('[')) {
        if (scanner.takes('*')) {
          scanner.expect(']');
          return { kind: 'splat', of, each: this.traversals({ kind: 'item' }) };
        }
        const inner = of;
        of = this.enclosed(']', () => ({ kind: 'index', of: inner, key: this.expression() }));
      } else return of;
    }
  }

  /** What follows `.*`: names and numbers after dots, no brackets. */
  private dottedSteps(): Expression {
    let of: Expression = { kind: 'item' };
    while (!this.scanner.sees('...') && this.scanner.takes('.')) of = this.step(of);
    return of;
  }

  private step(of: Expression): Expression {
    const digits = this.scanner.takesDigits();
    if (digits !== undefined) return { kind: 'index', of, key: { kind: 'literal', value: Number(digits) } };
    return { kind: 'attribute', of, name: this.scanner.identifier() };
  }
}
