import { visible } from '../../../core/result/visible.ts';

/** A piece of an HTML page whose texts are escaped. Only the tag `html` makes such a piece. */
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

/** Escapes a text, so that it cannot begin an element, end an attribute or change the text direction. */
const escaped = (text: string): string => visible(text).replace(/[&<>"']/g, (found) => entities[found] ?? found);

type Part = string | number | Html | readonly Html[];

function textOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part instanceof Html ? part.toString() : part.join('');
}

/** Makes HTML from a template. Every value in the template is escaped, unless this tag made it. */
export const html = (literal: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(literal.map((text, index) => `${text}${index < parts.length ? textOf(parts[index] ?? '') : ''}`).join(''));
