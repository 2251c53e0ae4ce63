import type { SerialRule } from './job.ts';

/** `SN-0001`: the digits at the end are the first number and its width. Undefined without digits at the end. */
export function counterFrom(text: string): SerialRule | undefined {
  const [, prefix, digits] = /^(.*?)(\d{1,15})$/.exec(text) ?? [];
  return prefix === undefined || digits === undefined ? undefined : { from: 'counter', prefix, width: digits.length, first: Number(digits) };
}

/** Serial numbers, one a line; undefined when there are none. */
export function listFrom(text: string): SerialRule | undefined {
  const values = text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line !== '');
  return values.length === 0 ? undefined : { from: 'list', values };
}
