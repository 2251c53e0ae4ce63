import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { withoutComments } from './comments.ts';
import { sayBytes } from '../result/format.ts';

type Read = Result<Uint8Array, 'content/unclear'>;
const unclear = (file: string, why: string): Read => err(fault('content/unclear', { file, why }));

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

const hexElement = /^0x[0-9a-f]{1,2}u?$/i;
const decimalElement = /^(?:0|[1-9]\d{0,2})u?$/i;

interface Element {
  readonly text: string;
  readonly at: number;
}

/** The values between the braces. Casts, as in Java, are skipped. */
function elementsOf(inside: string, from: number): Element[] {
  const elements: Element[] = [];
  let at = from;
  for (const part of inside.split(',')) {
    elements.push({ text: part.replace(/\(\s*\w{1,20}(?:\s\w{1,20})?\s*\)/, '').trim(), at: at + part.search(/\S|$/) });
    at += part.length + 1;
  }
  return elements.at(-1)?.text === '' ? elements.slice(0, -1) : elements;
}

function valuesOf(elements: readonly Element[], text: string, file: string): Read {
  const hexadecimal = elements.some(({ text: value }) => /^0x/i.test(value));
  const form = hexadecimal ? hexElement : decimalElement;
  const wrong = elements.find(({ text: value }) => !form.test(value) || Number.parseInt(value, hexadecimal ? 16 : 10) > 255);
  if (wrong !== undefined) {
    return unclear(file, `It is an array, but line ${lineAt(text, wrong.at)} has an element that is not a byte${hexadecimal ? ' like 0x0F' : ' from 0 to 255'}.`);
  }
  return ok(Uint8Array.from(elements, ({ text: value }) => Number.parseInt(value, hexadecimal ? 16 : 10)));
}

/** The size in the declaration, or in a later `…_len = N` as `xxd -i` writes it. */
function declaredSize(before: string, after: string): number | undefined {
  const size = /\[\s*(0x[0-9a-f]+|\d+)u?\s*\]\s*[\w\s]{0,40}=\s*$/i.exec(before.slice(-120))?.[1] ?? /_len\s*=\s*(\d+)/.exec(after)?.[1];
  return size === undefined ? undefined : Number(size);
}

/**
 * Reads one array of bytes with its declaration, in the form of C, Java or `xxd -i`. The values are all hexadecimal
 * with 0x, or all decimal. A declared size must equal the number of values. Undefined for text of another kind.
 */
export function readCArray(source: string, file: string): Read | undefined {
  const text = withoutComments(source);
  const braces = [...text.matchAll(/\{([^{}]*)\}/g)];
  const arrays = braces.filter(({ index }) => text.slice(Math.max(0, index - 40), index).trimEnd().endsWith('='));
  const [only] = arrays;
  if (only === undefined) return undefined;
  if (braces.length > 1) return unclear(file, `It has ${braces.length} arrays, and which one is meant is not clear.`);
  const elements = elementsOf(only[1] ?? '', only.index + 1);
  const values = valuesOf(elements, text, file);
  const declared = declaredSize(text.slice(0, only.index), text.slice(only.index + only[0].length));
  if (!values.ok || declared === undefined || declared === values.value.length) return values;
  return unclear(file, `It is an array that is declared with ${sayBytes(declared)}, and has ${values.value.length}.`);
}
