import { algorithmOf, samePublicKey, type PublicKey } from '../keys/publicKey.ts';
import type { ChipAlgorithm } from './codes.ts';
import { oid, type Oid } from './oid.ts';

/**
 * How a key object and a certificate object belong together. `proved`: this connection showed that the certificate is for
 * the key. `usual`: they are a pair by the vendor's convention, and nothing was shown. `differs`: they are a pair by that
 * convention, but the certificate is for another key.
 */
export type PairSign = 'proved' | 'usual' | 'differs';

export interface KeyPair {
  readonly key: Oid;
  readonly certificate: Oid;
  readonly sign: PairSign;
}

/** Certificate objects with their key objects, by the vendor's convention (Cloud ID and Express chips, its examples). */
export const usualPairs = [
  { key: oid(0xe0f0), certificate: oid(0xe0e0) },
  { key: oid(0xe0f1), certificate: oid(0xe0e1) },
  { key: oid(0xe0fc), certificate: oid(0xe0e2) },
] as const;

/** The known keys and certificates of a chip. An empty object is in neither map. */
export interface KeysAndCertificates {
  /** Key objects with a signature key. The algorithm is the one in their metadata. */
  readonly keys: ReadonlyMap<Oid, ChipAlgorithm | undefined>;
  /** Certificate objects and the public key in each. `unread`: the content is not known, and the object is not certainly empty. */
  readonly certificates: ReadonlyMap<Oid, PublicKey | 'unread'>;
}

/** @param shown public keys that this connection has seen: verified by a signature, or returned by the chip when it made the key */
export function keyPairs({ keys, certificates }: KeysAndCertificates, shown: ReadonlyMap<Oid, PublicKey>): KeyPair[] {
  const readCertificates = [...certificates].flatMap(([id, publicKey]) => (publicKey === 'unread' ? [] : [{ id, publicKey }]));
  const proved = [...keys.keys()].flatMap((key) => {
    const mine = shown.get(key);
    if (mine === undefined) return [];
    return readCertificates.filter(({ publicKey }) => samePublicKey(publicKey, mine)).map(({ id }): KeyPair => ({ key, certificate: id, sign: 'proved' }));
  });
  const isProved = (pair: (typeof usualPairs)[number]): boolean => proved.some(({ key, certificate }) => key === pair.key && certificate === pair.certificate);
  const rest = usualPairs.filter(({ key, certificate }) => keys.has(key) && certificates.has(certificate)).filter((pair) => !isProved(pair));
  return [...proved, ...rest.map((pair): KeyPair => ({ ...pair, sign: cannotBe(pair, keys.get(pair.key), certificates, shown) ? 'differs' : 'usual' }))];
}

/** Whether the certificate is for another key than the one in the object: the public key or the algorithm differs. */
function cannotBe(pair: (typeof usualPairs)[number], algorithm: ChipAlgorithm | undefined, certificates: KeysAndCertificates['certificates'], shown: ReadonlyMap<Oid, PublicKey>): boolean {
  const certified = certificates.get(pair.certificate);
  if (certified === undefined || certified === 'unread') return false;
  return shown.has(pair.key) || (algorithm !== undefined && algorithmOf(certified) !== algorithm);
}
