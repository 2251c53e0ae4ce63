import { curves, strangerName } from '../keys/curves.ts';
import { decodeSignatureIntegers, derNull, derTags, encodeSignatureIntegers, inSequence, objectIdentifier, parseDer, readOid, sequence, type DerNode } from '../keys/der.ts';
import type { PublicKey } from '../keys/publicKey.ts';
import type { HashName } from '../keys/rsa.ts';
import { checkHere, type CheckSignature } from '../keys/signer.ts';

export type X509Signature =
  | { readonly kind: 'ec' | 'rsa'; readonly hash: HashName; readonly name: string }
  | {
      readonly kind: 'unknown';
      readonly name: string;
      /** The kind of key, where it is known. */
      readonly keys?: 'ec' | 'rsa';
    };

const algorithms: Readonly<Record<string, X509Signature>> = {
  '1.2.840.10045.4.3.2': { kind: 'ec', hash: 'sha256', name: 'ECDSA-SHA256' },
  '1.2.840.10045.4.3.3': { kind: 'ec', hash: 'sha384', name: 'ECDSA-SHA384' },
  '1.2.840.10045.4.3.4': { kind: 'ec', hash: 'sha512', name: 'ECDSA-SHA512' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', hash: 'sha256', name: 'RSA-SHA256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', hash: 'sha384', name: 'RSA-SHA384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', hash: 'sha512', name: 'RSA-SHA512' },
};

/** Algorithms that occur in practice and are not supported. The fault names them. */
const strangers: Readonly<Record<string, X509Signature>> = {
  '1.2.840.113549.1.1.2': { kind: 'unknown', name: 'RSA-MD2', keys: 'rsa' },
  '1.2.840.113549.1.1.4': { kind: 'unknown', name: 'RSA-MD5', keys: 'rsa' },
  '1.2.840.113549.1.1.5': { kind: 'unknown', name: 'RSA-SHA1', keys: 'rsa' },
  '1.3.14.3.2.29': { kind: 'unknown', name: 'RSA-SHA1', keys: 'rsa' },
  '1.2.840.113549.1.1.14': { kind: 'unknown', name: 'RSA-SHA224', keys: 'rsa' },
  '1.2.840.113549.1.1.15': { kind: 'unknown', name: 'RSA-SHA512/224', keys: 'rsa' },
  '1.2.840.113549.1.1.16': { kind: 'unknown', name: 'RSA-SHA512/256', keys: 'rsa' },
  '1.2.840.10045.4.1': { kind: 'unknown', name: 'ECDSA-SHA1', keys: 'ec' },
  '1.2.840.10045.4.3.1': { kind: 'unknown', name: 'ECDSA-SHA224', keys: 'ec' },
  '2.16.840.1.101.3.4.3.10': { kind: 'unknown', name: 'ECDSA-SHA3-256', keys: 'ec' },
  '2.16.840.1.101.3.4.3.11': { kind: 'unknown', name: 'ECDSA-SHA3-384', keys: 'ec' },
  '2.16.840.1.101.3.4.3.12': { kind: 'unknown', name: 'ECDSA-SHA3-512', keys: 'ec' },
  '1.2.840.113549.1.1.10': { kind: 'unknown', name: 'RSA-PSS', keys: 'rsa' },
};

export function readSignatureAlgorithm(node: DerNode | undefined): X509Signature {
  const id = readOid(inSequence(node)[0]) ?? '(unnamed)';
  return algorithms[id] ?? strangers[id] ?? { kind: 'unknown', name: strangerName(id) };
}

/** Whether the algorithm can be used with this kind of key. */
export const isFor = (algorithm: X509Signature, { kind }: PublicKey): boolean => (algorithm.kind === 'unknown' ? algorithm.keys : algorithm.kind) === kind;

/** AlgorithmIdentifier for signatures with this key (RFC 5758, RFC 4055). */
export function encodeSignatureAlgorithm(key: PublicKey, hash: HashName): Uint8Array {
  const found = Object.entries(algorithms).find(([, entry]) => entry.kind === key.kind && entry.hash === hash);
  const id = objectIdentifier(found?.[0] as string);
  return key.kind === 'ec' ? sequence(id) : sequence(id, derNull());
}

/** X.509 stores an ECDSA signature as a SEQUENCE of two INTEGERs. RSA signatures are stored unchanged. */
export const wrapSignature = (key: PublicKey, signature: Uint8Array): Uint8Array =>
  key.kind === 'ec' ? sequence(encodeSignatureIntegers(signature)) : signature;

function unwrapSignature(key: PublicKey, signature: Uint8Array): Uint8Array | undefined {
  if (key.kind === 'rsa') return signature;
  const parsed = parseDer(signature, 'The signature');
  if (!parsed.ok || parsed.value.tag !== derTags.sequence) return undefined;
  const raw = decodeSignatureIntegers(parsed.value.content, curves[key.curve].bytes);
  return raw.ok ? raw.value : undefined;
}

/** Whether `key` signed `message`. False also when the algorithm is not for this kind of key. */
export function verifySigned(key: PublicKey, algorithm: X509Signature, message: Uint8Array, signature: Uint8Array, check: CheckSignature = checkHere): boolean {
  if (algorithm.kind !== key.kind) return false;
  const raw = unwrapSignature(key, signature);
  return raw !== undefined && check(key, algorithm.hash, message, raw);
}

/** A hash as strong as the key (RFC 5480, section 4): SHA-256 for everything up to 256 bits and for RSA. */
export function hashFor(key: PublicKey): HashName {
  if (key.kind === 'rsa' || key.curve.includes('256')) return 'sha256';
  return key.curve.includes('384') ? 'sha384' : 'sha512';
}
