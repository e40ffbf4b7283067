/** Writes the primitive values of the binary format. */
export class ByteWriter {
  private readonly chunks: Uint8Array[] = [];
  private loose: number[] = [];

  public u8(byte: number): this {
    this.loose.push(byte);
    return this;
  }

  public u32(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.loose.push((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.u8(rest);
  }

  /** A number of 33 bits that is not below zero: the sign has a bit of its own. */
  public s33(value: number): this {
    let rest = value;
    while (rest >= 0x40) {
      this.loose.push((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    return this.u8(rest);
  }

  public bytes(bytes: Uint8Array): this {
    this.chunks.push(Uint8Array.from(this.loose), bytes);
    this.loose = [];
    return this;
  }

  public name(text: string): this {
    const bytes = Buffer.from(text, 'utf8');
    return this.u32(bytes.length).bytes(bytes);
  }

  public section(id: number, content: ByteWriter): this {
    const bytes = content.done();
    return this.u8(id).u32(bytes.length).bytes(bytes);
  }

  public done(): Uint8Array {
    return Buffer.concat([...this.chunks, Uint8Array.from(this.loose)]);
  }
}
