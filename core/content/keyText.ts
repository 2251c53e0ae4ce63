import { fromBase64 } from '../keys/base64.ts';
import { withoutComments } from './comments.ts';
import { findKeyBytes, type KeyKind } from './keyBytes.ts';

/** What says in words that a private key follows. */
const marks: readonly (readonly [kind: KeyKind, mark: RegExp])[] = [
  ['ssh', /BEGIN (?:OPENSSH|SSH2 ENCRYPTED) PRIVATE KEY/i],
  ['encrypted', /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: ?4,ENCRYPTED/i],
  // Any label: EC, RSA, DSA, ANY, TSS2, PGP … BLOCK.
  ['private', /BEGIN [A-Z0-9 _]{0,60}PRIVATE KEY/i],
  ['pkcs12', /BEGIN (?:PKCS ?#?12|PFX)\b/i],
  ['putty', /PuTTY-User-Key-File-\d/i],
  // What `openssl pkey -text` prints.
  ['private', /Private-Key: ?\(\d+ bit|^priv:$|^privateExponent:$/m],
  ['private', /AGE-SECRET-KEY-1/i],
];

/** .NET's form of an RSA key; without the element D it is a public one. */
const isXmlKey = (text: string): boolean => text.includes('<RSAKeyValue>') && text.includes('<D>');

const jsonKey = (name: string): RegExp => new RegExp(`["']${name}["']\\s*:\\s*["']`);
const [kty, oct, secretPart, symmetricPart] = [jsonKey('kty'), /["']kty["']\s*:\s*["']oct["']/, jsonKey('d'), jsonKey('k')];

/** A private JSON Web Key (RFC 7517), alone, in a set or in other JSON, with quotes of either kind. */
function jwkIn(text: string): KeyKind | undefined {
  if (!kty.test(text)) return undefined;
  if (secretPart.test(text)) return 'private';
  return oct.test(text) && symmetricPart.test(text) ? 'symmetric' : undefined;
}

/** Shortest run of digits or letters that is decoded: no key is shorter. */
const shortest = 40;

/** An offset, bytes in hexadecimal and the characters beside them, as xxd, hexdump and od print them. */
const dumpLine = /^[ \t]{0,16}[0-9a-f]{4,16}:?[ \t]{1,4}((?:[0-9a-f]{2,4}[ \t]{1,2}){1,16}).*$/gim;

function hexRuns(text: string): Uint8Array[] {
  const digits = text.replace(/\\x|0x/gi, '').replace(/[\s,;:_{}()[\]"'\\-]+/g, '');
  return (digits.match(new RegExp(`[0-9a-fA-F]{${shortest},}`, 'g')) ?? []).flatMap((run) =>
    // A word before it may end in a letter that is a digit too.
    [0, 1].map((skip) => Uint8Array.from(run.slice(skip).match(/../g) ?? [], (two) => Number.parseInt(two, 16))),
  );
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

/** Lists of numbers, as JSON and programs print bytes: `[48, 119, 2]`, with signs in Java. */
const numberRuns = (text: string): Uint8Array[] => (text.match(/(?:-?\d{1,3}\s*,\s*){20,}-?\d{1,3}/g) ?? []).map((run) => Uint8Array.from(run.split(','), Number));

/** Each byte as a character; zeros are left out: what UTF-16 and UTF-32 of either order put between the letters. */
const lettersOf = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) if (byte !== 0) text += String.fromCharCode(byte);
  return text;
};

/** Whether nearly all of it is readable: a text in a text. */
function isText(bytes: Uint8Array): boolean {
  let readable = 0;
  for (const byte of bytes) if (byte === 9 || byte === 10 || byte === 13 || (byte >= 0x20 && byte < 0x7f)) readable += 1;
  return readable > bytes.length * 0.8;
}

/** A key's text in base64 of hexadecimal of base64 is looked for, and no deeper. */
const depth = 3;

/** What is behind this in a file is not looked at: no object holds so much, in whatever form. Bytes. */
const most = 262_144;

function findInText(text: string, level: number): KeyKind | undefined {
  const marked = marks.find(([, mark]) => mark.test(text))?.[0] ?? (isXmlKey(text) ? 'private' : jwkIn(text));
  if (marked !== undefined) return marked;
  const texts = [...new Set([text, withoutComments(text), text.replace(dumpLine, '$1')])];
  for (const run of [...texts.flatMap(hexRuns), ...base64Runs(text), ...numberRuns(text)]) {
    const found = findKeyBytes(run) ?? (level < depth && isText(run) ? findInText(lettersOf(run), level + 1) : undefined);
    run.fill(0);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * A private key or a container of secrets in what is to be written: by what the bytes are, whatever the file is called.
 * As DER, PEM of any label, hexadecimal, base64 (base64url too), a list of numbers or JWK, in any character encoding, with
 * other text or bytes around it. Undefined when there is none; a private number alone can't be recognised.
 */
export function findKey(bytes: Uint8Array): KeyKind | undefined {
  const part = bytes.subarray(0, most);
  return findKeyBytes(part) ?? findInText(lettersOf(part), 1);
}
