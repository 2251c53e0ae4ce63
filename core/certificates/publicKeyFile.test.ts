import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes/bytes.ts';
import { encodePrivateKeyPem, generateKey } from '../keys/privateKey.ts';
import { encodeSpki } from '../keys/publicKey.ts';
import { openssl, opensslText } from '../keys/testing/openssl.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { fault, type Fault } from '../result/fault.ts';
import { parsePublicKeyFile } from './publicKeyFile.ts';

const key = await generateKey('secp256r1', seededRandom('a'));
const pem = encodePrivateKeyPem(key);
const publicPem = opensslText('pkey -pubout', pem);
const certificate = opensslText('req -x509 -key @0 -subj /CN=Release -days 30', '', [pem]);
const refusal = (bytes: Uint8Array): 'taken' | Fault => {
  const read = parsePublicKeyFile(bytes, 'f.pem');
  return read.ok ? 'taken' : read.fault;
};

describe('the public key of a file', () => {
  it('is read out of PEM and DER, and out of a certificate with its subject', () => {
    const publicKey = key.publicKey;
    expect(parsePublicKeyFile(utf8(publicPem), 'f.pem')).toEqual({ ok: true, value: { publicKey } });
    expect(parsePublicKeyFile(encodeSpki(publicKey), 'f.der')).toEqual({ ok: true, value: { publicKey } });
    expect(parsePublicKeyFile(utf8(certificate), 'f.pem')).toEqual({ ok: true, value: { publicKey, subject: 'CN=Release' } });
    expect(parsePublicKeyFile(openssl('x509 -outform DER', certificate), 'f.der')).toEqual({ ok: true, value: { publicKey, subject: 'CN=Release' } });
  });

  it.each([
    ['a private key', pem, 'It holds a private key.'],
    ['a private key beside its certificate', pem + certificate, 'It holds a private key.'],
    ['two keys', publicPem + certificate, 'It holds 2 keys or certificates.'],
    ['a request', opensslText('req -new -key @0 -subj /CN=Release', '', [pem]), 'It is neither a public key nor a certificate.'],
    ['a JWK', '{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}', 'It is a JSON Web Key.'],
    ['a private JWK', '{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}', 'It holds a private key.'],
  ])('is refused in %s', (_, text, said) => {
    expect(refusal(utf8(text))).toEqual(fault('job/no-public-key', { file: 'f.pem', why: said }));
  });
});
