import { certificatesIn } from '../../../core/certificates/certificatesIn.ts';
import type { ObjectRow, PairView } from '../../../core/contract/objects.ts';
import type { PublicKey } from '../../../core/keys/publicKey.ts';
import type { ObjectEntry } from '../../../core/objects/catalogue.ts';
import { algorithmNames, type ChipAlgorithm } from '../../../core/objects/codes.ts';
import { contentState, type Content } from '../../../core/objects/contentState.ts';
import { keyPairs, type KeysAndCertificates } from '../../../core/objects/keyPairs.ts';
import { fieldNumber, holdsKey, type Metadata } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';

/** Keys and certificates of a chip, collected while its objects are read. */
export class CollectedKeys implements KeysAndCertificates {
  readonly keys = new Map<Oid, ChipAlgorithm | undefined>();
  readonly certificates = new Map<Oid, PublicKey | 'unread'>();

  /** Adds an object. @param content the content of a key object is ignored */
  add(entry: ObjectEntry, metadata: Metadata, content: Content): void {
    const { id, kind } = entry;
    if (kind === 'ecc-key' || kind === 'rsa-key') {
      if (holdsKey(metadata)) this.keys.set(id, algorithmNames.get(fieldNumber(metadata, 'algorithm') ?? -1));
    } else if (kind === 'certificate' || kind === 'trust-anchor' || kind === 'data') {
      const publicKey = typeof content === 'string' ? undefined : certificatesIn(content)?.certificates[0]?.publicKey;
      if (publicKey !== undefined) this.certificates.set(id, publicKey);
      else if (kind === 'certificate' && contentState(entry, metadata, content) === 'not-readable') this.certificates.set(id, 'unread');
    }
  }
}

/** Finds the partners of each object that is part of a pair. @param shown public keys of key objects that this connection showed */
export function pairsOf(contents: KeysAndCertificates, shown: ReadonlyMap<Oid, PublicKey>): ReadonlyMap<Oid, readonly PairView[]> {
  const views = new Map<Oid, PairView[]>();
  const add = (id: Oid, other: Oid, { sign }: Pick<PairView, 'sign'>): void => void views.set(id, [...(views.get(id) ?? []), { with: formatOid(other), sign }]);
  for (const { key, certificate, sign } of keyPairs(contents, shown)) {
    add(key, certificate, { sign });
    add(certificate, key, { sign });
  }
  return views;
}

const samePairs = (a: readonly PairView[], b: readonly PairView[]): boolean => a.length === b.length && a.every((pair, at) => pair.with === b[at]?.with && pair.sign === b[at].sign);

/** Adds the partners to the rows. A row whose partners have not changed stays the same object. */
export function withPairs(rows: readonly ObjectRow[], contents: KeysAndCertificates, shown: ReadonlyMap<Oid, PublicKey>): readonly ObjectRow[] {
  const pairs = new Map([...pairsOf(contents, shown)].map(([id, partners]) => [formatOid(id), partners]));
  return rows.map((row) => {
    const now = pairs.get(row.id) ?? [];
    return samePairs(row.pairs, now) ? row : { ...row, pairs: [...now] };
  });
}
