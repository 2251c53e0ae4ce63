import { visible } from '../../../core/result/visible.ts';

/** A piece of an HTML page with escaped texts. Only the tag below makes one. */
class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes a text: it can neither begin an element, nor end an attribute, nor change the text direction. */
const escaped = (text: string): string => visible(text).replace(/[&<>"']/g, (found) => entities[found] ?? found);

type Part = string | number | Html | readonly Html[];

function textOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part instanceof Html ? part.toString() : part.join('');
}

/** A template for HTML. Every value in it is escaped, unless this tag made it. */
export const html = (literal: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(literal.map((text, index) => `${text}${index < parts.length ? textOf(parts[index] ?? '') : ''}`).join(''));
