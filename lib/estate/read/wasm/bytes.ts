/** Bytes that are no WebAssembly, or that end too early. */
export class BadWasm extends Error {
  public constructor(
    message: string,
    /** From the start of the file. */
    public readonly offset: number,
  ) {
    super(`${message} at byte ${offset}`);
    this.name = 'BadWasm';
  }
}

/** Reads the primitive values of the binary format, and never beyond the end of what it was given. */
export class ByteReader {
  public constructor(
    private readonly bytes: Uint8Array,
    private at = 0,
    private readonly end = bytes.length,
  ) {}

  /** From the start of the file. */
  public get offset(): number {
    return this.at;
  }

  public get left(): number {
    return this.end - this.at;
  }

  public get isDone(): boolean {
    return this.at === this.end;
  }

  public fail(message: string, offset = this.at): never {
    throw new BadWasm(message, offset);
  }

  public u8(): number {
    if (this.at >= this.end) this.fail('the bytes end too early');
    return this.bytes[this.at++]!;
  }

  public peek(): number | undefined {
    return this.at < this.end ? this.bytes[this.at] : undefined;
  }

  public u32(): number {
    const start = this.at;
    const value = this.leb(5, false);
    if (value > 0xffff_ffff) this.fail('a number is longer than 32 bits', start);
    return value;
  }

  /** A number of up to 64 bits; beyond 2^53 it is rounded, which no limit of a memory reaches. */
  public u64(): number {
    return this.leb(10, false);
  }

  /** Types and heap types are numbers of 33 bits: below zero for those of the format, else an index. */
  public s33(): number {
    return this.leb(5, true);
  }

  public skipLeb(most: 5 | 10): void {
    this.leb(most, true);
  }

  public take(count: number): Uint8Array {
    if (count > this.left) this.fail(`the bytes end ${count - this.left} too early`);
    const taken = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return taken;
  }

  /** The next bytes, as a reader of their own that keeps the offsets of the file. */
  public sub(count: number): ByteReader {
    const start = this.at;
    this.take(count);
    return new ByteReader(this.bytes, start, start + count);
  }

  public name(): string {
    const length = this.u32();
    const start = this.at;
    try {
      return UTF8.decode(this.take(length));
    } catch (error) {
      if (error instanceof BadWasm) throw error;
      return this.fail('a name is not UTF-8', start);
    }
  }

  /** A list: each element takes a byte at least, so that a length which the bytes cannot hold is told at once. */
  public list<T>(read: () => T): T[] {
    const start = this.at;
    const count = this.u32();
    if (count > this.left) this.fail(`a list of ${count} is longer than what is left`, start);
    return Array.from({ length: count }, read);
  }

  private leb(most: number, signed: boolean): number {
    const start = this.at;
    let value = 0;
    let unit = 1;
    for (let i = 0; i < most; i++) {
      const byte = this.u8();
      value += (byte & 0x7f) * unit;
      unit *= 0x80;
      if (byte < 0x80) return signed && (byte & 0x40) !== 0 ? value - unit : value;
    }
    return this.fail('a number does not end', start);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
