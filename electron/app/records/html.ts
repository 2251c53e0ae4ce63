import { visible } from '../../../core/result/visible.ts';

/** A piece of a page whose texts are escaped. Only the tag below makes one. */
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

/** Text as it is read: it neither begins an element, nor ends an attribute, nor turns the direction. */
const escaped = (text: string): string => visible(text).replace(/[&<>"']/g, (found) => entities[found] ?? found);

type Part = string | number | Html | readonly Html[];

function textOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part instanceof Html ? part.toString() : part.join('');
}

/** A template of a page. Whatever is put into it is escaped, unless this tag made it. */
export const html = (literal: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(literal.map((text, index) => `${text}${index < parts.length ? textOf(parts[index] ?? '') : ''}`).join(''));
