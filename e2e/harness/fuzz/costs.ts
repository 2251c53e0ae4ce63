import { bitString, derNull, integer, objectIdentifier, sequence } from '../../../core/keys/der.ts';
import { ourEngine } from '../../../core/keys/kdf.ts';
import { kdfCosts } from '../../../core/keys/kdfLimits.ts';
import { curveNames } from '../../../core/keys/curves.ts';
import { ecGenerate } from '../../../core/keys/ecdsa.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { ecPrivateKey, parsePrivateKey } from '../../../core/keys/privateKey.ts';
import { signDigest } from '../../../core/keys/testing/testSigner.ts';
import { parseSpki, verifyDigest } from '../../../core/keys/publicKey.ts';
import { pbkdf2Locked, pkcs12Locked, scryptLocked } from '../../../core/keys/testing/locked.ts';
import { seededRandom } from '../../../core/keys/testing/random.ts';
import { parseCertificates } from '../../../core/certificates/material.ts';
import { verifyChain } from '../../../core/certificates/chain.ts';
import { holder, recipe, write } from '../../../core/certificates/testing/writeCertificate.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { must } from '../../../core/result/result.ts';
import { hostEngine } from '../../../electron/files/kdfEngine.ts';

/** The largest allowed input for operations that take time by design. */
export interface Cost {
  readonly name: string;
  /** Allowed processor time, ms. */
  readonly limit: number;
  /** Prepares the input, and returns the function to measure. */
  readonly prepare: () => () => unknown;
}

const second = 1500;
const open = (der: Uint8Array, engine = hostEngine) => () => () => parsePrivateKey(der, { file: 'cost', password: 'password', engine });
const hmacs = { sha1: 7, sha224: 8, sha256: 9, sha384: 10, sha512: 11 } as const;

const derivations: readonly Cost[] = [
  ...Object.entries(hmacs).flatMap(([name, prf]): Cost[] => [
    { name: `PBKDF2 with ${name}, the system's`, limit: second, prepare: open(pbkdf2Locked(hostEngine.rounds, prf)) },
    { name: `PBKDF2 with ${name}, ours`, limit: second, prepare: open(pbkdf2Locked(ourEngine.rounds, prf), ourEngine) },
  ]),
  { name: 'scrypt with 256 MB, the system\'s', limit: second, prepare: open(scryptLocked(hostEngine.scryptCost / 8, 8, 1)) },
  { name: 'scrypt with p = 256, the system\'s', limit: second, prepare: open(scryptLocked(hostEngine.scryptCost / 8 / 256, 8, 256)) },
  { name: 'scrypt, ours', limit: second, prepare: open(scryptLocked(ourEngine.scryptCost / 8, 8, 1), ourEngine) },
  { name: 'PKCS#12', limit: second, prepare: open(pkcs12Locked(kdfCosts.ours)) },
  ...[pbkdf2Locked(2 ** 40), scryptLocked(2 ** 40, 8, 1), scryptLocked(2, 2 ** 40, 1), scryptLocked(2, 1, 2 ** 40), pkcs12Locked(2 ** 31)].map((der, i): Cost => ({ name: `more than is taken, ${i}`, limit: 100, prepare: open(der) })),
];

const big = (bytes: number, last: number): Uint8Array => new Uint8Array(bytes).fill(0xff).fill(last, bytes - 1);
const rsaSpki = (modulus: Uint8Array, exponent: Uint8Array): Uint8Array =>
  sequence(sequence(objectIdentifier('1.2.840.113549.1.1.1'), derNull()), bitString(sequence(integer(modulus), integer(exponent))));
const digest = new Uint8Array(32).fill(1);

function verifyRsa(bytes: number, exponentBytes: number): () => unknown {
  const key = parseSpki(rsaSpki(big(bytes, 0xf1), big(exponentBytes, 0xfb)));
  const signature = new Uint8Array(bytes).fill(0xaa);
  return () => key.ok && verifyDigest(key.value, 'sha256', digest, signature);
}

/** Makes certificates with the same name and key. Each may have issued each other one, so that every path is tried. */
function ring(): () => unknown {
  const one = holder('Ring');
  const pem = Array.from({ length: 200 }, () => encodePem('CERTIFICATE', write(recipe(one, one, 'ca')))).join('');
  return () => {
    const [first, ...others] = must(parseCertificates(utf8(pem), 'ring.pem'));
    return first !== undefined && verifyChain(first, others, [], new Date(Date.UTC(2026, 5, 1)));
  };
}

const verifications: readonly Cost[] = [
  { name: 'RSA-4096 with an exponent of 64 bits', limit: 100, prepare: () => verifyRsa(512, 8) },
  { name: 'RSA-8192', limit: 100, prepare: () => verifyRsa(1024, 3) },
  { name: 'RSA-131072 with an exponent as long', limit: 100, prepare: () => verifyRsa(16_384, 16_384) },
  ...curveNames.map((curve): Cost => ({
    name: `ECDSA on ${curve}`,
    limit: 200,
    prepare: () => {
      const key = ecPrivateKey(curve, ecGenerate(curve, seededRandom(curve)));
      const signature = signDigest(key, 'sha256', digest);
      return () => verifyDigest(key.publicKey, 'sha256', digest, signature);
    },
  })),
  { name: '200 certificates that may have issued each other', limit: 1000, prepare: ring },
];

/** Key derivation and verification at their limits, and above. */
export const costs: readonly Cost[] = [...derivations, ...verifications];
