import { randomUUID } from 'node:crypto';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import type { Csr } from '../../../core/certificates/csr.ts';
import type { WorkshopItem } from '../../../core/contract/keys.ts';
import type { AesKey } from '../../../core/keys/aesKey.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import { describePublicKey, type PublicKey } from '../../../core/keys/publicKey.ts';
import { algorithmWords } from '../../../core/objects/codes.ts';
import { must } from '../../../core/result/result.ts';
import { keyFingerprint } from '../../../core/keys/fingerprint.ts';
import type { Saved } from '../../ports.ts';
import { viewCertificate, isAes } from '../material/index.ts';

/** An entry of the list of keys: a key with its certificates and requests, or a single certificate or request. */
export interface WorkshopEntry {
  readonly id: string;
  readonly name: string;
  readonly origin: 'made' | 'opened';
  readonly key?: PrivateKey | AesKey;
  certificate?: Certificate;
  csr?: Csr;
  savedAs?: Saved;
  csrSavedAs?: Saved;
}

export const newEntry = (name: string, origin: WorkshopEntry['origin'], part: Pick<WorkshopEntry, 'key' | 'certificate' | 'csr'>): WorkshopEntry => ({ id: randomUUID(), name, origin, ...part });

/** Returns the key if it has a public part and can sign; undefined for an AES key, and for an entry without a key. */
export function privateKeyOf({ key }: WorkshopEntry): PrivateKey | undefined {
  return key === undefined || isAes(key) ? undefined : key;
}

export function publicKeyOf(entry: WorkshopEntry): PublicKey | undefined {
  return privateKeyOf(entry)?.publicKey ?? entry.certificate?.publicKey ?? entry.csr?.publicKey;
}

export const certificateOf = (der: Uint8Array, file: string): Certificate => must(parseCertificate(der, file));

const kindOf = ({ key, certificate }: WorkshopEntry): WorkshopItem['kind'] => {
  if (key !== undefined) return isAes(key) ? 'aes' : 'private';
  return certificate === undefined ? 'csr' : 'certificate';
};

export function viewEntry(entry: WorkshopEntry, now: Date): WorkshopItem {
  const { id, name, origin, key, certificate, csr, savedAs, csrSavedAs } = entry;
  const publicKey = publicKeyOf(entry);
  return {
    id,
    name,
    origin,
    kind: kindOf(entry),
    algorithm: key?.algorithm ?? '',
    algorithmName: publicKey === undefined ? (key === undefined ? '' : algorithmWords[key.algorithm]) : describePublicKey(publicKey),
    ...(publicKey === undefined ? {} : { fingerprint: keyFingerprint(publicKey) }),
    ...(savedAs === undefined ? {} : { savedAs }),
    ...(certificate === undefined ? {} : { certificate: viewCertificate({ certificate, file: name }, now) }),
    isCa: certificate?.isCa === true,
    namedCa: certificate?.isCa === true && certificate.keyUsage?.includes('keyCertSign') === true,
    ...(csr === undefined ? {} : { csr: { subject: csr.subject, ...(csrSavedAs === undefined ? {} : { savedAs: csrSavedAs }) } }),
    unsaved: origin === 'made' && savedAs === undefined,
  };
}
