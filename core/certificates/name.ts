import { utf8 } from '../bytes/bytes.ts';
import { fromHex, toHex } from '../bytes/hex.ts';
import { escapeInvisible } from '../result/visible.ts';
import { derTags, encodeDer, objectIdentifier, readOid, sequence, type DerNode } from '../keys/der.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

/** Attribute types of RFC 4519 and RFC 4514 that device certificates use. */
const attributes: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SN: '2.5.4.4',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  street: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  title: '2.5.4.12',
  description: '2.5.4.13',
  GN: '2.5.4.42',
  dnQualifier: '2.5.4.46',
  uniqueIdentifier: '2.5.4.45',
  DC: '0.9.2342.19200300.100.1.25',
  UID: '0.9.2342.19200300.100.1.1',
  emailAddress: '1.2.840.113549.1.9.1',
};

/** For each ASN.1 type, how the text of a value is decoded: UTF8String, BMPString, and three types with one byte per character. */
const encodings: ReadonlyMap<number, string> = new Map([
  [derTags.utf8String, 'utf-8'],
  [0x1e, 'utf-16be'],
  [derTags.printableString, 'latin1'],
  [derTags.ia5String, 'latin1'],
  [0x14, 'latin1'],
]);

/**
 * The text of a value. Undefined for other types, and for bytes that are not text of that type. A byte order mark is
 * an ordinary character.
 */
function textOf({ tag, content }: DerNode): string | undefined {
  const encoding = encodings.get(tag);
  if (encoding === undefined) return undefined;
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

/** `\0A`: each byte of the character in UTF-8 (RFC 4514, 2.4). */
const hexPairs = (found: string): string => toHex(utf8(found)).toUpperCase().replace(/../g, '\\$&');

/** Whether a value is a Name: a SEQUENCE of SETs of attributes, each a type with a value (RFC 5280, 4.1.2.4). */
export const isName = ({ tag, children: sets }: DerNode): boolean =>
  tag === derTags.sequence &&
  sets.every((set) => set.tag === derTags.set && set.children.length > 0 && set.children.every((one) => one.tag === derTags.sequence && one.children.length === 2 && readOid(one.children[0]) !== undefined));

/** Escapes as in RFC 4514, 2.4. It also escapes all characters that are invisible or change the text direction. */
function escape(text: string): string {
  const special = text.replace(/[\\,+"<>;]/g, '\\$&').replace(/^[ #]| $/g, '\\$&');
  return escapeInvisible(special, hexPairs);
}

/** A value that is not text is written as `#` and its DER. */
const sayValue = (value: DerNode): string => {
  const text = textOf(value);
  return text === undefined ? `#${toHex(value.whole)}` : escape(text);
};

function sayAttribute({ children: [type, value] }: DerNode): string {
  const id = readOid(type) ?? '?';
  const label = Object.keys(attributes).find((key) => attributes[key] === id) ?? id;
  return `${label}=${value === undefined ? '' : sayValue(value)}`;
}

/**
 * A Name as people write it (RFC 4514), `CN=Device 1, O=Example`, in the order of its bytes; attributes of one part are
 * joined by `+`. No value can look like another attribute, and no character can move a cursor. For attributes that RFC
 * 4514 does not name it writes hexadecimal; this function writes their text.
 */
export function sayName(name: DerNode): string {
  return name.children.map((set) => set.children.map(sayAttribute).join('+')).join(', ');
}

/** Splits at commas but not at slashes. A backslash escapes the next character, and quotes enclose a whole value. */
function split(text: string): string[] {
  const parts = [''];
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const last = parts.length - 1;
    if (character === '\\') parts[last] += `\\${text.charAt(++at)}`;
    else if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) parts.push('');
    else parts[last] += character;
  }
  return parts;
}

/**
 * Replaces backslashes: with two hexadecimal digits after it, a byte of UTF-8; any other character after a backslash
 * stands for itself. Undefined when the bytes are not UTF-8.
 */
function withoutBackslashes(text: string): string | undefined {
  let wrong = false;
  const read = text.replace(/((?:\\[0-9a-fA-F]{2})+)|\\(.)/gs, (_, pairs: string | undefined, one: string | undefined) => {
    const bytes = fromHex((pairs ?? '').replaceAll('\\', ''));
    if (pairs === undefined || !bytes.ok) return one ?? '';
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.value);
    } catch {
      wrong = true;
      return '';
    }
  });
  return wrong ? undefined : read;
}

/** Removes blanks around a value, except escaped ones. A regular expression would take minutes for a long row of blanks. */
function unescape(text: string): string | undefined {
  let [start, end] = [0, text.length];
  while (text.charAt(start) === ' ') start += 1;
  while (end > start && text.charAt(end - 1) === ' ' && text.charAt(end - 2) !== '\\') end -= 1;
  return withoutBackslashes(text.slice(start, end));
}

const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

function encodeValue(label: string, value: string): Uint8Array {
  if (label === 'emailAddress' || label === 'DC') return encodeDer(derTags.ia5String, utf8(value));
  const tag = ['C', 'serialNumber', 'dnQualifier'].includes(label) && printable.test(value) ? derTags.printableString : derTags.utf8String;
  return encodeDer(tag, utf8(value));
}

/** Each attribute may occur once and has a maximum length. */
const longest = 4000;

/** Writes a Name (RFC 5280). @param text for example `CN=Device 1, O=Example, C=DE`; keeps the order of the text */
export function encodeName(text: string): Result<Uint8Array, 'certificate/bad-subject'> {
  const bad = (why: string): Result<never, 'certificate/bad-subject'> => err(fault('certificate/bad-subject', { found: text.slice(0, 80), why }));
  if (text.length > longest) return bad(`It has more than ${longest} characters.`);
  const sets: Uint8Array[] = [];
  for (const part of split(text)) {
    const equals = part.indexOf('=');
    const [label, value] = [part.slice(0, equals).trim(), unescape(part.slice(equals + 1))];
    const known = Object.keys(attributes).find((key) => key.toLowerCase() === label.toLowerCase());
    if (equals < 0) return bad(`"${part.trim()}" has no "=".`);
    if (known === undefined) return bad(`"${label}" is not known; known are ${Object.keys(attributes).join(', ')}.`);
    if (value === undefined) return bad(`"${known}" has hexadecimal digits behind backslashes that are not UTF-8.`);
    if (value === '') return bad(`"${known}" is empty.`);
    if (value.length > 200) return bad(`"${known}" has more than 200 characters.`);
    if (known === 'C' && !/^[A-Za-z]{2}$/.test(value)) return bad('A country has two letters.');
    const attribute = sequence(objectIdentifier(attributes[known] as string), encodeValue(known, value));
    sets.push(encodeDer(derTags.set, attribute));
  }
  return ok(sequence(...sets));
}
