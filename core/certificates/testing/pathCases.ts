import { bitString } from '../../keys/der.ts';
import type { ChainCase } from './chainCases.ts';
import { authorityKey, constraints, derNull, encodeDer, holder, integer, keyId, objectIdentifier, recipe, sequence, without, write, type Holder, type Recipe } from './writeCertificate.ts';
import { nodeSigned, rsaKey } from './otherKeys.ts';

const root = holder('Root');
const leaf = holder('Leaf');
const cas = ['CA 1', 'CA 2', 'CA 3', 'CA 4'].map((name) => holder(name));
type Edit = (one: Recipe) => Recipe;
const same: Edit = (one) => one;
const make = (subject: Holder, issuer: Holder, kind: 'ca' | 'leaf', edit: Edit = same): Uint8Array => write(edit(recipe(subject, issuer, kind)));
const limit = (length: number | undefined): Edit => (one) => ({ ...one, extensions: { ...one.extensions, constraints: constraints.ca(length) } });
const word = (length: number | undefined): string => (length === undefined ? 'any' : String(length));

/** A root with a path length limit, a row of CAs with their own limits, and a leaf at the end. */
function lengths(rootLength: number | undefined, caLengths: readonly (number | undefined)[], says: string, end: 'ca' | 'leaf' = 'leaf'): ChainCase {
  const others = caLengths.map((length, i) => make(cas[i] as Holder, cas[i - 1] ?? root, 'ca', limit(length)));
  const last = make(leaf, cas[caLengths.length - 1] ?? root, end);
  return { name: `path lengths ${[rootLength, ...caLengths].map(word).join(', ')}${end === 'ca' ? ', a CA at the end' : ''}`, leaf: last, others, anchors: [make(root, root, 'ca', limit(rootLength))], says };
}

const any = undefined;
const tooMany = 'chain/too-many-cas';
const pathLengths: readonly ChainCase[] = [
  lengths(any, [], 'trusted'),
  lengths(0, [], 'trusted'),
  lengths(0, [], 'trusted', 'ca'),
  lengths(0, [any], tooMany),
  lengths(0, [0], tooMany),
  lengths(1, [any], 'trusted'),
  lengths(1, [0], 'trusted'),
  lengths(1, [0], 'trusted', 'ca'),
  lengths(1, [5], 'trusted'),
  lengths(any, [0], 'trusted'),
  lengths(any, [any, any], 'trusted'),
  lengths(any, [0, any], tooMany),
  lengths(any, [1, any], 'trusted'),
  lengths(any, [any, 0], 'trusted'),
  lengths(1, [any, any], tooMany),
  lengths(2, [any, any], 'trusted'),
  lengths(2, [1, 0], 'trusted'),
  lengths(2, [0, 1], tooMany),
  lengths(2, [any, any, any], tooMany),
  lengths(3, [2, 1, 0], 'trusted'),
  lengths(3, [1, any, any], tooMany),
  lengths(4, [any, any, any, any], 'trusted'),
  lengths(3, [any, any, any, any], tooMany),
];

/** A new key of a CA, certified by the CA's old key: this certificate does not count in path lengths. */
const oldCa = holder('Rolling', 'old');
const newCa = holder('Rolling', 'new');
const rolling = (rootLength: number | undefined, oldLength: number | undefined, newLength: number | undefined, says: string): ChainCase => ({
  name: `a CA with a new key, path lengths ${[rootLength, oldLength, newLength].map(word).join(', ')}`,
  leaf: make(leaf, newCa, 'leaf'),
  others: [make(newCa, oldCa, 'ca', limit(newLength)), make(oldCa, root, 'ca', limit(oldLength))],
  anchors: [make(root, root, 'ca', limit(rootLength))],
  says,
});

const otherRoot = holder('Other root');
const thief = holder('CA 1', 'thief');
const ca = cas[0] as Holder;
const rootDer = make(root, root, 'ca');
const caDer = make(ca, root, 'ca');
const leafDer = make(leaf, ca, 'leaf');
const selfSigned = make(leaf, leaf, 'leaf');
const bare: Edit = (one) => ({ ...one, extensions: without(one.extensions, 'subjectKey', 'authorityKey') });

const ways: readonly ChainCase[] = [
  rolling(any, any, any, 'trusted'),
  rolling(1, 0, 0, 'trusted'),
  rolling(0, any, any, tooMany),
  rolling(1, any, any, 'trusted'),
  { name: 'no CA', leaf: leafDer, others: [], anchors: [rootDer], says: 'chain/no-issuer' },
  { name: 'the root among the others only', leaf: leafDer, others: [caDer, rootDer], anchors: [make(otherRoot, otherRoot, 'ca')], says: 'chain/untrusted-root' },
  { name: 'everything twice', leaf: leafDer, others: [caDer, caDer, rootDer, leafDer], anchors: [rootDer, rootDer], says: 'trusted' },
  { name: 'a root alone, trusted', leaf: rootDer, others: [], anchors: [rootDer], says: 'trusted' },
  { name: 'a root alone, not trusted', leaf: rootDer, others: [], anchors: [make(otherRoot, otherRoot, 'ca')], says: 'chain/untrusted-root' },
  { name: 'a CA as the leaf', leaf: caDer, others: [], anchors: [rootDer], says: 'trusted' },
  { name: 'a leaf that signed itself', leaf: selfSigned, others: [], anchors: [rootDer], says: 'chain/untrusted-root' },
  { name: 'a leaf that signed itself, trusted', leaf: selfSigned, others: [], anchors: [selfSigned], says: 'trusted' },
  { name: 'issued by a leaf', leaf: make(cas[1] as Holder, leaf, 'leaf'), others: [leafDer, caDer], anchors: [rootDer], says: 'chain/not-a-ca' },
  { name: 'another key under the name of the CA', leaf: make(leaf, thief, 'leaf'), others: [caDer], anchors: [rootDer], says: 'chain/no-issuer' },
  { name: 'another key under the name of the CA, without identifiers', leaf: make(leaf, thief, 'leaf', bare), others: [caDer], anchors: [rootDer], says: 'chain/bad-signature' },
  { name: 'another key under name and identifier of the CA', leaf: make(leaf, thief, 'leaf', (one) => ({ ...one, extensions: { ...one.extensions, authorityKey: authorityKey(keyId(ca.key)) } })), others: [caDer], anchors: [rootDer], says: 'chain/bad-signature' },
  { name: 'another key under the name of the root', leaf: leafDer, others: [make(ca, holder('Root', 'thief'), 'ca')], anchors: [rootDer], says: 'chain/no-issuer' },
  { name: 'a CA that signed itself, beside its certificate of the root', leaf: leafDer, others: [caDer, make(ca, ca, 'ca')], anchors: [rootDer], says: 'trusted' },
  { name: 'signed by two roots, of which one is trusted', leaf: leafDer, others: [make(ca, otherRoot, 'ca'), caDer], anchors: [rootDer], says: 'trusted' },
  { name: 'a root that another root signed too', leaf: leafDer, others: [caDer, make(root, otherRoot, 'ca')], anchors: [rootDer], says: 'trusted' },
  { name: 'a root that only another root makes trusted', leaf: leafDer, others: [caDer, make(root, otherRoot, 'ca')], anchors: [make(otherRoot, otherRoot, 'ca')], says: 'trusted' },
  { name: 'two CAs that signed each other', leaf: leafDer, others: [make(ca, cas[1] as Holder, 'ca'), make(cas[1] as Holder, ca, 'ca')], anchors: [rootDer], says: 'chain/not-followed' },
  { name: 'issued by the root itself', leaf: make(leaf, root, 'leaf'), others: [caDer], anchors: [rootDer], says: 'trusted' },
];

const rsa = { root: { name: root.name, key: rsaKey(2048) }, ca: { name: ca.name, key: rsaKey(2048) }, leaf } as const;
const id = (oid: string, ...parameters: readonly Uint8Array[]): Uint8Array => sequence(objectIdentifier(oid), ...parameters);
const pkcs = (last: number, ...parameters: readonly Uint8Array[]): Uint8Array => id(`1.2.840.113549.1.1.${last}`, ...parameters);
const hash = (oid: string): Uint8Array => id(oid, derNull());
const sha256 = hash('2.16.840.1.101.3.4.2.1');
const pssParameters = sequence(encodeDer(0xa0, sha256), encodeDer(0xa1, pkcs(8, sha256)), encodeDer(0xa2, integer(32)));

/** RSA signatures in all three certificates. */
function rsaCase(name: string, algorithm: Uint8Array, digest: string, says: string, { stricter = false, pss = false } = {}): ChainCase {
  const sign: Edit = (one) => ({ ...one, algorithm, sign: (message) => nodeSigned(one.signer, digest, message, pss) });
  return { name: `RSA, ${name}`, leaf: make(rsa.leaf, rsa.ca, 'leaf', sign), others: [make(rsa.ca, rsa.root, 'ca', sign)], anchors: [make(rsa.root, rsa.root, 'ca', sign)], says, stricter };
}

const big = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(0xff);
const rsaSpki = (modulus: Uint8Array, exponent: Uint8Array): Uint8Array => sequence(pkcs(1, derNull()), bitString(sequence(integer(modulus), integer(exponent))));
const rsaLeaf = (name: string, modulus: Uint8Array, exponent: Uint8Array, says: string): ChainCase => ({
  name,
  leaf: make(leaf, ca, 'leaf', (one) => ({ ...one, spki: rsaSpki(modulus, exponent) })),
  others: [caDer],
  anchors: [rootDer],
  says,
  stricter: says !== 'trusted',
});
const f4 = Uint8Array.of(1, 0, 1);

const rsaCases: readonly ChainCase[] = [
  rsaCase('SHA-256', pkcs(11, derNull()), 'sha256', 'trusted'),
  rsaCase('SHA-384', pkcs(12, derNull()), 'sha384', 'trusted'),
  rsaCase('SHA-512', pkcs(13, derNull()), 'sha512', 'trusted'),
  rsaCase('SHA-256 without parameters', pkcs(11), 'sha256', 'trusted'),
  rsaCase('SHA-384 that says SHA-256', pkcs(11, derNull()), 'sha384', 'chain/bad-signature'),
  rsaCase('SHA-1', pkcs(5, derNull()), 'sha1', 'chain/unsupported', { stricter: true }),
  rsaCase('SHA-224', pkcs(14, derNull()), 'sha224', 'chain/unsupported', { stricter: true }),
  rsaCase('MD5', pkcs(4, derNull()), 'md5', 'chain/unsupported', { stricter: true }),
  rsaCase('PSS', pkcs(10, pssParameters), 'sha256', 'chain/unsupported', { stricter: true, pss: true }),
  rsaCase('PSS without parameters', pkcs(10), 'sha256', 'chain/unsupported', { pss: true }),
  rsaCase('PSS that says PKCS #1', pkcs(11, derNull()), 'sha256', 'chain/bad-signature', { pss: true }),
  rsaLeaf('an RSA key of 4096 bits', big(512), f4, 'trusted'),
  rsaLeaf('an RSA key of 4097 bits', Uint8Array.of(1, ...big(512)), f4, 'certificate/unsupported-key'),
  rsaLeaf('an RSA key of 16384 bits', big(2048), f4, 'certificate/unsupported-key'),
  rsaLeaf('an RSA exponent of 64 bits', big(256), big(8), 'trusted'),
  rsaLeaf('an RSA exponent of 65 bits', big(256), Uint8Array.of(1, ...big(8)), 'certificate/unsupported-key'),
  rsaLeaf('an RSA exponent as long as the modulus', big(256), big(256), 'certificate/unsupported-key'),
];

export const pathCases = [...pathLengths, ...ways, ...rsaCases];
