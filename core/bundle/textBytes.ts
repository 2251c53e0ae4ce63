const digits = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0));

/** Builds a text that contains secrets as bytes, so that all of it can be wiped afterwards. ASCII only. */
export class TextBytes {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  text(text: string): this {
    const room = this.#room(text.length);
    for (let i = 0; i < text.length; i++) room[i] = text.charCodeAt(i);
    return this;
  }

  hex(bytes: Uint8Array): this {
    return this.#eachByte(bytes, '', '');
  }

  /** `0x01, 0x02, …` */
  cArray(bytes: Uint8Array): this {
    return this.#eachByte(bytes, '0x', ', ');
  }

  /** The text as a view. Its writer must call `wipe` afterwards. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  wipe(): void {
    this.#bytes.fill(0);
  }

  #eachByte(bytes: Uint8Array, before: string, between: string): this {
    for (const [i, byte] of bytes.entries()) {
      this.text(i === 0 ? before : between + before);
      const room = this.#room(2);
      room[0] = digits[byte >> 4] as number;
      room[1] = digits[byte & 15] as number;
    }
    return this;
  }

  #room(length: number): Uint8Array {
    const end = this.#length + length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes.fill(0);
      this.#bytes = grown;
    }
    const room = this.#bytes.subarray(this.#length, end);
    this.#length = end;
    return room;
  }
}
