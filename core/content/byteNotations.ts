import { fromBase64 } from '../keys/base64.ts';
import { withoutComments } from './comments.ts';

/** Shortest sequence of digits or letters that is decoded. No key is shorter, so none is missed. */
const shortest = 40;
/** Least bytes of a decoded run. */
const fewest = shortest / 2;

/** An offset, bytes in hexadecimal and the characters beside them, as xxd, hexdump and od print them. */
const dumpLine = /^[ \t]{0,16}[0-9a-f]{4,16}:?[ \t]{1,4}((?:[0-9a-f]{2,4}(?:[ \t]{1,2}|(?=\r?$))){1,16}).*$/gim;

/** An octal offset, which od prints before each line. */
const octalOffset = /^0[0-7]{6,11}(?=[ \t])/gm;

function hexRuns(text: string): Uint8Array[] {
  const digits = text.replace(/\\x|0x/gi, '').replace(/[\s,;:_{}()[\]"'\\-]+/g, '');
  return (digits.match(new RegExp(`[0-9a-fA-F]{${shortest},}`, 'g')) ?? []).flatMap((run) =>
    // A word before it may end in a letter that is also a hexadecimal digit.
    [0, 1].map((skip) => Uint8Array.from(run.slice(skip).match(/../g) ?? [], (two) => Number.parseInt(two, 16))),
  );
}

/** Swaps the bytes of each pair, to read words that a dump prints on a little-endian computer. */
function swapped(bytes: Uint8Array): Uint8Array {
  const other = bytes.slice(0, bytes.length & ~1);
  for (let at = 0; at < other.length; at += 2) [other[at], other[at + 1]] = [bytes[at + 1] as number, bytes[at] as number];
  return other;
}

const few = (values: Iterable<number>): Uint8Array[] => {
  const bytes = Uint8Array.from(values);
  return bytes.length < fewest ? [] : [bytes];
};

/** Elements that are marked as hexadecimal, with one or two digits and any separator: in C, Java, Pascal, Basic, assembler. */
function elementRuns(text: string): Uint8Array[] {
  const marked = text.matchAll(/(?:\\x|0x|\$|&h|%)([0-9a-f]{1,2})(?![0-9a-f])/gi);
  const assembler = text.matchAll(/(?<![0-9a-z])0?([0-9a-f]{1,2})h\b/gi);
  return [marked, assembler].flatMap((found) => few([...found].map(([, digits]) => Number.parseInt(digits as string, 16))));
}

function base64Runs(text: string): Uint8Array[] {
  const letters = text
    .replace(/\\[rnt]/g, ' ')
    .replace(/[\s"'`,;\\<>|#]+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  return (letters.match(new RegExp(`[A-Za-z0-9+/]{${shortest},}`, 'g')) ?? []).flatMap((run) =>
    [0, 1, 2, 3].flatMap((skip) => {
      const whole = run.slice(skip);
      return fromBase64(whole.slice(0, whole.length - (whole.length % 4))) ?? [];
    }),
  );
}

/** Lists of decimal numbers, as JSON and programs print bytes: `[48, 119, 2]`; in Java with signs, in a shell one on each line. */
const decimalRuns = (text: string): Uint8Array[] =>
  (text.match(/(?:-?\d{1,3}(?:\s{0,8}[,;]\s{0,80}|\s{1,80})){20,}-?\d{1,3}/g) ?? []).map((run) => Uint8Array.from(run.split(/[\s,;]+/), Number));

/** Octal numbers, as od prints them: bytes of three digits, and little-endian words of six digits. */
function octalRuns(text: string): Uint8Array[] {
  const plain = text.replace(octalOffset, '');
  const bytes = (plain.match(/(?:[0-3][0-7]{2}[\s,]+){20,}[0-3][0-7]{2}/g) ?? []).map((run) => Uint8Array.from(run.split(/[\s,]+/), (three) => Number.parseInt(three, 8)));
  const words = plain.match(/(?:[01][0-7]{5}\s+){10,}[01][0-7]{5}/g) ?? [];
  return [...bytes, ...words.map((run) => Uint8Array.from(run.split(/\s+/).map((six) => Number.parseInt(six, 8)).flatMap((word) => [word & 0xff, word >> 8])))];
}

const named: Readonly<Record<string, number>> = { a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 };
const escape = /\\(?:x([0-9a-f]{1,2})|u00([0-9a-f]{2})|([0-3]?[0-7]{1,2})|(["'\\/?abefnrtv]))/gi;

/** Decodes a text with escapes as in C, Python or JSON; undefined when it has none. */
function unescaped(text: string): Uint8Array[] {
  // Consecutive string literals are one text.
  const joined = text.replace(/(?<!\\)"\s{1,200}"/g, '');
  const plain = joined.replace(escape, (_, x?: string, u?: string, octal?: string, sign?: string) => {
    const digits = x ?? u;
    if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return sign === undefined ? '' : (named[sign] === undefined ? sign : String.fromCharCode(named[sign]));
  });
  return plain === joined ? [] : few(Array.from(plain, (letter) => letter.charCodeAt(0) & 0xff));
}

/** All byte strings that a text may mean, in every notation that people and programs use for bytes. @param text one character per byte */
export function bytesIn(text: string): Uint8Array[] {
  const texts = [...new Set([text, withoutComments(text), text.replace(dumpLine, '$1')])];
  const dumped = texts.slice(1).flatMap(hexRuns);
  return [...hexRuns(text), ...dumped, ...dumped.map(swapped), ...elementRuns(withoutComments(text)), ...base64Runs(text), ...decimalRuns(text), ...octalRuns(text), ...unescaped(text)];
}
