import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import { say } from '../result/say.ts';
import { toBase64 } from './base64.ts';
import { curveNames, curves } from './curves.ts';
import { bitString, encodeDer, integer, objectIdentifier, octetString, sequence } from './der.ts';
import { ecGenerate } from './ecdsa.ts';
import { encodePkcs8 } from './encodePrivateKey.ts';
import { encodePem } from './pem.ts';
import { ecPrivateKey, encodePrivateKeyPem, openRsa, parsePrivateKey, rsaPrivateKey, type PrivateKey } from './privateKey.ts';
import { encodeSpki } from './publicKey.ts';
import { rsaFromRandom } from './rsaGenerate.ts';
import { parseAesKey } from './aesKey.ts';
import { seededRandom } from './testing/random.ts';

const random = seededRandom('private');
const key = ecPrivateKey('secp256r1', ecGenerate('secp256r1', random));
const pem = encodePrivateKeyPem(key);
const code = (content: Uint8Array | string): string => {
  const result = parsePrivateKey(typeof content === 'string' ? utf8(content) : content, { file: 'my.pem' });
  if (result.ok) return 'ok';
  // Each fault has a text in four parts that names the file.
  expect(Object.values(say(result.fault)).every((part) => part.length > 3)).toBe(true);
  return result.fault.code;
};

/** A JWK whose numbers have this many bytes, all ones. */
function rsaJwk(modulus: number, exponent: number, prime: number): string {
  const ones = (bytes: number): string => toBase64(new Uint8Array(bytes).fill(0xff)).replace(/=+$/, '').replaceAll('/', '_').replaceAll('+', '-');
  return JSON.stringify({ kty: 'RSA', n: ones(modulus), e: ones(exponent), d: ones(prime), p: ones(prime), q: ones(prime) });
}

describe('files that hold no usable key are told apart', () => {
  it.each<[string, Uint8Array | string, string]>([
    ['empty', '', 'file/empty'],
    ['blanks', ' \r\n', 'file/empty'],
    ['too large', new Uint8Array(1_048_577), 'file/too-large'],
    ['cut short', pem.slice(0, 100), 'key/truncated'],
    ['base64 with a hole', pem.replace('M', '*'), 'key/malformed'],
    ['binary', Uint8Array.of(1, 2, 0, 255), 'key/not-a-key'],
    ['text that begins with a zero', '0 1 2 hello', 'key/not-a-key'],
    ['text', 'hello', 'key/not-a-key'],
    ['DER cut short', encodePkcs8(key).slice(0, 40), 'key/malformed'],
    ['DER of another kind', sequence(integer(5)), 'key/not-a-key'],
    ['two keys', pem + pem, 'key/several'],
    ['public key', encodePem('PUBLIC KEY', encodeSpki(key.publicKey)), 'key/public-only'],
    ['JSON', '{"a":1}', 'key/not-a-key'],
    ['broken JSON', '{"kty":', 'key/not-a-key'],
    ['JWK public', '{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}', 'key/public-only'],
    ['JWK Ed25519', '{"kty":"OKP","crv":"Ed25519","d":"AA"}', 'key/unsupported-algorithm'],
    ['JWK secp256k1', '{"kty":"EC","crv":"secp256k1","d":"AA"}', 'key/unsupported-curve'],
    ['JWK RSA-8192', rsaJwk(1024, 3, 128), 'key/rsa-size'],
    ['JWK RSA-524288', rsaJwk(65_536, 65_536, 65_536), 'key/rsa-size'],
    ['JWK RSA-2048 with an exponent of 9 bytes', rsaJwk(256, 9, 128), 'key/rsa-exponent'],
    ['JWK RSA-2048 with primes of 100 KB', rsaJwk(256, 3, 100_000), 'key/malformed'],
    ['JWK symmetric', '{"kty":"oct","k":"AA"}', 'key/not-a-key'],
    ['OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----', 'key/other-format'],
  ])('%s', (_, content, expected) => {
    expect(code(content)).toBe(expected);
  });

  it('a private number out of range, and a public part of another key', () => {
    const { oid } = curves.secp256r1;
    const sec1 = (scalar: Uint8Array, ...point: Uint8Array[]): Uint8Array =>
      sequence(integer(1), octetString(scalar), encodeDer(0xa0, objectIdentifier(oid)), ...point.map((p) => encodeDer(0xa1, bitString(concat(Uint8Array.of(4), p)))));
    const other = ecPrivateKey('secp256r1', ecGenerate('secp256r1', random)).publicKey.point;
    expect(code(sec1(new Uint8Array(32)))).toBe('key/malformed');
    expect(code(sec1(new Uint8Array(32).fill(255)))).toBe('key/malformed');
    expect(code(sec1(new Uint8Array(33).fill(1)))).toBe('key/malformed');
    expect(code(key.secret.open((scalar) => sec1(scalar, other)))).toBe('key/malformed');
    expect(code(key.secret.open((scalar) => sec1(scalar, key.publicKey.point)))).toBe('ok');
    expect(code(sec1(Uint8Array.of(7)))).toBe('ok');
  });
});

describe('a key is read whatever surrounds it', () => {
  it.each<[string, Uint8Array | string]>([
    ['CRLF', pem.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${pem}`],
    ['text around it', `Bag Attributes\n  name: x\n${pem}\nend`],
    ['base64 without lines', toBase64(encodePkcs8(key))],
    ['hexadecimal', toHex(encodePkcs8(key))],
    ['a C array', Array.from(encodePkcs8(key), (byte) => `0x${byte.toString(16)}`).join(',\n')],
    ['a public key beside it', pem + encodePem('PUBLIC KEY', encodeSpki(key.publicKey))],
    ['UTF-16 of a Windows editor', Uint8Array.from([0xff, 0xfe, ...[...pem].flatMap((c) => [c.charCodeAt(0), 0])])],
    ['DER in a file named .pem', encodePkcs8(key)],
    ['a wrong label', pem.replaceAll('PRIVATE KEY', 'EC PRIVATE KEY')],
  ])('%s', (_, content) => {
    expect(code(content)).toBe('ok');
  });

  it('JWK of every NIST curve and of RSA', () => {
    const url = (bytes: Uint8Array): string => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    for (const name of curveNames.filter((curve) => curves[curve].jwk !== undefined)) {
      const made = ecPrivateKey(name, ecGenerate(name, random));
      const { bytes, jwk } = curves[name];
      const [x, y] = [made.publicKey.point.slice(0, bytes), made.publicKey.point.slice(bytes)];
      expect(code(made.secret.open((d) => JSON.stringify({ kty: 'EC', crv: jwk, d: url(d), x: url(x), y: url(y) })))).toBe('ok');
      expect(code(made.secret.open((d) => JSON.stringify({ kty: 'EC', crv: jwk, d: url(d), x: url(y), y: url(x) })))).toBe('key/malformed');
    }
    const rsa = rsaPrivateKey(rsaFromRandom(1024, random));
    const jwk = openRsa(rsa, ({ modulus, exponent, privateExponent, primes: [p, q] }) =>
      JSON.stringify({ kty: 'RSA', n: url(modulus), e: url(exponent), d: url(privateExponent), p: url(p), q: url(q) }),
    );
    expect(code(jwk)).toBe('ok');
  });
});

it('changed or cut files never throw', () => {
  const der = encodePkcs8(key);
  fc.assert(
    fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), fc.uint8Array({ maxLength: 30 }), (at, mask, noise) => {
      const changed = der.slice();
      changed[at] = (changed[at] as number) ^ mask;
      code(changed);
      code(concat(der.slice(0, at), noise));
    }),
    { numRuns: 100 },
  );
});

it('prints nothing of its secret', () => {
  const secret = key.secret.open(toHex);
  const shown = (key: PrivateKey): string => `${inspect(key, { depth: 9 })}${JSON.stringify(key)}${String(key.secret)}`;
  expect(shown(key)).toContain('[secret]');
  expect(shown(key)).not.toContain(secret);
});

describe('AES keys', () => {
  it.each([
    ['00112233445566778899aabbccddeeff\r\n', 'aes128'],
    ['0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 1,2,3,4,5,6,7,8', 'aes192'],
    ['ab'.repeat(32), 'aes256'],
  ])('%s', (text, algorithm) => {
    expect(must(parseAesKey(utf8(text), 'k')).algorithm).toBe(algorithm);
  });

  it('of other lengths, and what is none', () => {
    expect(parseAesKey(utf8('ab'.repeat(17)), 'k')).toMatchObject({ ok: false, fault: { code: 'key/aes-size', data: { bytes: 17 } } });
    expect(parseAesKey(utf8('no key'), 'k')).toMatchObject({ ok: false, fault: { code: 'key/not-a-key' } });
    expect(must(parseAesKey(new Uint8Array(32).fill(0xf0), 'k')).algorithm).toBe('aes256');
  });
});
