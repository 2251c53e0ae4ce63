/** The value of a text, or why the text is refused. */
export type StrictJson = { readonly read: true; readonly value: unknown } | { readonly read: false; readonly why: string };

/** Most levels of nested objects and lists. */
const strictDepth = 32;

const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };
/** Half of a surrogate pair. With the flag `u`, a whole pair is one character of another category and does not match. */
const loneSurrogate = /\p{Cs}/u;
const token = {
  blanks: /[ \t\r\n]*/y,
  // JSON.parse checks what is between the quotes.
  string: /"[^"\\]*(?:\\[^][^"\\]*)*"/y,
  number: /-?\d[\d.eE+-]*/y,
  word: /[a-z]+/y,
} as const;

class StrictReader {
  readonly #text: string;
  at = 0;
  /** The first reason why the text is refused. After it is set, the methods' return values have no meaning. */
  problem: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  #refuse(what: string): undefined {
    const line = this.#text.slice(0, this.at).split('\n').length;
    this.problem ??= this.at >= this.#text.length ? 'Its end is missing.' : `Line ${line}: ${what}.`;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  /** The next character that is not a blank; empty at the end of the text. */
  peek(): string {
    this.#take(token.blanks);
    return this.#text.charAt(this.at);
  }

  value(depth: number): unknown {
    const sign = this.peek();
    if (depth > strictDepth) return this.#refuse(`it is nested more than ${strictDepth} deep`);
    if (sign === '{') return this.#object(depth);
    if (sign === '[') return this.#list(depth);
    if (sign === '"') return this.#string();
    if (sign === '-' || /\d/.test(sign)) return this.#number();
    const word = this.#take(token.word) ?? '';
    return Object.hasOwn(words, word) ? words[word] : this.#refuse('a value is missing');
  }

  #string(): string | undefined {
    const found = this.#take(token.string);
    if (found === undefined) return (this.at = this.#text.length), this.#refuse('a quotation mark is missing');
    let text: string;
    try {
      text = JSON.parse(found) as string;
    } catch {
      return this.#refuse('a text has a sign or an escape that JSON does not allow');
    }
    return loneSurrogate.test(text) ? this.#refuse('a text has half of a surrogate pair') : text;
  }

  #number(): number | undefined {
    const found = this.#take(token.number) ?? '';
    if (!/^-?(?:0|[1-9]\d*)$/.test(found) || found === '-0') return this.#refuse(`${found.slice(0, 40)} is not a whole number`);
    const value = Number(found);
    return Number.isSafeInteger(value) ? value : this.#refuse(`${found.slice(0, 40)} is outside of ±(2^53 − 1)`);
  }

  #object(depth: number): unknown {
    this.at += 1;
    const entries = new Map<string, unknown>();
    if (this.peek() === '}') return (this.at += 1), {};
    for (;;) {
      if (this.peek() !== '"') return this.#refuse('a name in quotation marks is missing');
      const name = this.#string();
      if (name === undefined) return undefined;
      if (entries.has(name)) return this.#refuse(`the name "${name.slice(0, 40)}" stands twice in an object`);
      if (this.peek() !== ':') return this.#refuse('a colon is missing');
      this.at += 1;
      entries.set(name, this.value(depth + 1));
      if (this.#ends('}')) return Object.fromEntries(entries);
    }
  }

  #list(depth: number): unknown {
    this.at += 1;
    const items: unknown[] = [];
    if (this.peek() === ']') return (this.at += 1), items;
    for (;;) {
      items.push(this.value(depth + 1));
      if (this.#ends(']')) return items;
    }
  }

  /** Reads what separates two entries. @returns whether the end of the object or list was reached */
  #ends(end: string): boolean {
    if (this.problem !== undefined) return true;
    const sign = this.peek();
    if (sign !== ',' && sign !== end) this.#refuse(`a comma or "${end}" is missing`);
    else this.at += 1;
    return sign !== ',';
  }
}

/**
 * Reads JSON that is signed. Accepts only RFC 8259, and nothing that two readers could understand differently (RFC
 * 7493): each name once in an object, no half surrogates, only whole numbers up to 2^53 − 1.
 */
export function readStrictJson(text: string): StrictJson {
  const reader = new StrictReader(text);
  const value = reader.value(1);
  if (reader.problem === undefined && reader.peek() !== '') return { read: false, why: 'It has more after its end.' };
  return reader.problem === undefined ? { read: true, value } : { read: false, why: reader.problem };
}
