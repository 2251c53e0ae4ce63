import { algorithmOf, samePublicKey, type PublicKey } from '../keys/publicKey.ts';
import type { ChipAlgorithm } from './codes.ts';
import { oid, type Oid } from './oid.ts';

/**
 * How a key object and a certificate object belong together. `proved`: this connection showed that the certificate is for
 * the key. `usual`: the vendor's convention puts them together, and nothing was shown. `differs`: the convention puts
 * them together, and the certificate is for another key.
 */
export type PairSign = 'proved' | 'usual' | 'differs';

export interface KeyPair {
  readonly key: Oid;
  readonly certificate: Oid;
  readonly sign: PairSign;
}

/** Certificate objects, and the key object that each is for by the vendor's convention (Cloud ID and Express chips, its examples). */
export const usualPairs = [
  { key: oid(0xe0f0), certificate: oid(0xe0e0) },
  { key: oid(0xe0f1), certificate: oid(0xe0e1) },
  { key: oid(0xe0fc), certificate: oid(0xe0e2) },
] as const;

/** What a chip holds, as far as it is known. An empty object is in neither map. */
export interface KeysAndCertificates {
  /** Key objects with a key for signatures, with the algorithm that their metadata names. */
  readonly keys: ReadonlyMap<Oid, ChipAlgorithm | undefined>;
  /** Objects with a certificate, with the public key in it; `unread`: the object is not empty, or may not be, and its content is not known. */
  readonly certificates: ReadonlyMap<Oid, PublicKey | 'unread'>;
}

/** @param shown public keys of key objects as this connection showed them: by a signature, or by the chip when it made the key */
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

/** The certificate is for another key than the one in the object: that one was shown, or is of another algorithm. */
function cannotBe(pair: (typeof usualPairs)[number], algorithm: ChipAlgorithm | undefined, certificates: KeysAndCertificates['certificates'], shown: ReadonlyMap<Oid, PublicKey>): boolean {
  const certified = certificates.get(pair.certificate);
  if (certified === undefined || certified === 'unread') return false;
  return shown.has(pair.key) || (algorithm !== undefined && algorithmOf(certified) !== algorithm);
}
