import type { FaultTable } from '../faultTable.ts';
import { sayBytes } from '../format.ts';

export const bytesFaults = {
  'bytes/truncated': (d: { what: string; at: number; wanted: number; left: number }) => ({
    what: `${d.what} is cut short.`,
    why: `At byte ${d.at}, ${d.wanted} more bytes are needed, but only ${d.left} are left.`,
    todo: 'Get the data again from its source.',
  }),
  'bytes/trailing': (d: { what: string; at: number; extra: number }) => ({
    what: `${d.what} has bytes after its end.`,
    why: `It continues for ${sayBytes(d.extra)} after byte ${d.at}, where it should end.`,
    todo: 'Get the data again from its source.',
  }),
  'bytes/not-hex': (d: { what: string; at: number; found: string }) => ({
    what: `${d.what} is not hexadecimal.`,
    why: `Character ${d.at + 1} is "${d.found}".`,
    todo: 'Use the digits 0-9 and a-f, two for each byte. Blanks, commas, 0x and line ends are allowed between bytes.',
  }),
  'bytes/odd-hex': (d: { what: string; digits: number }) => ({
    what: `${d.what} has half a byte.`,
    why: `It has ${d.digits} hexadecimal digits, an odd number.`,
    todo: 'Add or remove a digit: each byte has two.',
  }),
} satisfies FaultTable;
