import { findKeyBytes, type KeyKind } from './keyBytes.ts';
import { bytesIn } from './byteNotations.ts';

/** Texts that announce a private key. */
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
  // What dnssec-keygen writes.
  ['private', /^Private-key-format: ?v\d/m],
];

/** .NET's form of an RSA key. Without the element D it is a public key. */
const isXmlKey = (text: string): boolean => /<(?:\w{1,20}:)?RSAKeyValue[\s>]/.test(text) && /<(?:\w{1,20}:)?D>/.test(text);

/** A member of a JSON object (its quotes may be escaped several times), or of YAML or JavaScript without quotes. */
const member = (name: string, value = ''): RegExp => new RegExp(`(?:^|[\\s,{"'\\\\])${name}(?:\\\\*["'])?\\s*:\\s*(?:\\\\*["'])?${value}`, 'm');
const [kty, oct, secretPart, symmetricPart] = [member('kty'), member('kty', 'oct'), member('d', '[\\w-]{16}'), member('k', '[\\w-]')];

/** A private JSON Web Key (RFC 7517): alone, in a set or in other JSON, with single or double quotes. */
function jwkIn(text: string): KeyKind | undefined {
  if (!kty.test(text)) return undefined;
  if (secretPart.test(text)) return 'private';
  return oct.test(text) && symmetricPart.test(text) ? 'symmetric' : undefined;
}

/** Converts each byte to a character and drops zeros, which UTF-16 and UTF-32 put between the letters. */
const lettersOf = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) if (byte !== 0) text += String.fromCharCode(byte);
  return text;
};

/** Whether nearly all characters are readable. The decoded bytes are then text that is searched again. */
function isText(bytes: Uint8Array): boolean {
  let readable = 0;
  for (const byte of bytes) if (byte === 9 || byte === 10 || byte === 13 || (byte >= 0x20 && byte < 0x7f)) readable += 1;
  return readable > bytes.length * 0.8;
}

/** Most levels of nested encoding: a key's text in base64 of hexadecimal of base64. */
const depth = 3;

/** Most bytes of a file that are searched. No object can hold more, in any form. */
const most = 262_144;

function findInText(text: string, level: number): KeyKind | undefined {
  const marked = marks.find(([, mark]) => mark.test(text))?.[0] ?? (isXmlKey(text) ? 'private' : jwkIn(text));
  if (marked !== undefined) return marked;
  for (const run of bytesIn(text)) {
    const found = findKeyBytes(run) ?? (level < depth && isText(run) ? findInText(lettersOf(run), level + 1) : undefined);
    run.fill(0);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Finds a private key or a container of secrets in data to write. It looks at the bytes, not at the file's name: DER,
 * PEM of any label, hexadecimal, base64 (also base64url), a list of numbers or JWK, in any character encoding, with
 * other text or bytes around it. Undefined when there is none. A private number alone can't be recognised.
 */
export function findKey(bytes: Uint8Array): KeyKind | undefined {
  const part = bytes.subarray(0, most);
  return findKeyBytes(part) ?? findInText(lettersOf(part), 1);
}
