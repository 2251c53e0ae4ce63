/** What a text holds, or why it can't be read. */
export type LooseJson = { readonly read: true; readonly value: unknown } | { readonly read: false; readonly why: string; /** The text began as JSON; the error is later. */ readonly broken?: true };

const maxDepth = 64;
const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null, True: true, False: false, None: null };
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '0': '\0' };
const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

class LooseReader {
  readonly #text: string;
  at: number;
  /** The first reason why the text can't be read. Once it is set, the methods' return values have no meaning. */
  problem: string | undefined;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  #wrong(what: string): undefined {
    const line = this.#text.slice(0, this.at).split('\n').length;
    this.problem ??= this.at >= this.#text.length ? 'Its end is missing.' : `Line ${line}: ${what}.`;
  }

  /** Skips blanks and comments. */
  #blanks(): void {
    const pattern = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
    pattern.lastIndex = this.at;
    pattern.exec(this.#text);
    this.at = pattern.lastIndex;
  }

  #peek(): string {
    this.#blanks();
    return this.#text.charAt(this.at);
  }

  value(depth = 0): unknown {
    const sign = this.#peek();
    if (depth > maxDepth) return this.#wrong('it is nested too deep');
    if (sign === '{') return this.#object(depth);
    if (sign === '[' || sign === '(') return this.#list(depth, closing[sign] as string);
    if (sign === '"' || sign === "'") return this.#string(sign);
    const pattern = /-?0[xX][0-9a-fA-F]+|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z]+/y;
    pattern.lastIndex = this.at;
    const word = pattern.exec(this.#text)?.[0];
    if (word === undefined) return this.#wrong('a value is missing');
    this.at += word.length;
    if (/^[-\d]/.test(word)) return Number(word);
    if (!Object.hasOwn(words, word)) return this.#wrong(`"${word.slice(0, 30)}" has no quotation marks`);
    return words[word];
  }

  /** Reads what separates two entries. A comma after the last entry is accepted. @returns whether the end was reached */
  #next(end: string): boolean {
    const sign = this.#peek();
    if (sign !== ',' && sign !== end) this.#wrong(`a comma or "${end}" is missing`);
    if (this.problem !== undefined) return true;
    this.at += 1;
    if (sign === end || this.#peek() !== end) return sign === end;
    this.at += 1;
    return true;
  }

  #object(depth: number): unknown {
    this.at += 1;
    const entries = new Map<string, unknown>();
    if (this.#peek() === '}') return (this.at += 1), {};
    for (;;) {
      const quote = this.#peek();
      if (quote !== '"' && quote !== "'") return this.#wrong('a name in quotation marks is missing');
      const name = this.#string(quote);
      if (this.#peek() !== ':') return this.#wrong('a colon is missing');
      this.at += 1;
      entries.set(name, this.value(depth + 1));
      if (this.#next('}')) return Object.fromEntries(entries);
    }
  }

  #list(depth: number, end: string): unknown {
    this.at += 1;
    const items: unknown[] = [];
    if (this.#peek() === end) return (this.at += 1), items;
    for (;;) {
      items.push(this.value(depth + 1));
      if (this.#next(end)) return items;
    }
  }

  #string(quote: string): string {
    let text = '';
    for (let at = this.at + 1; at < this.#text.length; at++) {
      const sign = this.#text.charAt(at);
      if (sign === quote) return (this.at = at + 1), text;
      if (sign !== '\\') {
        text += sign;
        continue;
      }
      at += 1;
      const code = /^u[0-9a-fA-F]{4}|^x[0-9a-fA-F]{2}/.exec(this.#text.slice(at, at + 5))?.[0];
      const escaped = this.#text.charAt(at);
      text += code === undefined ? (escapes[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(code.slice(1), 16));
      if (code !== undefined) at += code.length - 1;
    }
    this.at = this.#text.length;
    this.#wrong('a quotation mark is missing');
    return text;
  }
}

/** Index of the first object. It must begin at the start of a line, so that braces inside a log line are not taken for it. */
const startOf = (text: string): number => {
  const line = /^[ \t]*\{/m.exec(text);
  return line === null ? text.indexOf('{') : line.index + line[0].length - 1;
};

/**
 * Reads JSON as people and the vendor's tools write it: also with single quotes, a comma after the last entry, Python's
 * True, False and None, comments, and with lines of text around the object.
 */
export function readLooseJson(text: string): LooseJson {
  try {
    return { read: true, value: JSON.parse(text) as unknown };
  } catch {
    // The text is not strict JSON. Try the looser form.
  }
  const start = startOf(text);
  if (start < 0) return { read: false, why: 'It is not JSON.' };
  const reader = new LooseReader(text, start);
  const value = reader.value();
  if (reader.problem !== undefined) return { read: false, why: reader.problem, broken: true };
  if (/^[ \t]*[{[]/m.test(text.slice(reader.at))) return { read: false, why: 'It has more than one JSON object.' };
  return { read: true, value };
}
