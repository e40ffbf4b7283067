/** The text is no expression, or one that this version does not read. */
export class SyntaxFault extends Error {}

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const DIGITS = /\d+/y;
const SPACE = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const SPACE_IN_LINE = /(?:[^\S\n]|\/\*[^]*?\*\/)+/y;

/** Reads a text from the left, character by character. */
export class Scanner {
  /** Whether a line break ends an expression, as it does between the entries of an object. */
  public breaksMatter = false;
  private position = 0;

  public constructor(public readonly text: string) {}

  public get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  public skipSpace(): void {
    this.match(this.breaksMatter ? SPACE_IN_LINE : SPACE);
  }

  /** Whether the text goes on with `token`, after spaces. */
  public sees(token: string): boolean {
    this.skipSpace();
    return this.text.startsWith(token, this.position);
  }

  /** Takes `token`, after spaces, if it comes next. */
  public takes(token: string): boolean {
    if (!this.sees(token)) return false;
    this.position += token.length;
    return true;
  }

  /** Takes `token`, with no space before it, if it comes next. */
  public takesAtOnce(token: string): boolean {
    if (!this.text.startsWith(token, this.position)) return false;
    this.position += token.length;
    return true;
  }

  public expect(token: string): void {
    if (!this.takes(token)) this.fail();
  }

  /** Takes the keyword if the next identifier is just that. */
  public takesWord(word: string): boolean {
    const start = this.position;
    if (this.takesIdentifier() === word) return true;
    this.position = start;
    return false;
  }

  public takesIdentifier(): string | undefined {
    this.skipSpace();
    return this.match(IDENTIFIER);
  }

  public identifier(): string {
    return this.takesIdentifier() ?? this.fail();
  }

  public takesNumber(): string | undefined {
    this.skipSpace();
    return this.match(NUMBER);
  }

  public takesDigits(): string | undefined {
    return this.match(DIGITS);
  }

  public takesLineBreak(): boolean {
    return this.match(/(?:[^\S\n]|#[^\n]*|\/\/[^\n]*)*\n\s*/y) !== undefined;
  }

  /** The next character of a text, taken. */
  public character(): string {
    const code = this.text.codePointAt(this.position);
    if (code === undefined) this.fail();
    const character = String.fromCodePoint(code!);
    this.position += character.length;
    return character;
  }

  public match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.position += found[0].length;
    return found[0];
  }

  public fail(): never {
    throw new SyntaxFault(`not read at character ${this.position}: ${this.text.slice(this.position, this.position + 20)}`);
  }
}
