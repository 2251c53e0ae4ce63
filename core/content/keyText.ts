import { findKeyBytes, type KeyKind } from './keyBytes.ts';
import { bytesIn } from './runs.ts';

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
  // What dnssec-keygen writes.
  ['private', /^Private-key-format: ?v\d/m],
];

/** .NET's form of an RSA key; without the element D it is a public one. */
const isXmlKey = (text: string): boolean => /<(?:\w{1,20}:)?RSAKeyValue[\s>]/.test(text) && /<(?:\w{1,20}:)?D>/.test(text);

/** A member of JSON, however often its quotes are escaped, or of YAML and JavaScript without them. */
const member = (name: string, value = ''): RegExp => new RegExp(`(?:^|[\\s,{"'\\\\])${name}(?:\\\\*["'])?\\s*:\\s*(?:\\\\*["'])?${value}`, 'm');
const [kty, oct, secretPart, symmetricPart] = [member('kty'), member('kty', 'oct'), member('d', '[\\w-]{16}'), member('k', '[\\w-]')];

/** A private JSON Web Key (RFC 7517), alone, in a set or in other JSON, with quotes of either kind. */
function jwkIn(text: string): KeyKind | undefined {
  if (!kty.test(text)) return undefined;
  if (secretPart.test(text)) return 'private';
  return oct.test(text) && symmetricPart.test(text) ? 'symmetric' : undefined;
}

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
  for (const run of bytesIn(text)) {
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
