import { expect, it } from 'vitest';
import { bitString, context, derNull, encodeDer, integer, objectIdentifier, sequence } from '../keys/der.ts';
import { encodeSpki } from '../keys/publicKey.ts';
import { fault } from '../result/fault.ts';
import { must } from '../result/result.ts';
import { parseCertificate } from './certificate.ts';
import { verifyChain } from './chain.ts';
import { createCsr, parseCsr } from './csr.ts';
import { signCsr } from './issue.ts';
import { authorityKey, commonName, holder, keyOf, recipe, subjectKey, write } from './testing/writeCertificate.ts';
import { nodeSigned, rsaKey } from './testing/otherKeys.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const id = (oid: string, ...parameters: readonly Uint8Array[]): Uint8Array => sequence(objectIdentifier(oid), ...parameters);
const ec = keyOf('csr');
const rsa = rsaKey(2048);
const big = new Uint8Array(1024).fill(0xff);
const rsa8192 = sequence(id('1.2.840.113549.1.1.1', derNull()), bitString(sequence(integer(big), integer(3))));
const ed25519 = sequence(id('1.3.101.112'), bitString(new Uint8Array(32)));

function request(spki: Uint8Array, algorithm: Uint8Array, sign: (message: Uint8Array) => Uint8Array): Uint8Array {
  const info = sequence(integer(0), commonName('Old device'), spki, context(0));
  return sequence(info, algorithm, bitString(sign(info)));
}
const byEc = (oid: string, hash: string): Uint8Array => request(encodeSpki(ec.publicKey), id(oid), (message) => nodeSigned(ec, hash, message));
const byRsa = (last: number, hash: string, pss = false): Uint8Array => request(encodeSpki(rsa.publicKey), id(`1.2.840.113549.1.1.${last}`, derNull()), (message) => nodeSigned(rsa, hash, message, pss));
const nobody = (): Uint8Array => new Uint8Array(64);

it.each([
  ['ECDSA-SHA256', byEc('1.2.840.10045.4.3.2', 'sha256'), 'ok'],
  ['RSA-SHA512', byRsa(13, 'sha512'), 'ok'],
  ['ECDSA-SHA1', byEc('1.2.840.10045.4.1', 'sha1'), fault('csr/unsupported-signature', { subject: 'CN=Old device', algorithm: 'ECDSA-SHA1' })],
  ['ECDSA-SHA224', byEc('1.2.840.10045.4.3.1', 'sha224'), fault('csr/unsupported-signature', { subject: 'CN=Old device', algorithm: 'ECDSA-SHA224' })],
  ['RSA-SHA1', byRsa(5, 'sha1'), fault('csr/unsupported-signature', { subject: 'CN=Old device', algorithm: 'RSA-SHA1' })],
  ['RSA-MD5', byRsa(4, 'md5'), fault('csr/unsupported-signature', { subject: 'CN=Old device', algorithm: 'RSA-MD5' })],
  ['RSA-PSS', byRsa(10, 'sha256', true), fault('csr/unsupported-signature', { subject: 'CN=Old device', algorithm: 'RSA-PSS' })],
  ['an algorithm without a name', byEc('1.2.3.4', 'sha256'), fault('csr/unsupported-signature', { subject: 'CN=Old device', algorithm: 'object identifier 1.2.3.4' })],
  ['an Ed25519 key', request(ed25519, id('1.3.101.112'), nobody), fault('csr/unsupported-key', { file: 'old.csr', name: 'Ed25519' })],
  ['an RSA-8192 key', request(rsa8192, id('1.2.840.113549.1.1.11', derNull()), nobody), fault('csr/unsupported-key', { file: 'old.csr', name: 'RSA-8192, and RSA keys have at most 4096 bits here' })],
  ['signed by another key', request(encodeSpki(ec.publicKey), id('1.2.840.10045.4.3.2'), (message) => nodeSigned(keyOf('other'), 'sha256', message)), fault('csr/bad-signature', { subject: 'CN=Old device' })],
  ['an RSA algorithm for an ECC key', request(encodeSpki(ec.publicKey), id('1.2.840.113549.1.1.11', derNull()), nobody), fault('csr/bad-signature', { subject: 'CN=Old device' })],
  ['a name that is none', sequence(sequence(integer(0), encodeDer(0x30, integer(1)), encodeSpki(ec.publicKey), context(0)), id('1.2.840.10045.4.3.2'), bitString(nobody())), fault('csr/malformed', { file: 'old.csr', why: 'The name in it cannot be read.' })],
  ['four parts', sequence(sequence(integer(0), commonName('a'), encodeSpki(ec.publicKey)), id('1.2.840.10045.4.3.2'), bitString(nobody()), integer(1)), fault('csr/malformed', { file: 'old.csr', why: 'It does not have the parts of one.' })],
])('a request with %s', (_, der, expected) => {
  const parsed = parseCsr(der, 'old.csr');
  expect(parsed.ok ? 'ok' : parsed.fault).toEqual(expected);
});

it('a certificate names its issuer\'s key by the issuer\'s own identifier, however that was made', async () => {
  const root = holder('Root');
  const one = recipe(root, root, 'ca');
  const ca = must(parseCertificate(write({ ...one, extensions: { ...one.extensions, subjectKey: subjectKey(Uint8Array.of(1, 2, 3)), authorityKey: authorityKey(Uint8Array.of(1, 2, 3)) } })));
  const now = new Date('2026-01-01');
  const leaf = must(parseCertificate(must(await signCsr(must(parseCsr(must(await createCsr(testSigner(ec), 'CN=Leaf')))), testSigner(root.key), ca, { days: 3650, now, random: (length) => new Uint8Array(length).fill(9) }))));
  expect(leaf.authorityKey).toEqual({ keyId: '010203' });
  expect(verifyChain(leaf, [], [ca], new Date('2026-11-22')).trusted).toBe(true);
});
