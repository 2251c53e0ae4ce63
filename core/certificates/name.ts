import { utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
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

function textOf({ tag, content }: DerNode): string {
  if (tag === derTags.utf8String) return new TextDecoder('utf-8').decode(content);
  if (tag === 0x1e) return new TextDecoder('utf-16be').decode(content);
  if (tag === derTags.printableString || tag === derTags.ia5String || tag === 0x14) return new TextDecoder('latin1').decode(content);
  return `#${toHex(content)}`;
}

const escape = (text: string): string => text.replace(/[\\,+"<>;]/g, (found) => `\\${found}`).replace(/^[ #]| $/g, (found) => `\\${found}`);

/** A Name as people write it, `CN=Device 1, O=Example`, in the order of its bytes. */
export function sayName(name: DerNode): string {
  const pairs = name.children.flatMap((set) =>
    set.children.map(({ children: [type, value] }) => {
      const id = readOid(type) ?? '?';
      const label = Object.keys(attributes).find((key) => attributes[key] === id) ?? id;
      return `${label}=${value === undefined ? '' : escape(textOf(value))}`;
    }),
  );
  return pairs.join(', ');
}

/** Splits at commas, slashes are text; a backslash takes the next character as it is, quotes a whole value. */
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

/** Blanks around a value go, an escaped one stays. Not by a pattern: a long row of blanks would take minutes. */
function unescape(text: string): string {
  let [start, end] = [0, text.length];
  while (text.charAt(start) === ' ') start += 1;
  while (end > start && text.charAt(end - 1) === ' ' && text.charAt(end - 2) !== '\\') end -= 1;
  return text.slice(start, end).replace(/\\(.)/g, '$1');
}

const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

function encodeValue(label: string, value: string): Uint8Array {
  if (label === 'emailAddress' || label === 'DC') return encodeDer(derTags.ia5String, utf8(value));
  const tag = ['C', 'serialNumber', 'dnQualifier'].includes(label) && printable.test(value) ? derTags.printableString : derTags.utf8String;
  return encodeDer(tag, utf8(value));
}

/** Every attribute once, each as long as it may be. */
const longest = 4000;

/** Writes a Name (RFC 5280). @param text for example `CN=Device 1, O=Example, C=DE`; the order of the text is kept */
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
    if (value === '') return bad(`"${known}" is empty.`);
    if (value.length > 200) return bad(`"${known}" has more than 200 characters.`);
    if (known === 'C' && !/^[A-Za-z]{2}$/.test(value)) return bad('A country has two letters.');
    const attribute = sequence(objectIdentifier(attributes[known] as string), encodeValue(known, value));
    sets.push(encodeDer(derTags.set, attribute));
  }
  return ok(sequence(...sets));
}
