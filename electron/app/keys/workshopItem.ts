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

/** An entry of the workshop: a key with its certificates and requests, or a single certificate or request. */
export interface Held {
  readonly id: string;
  readonly name: string;
  readonly origin: 'made' | 'opened';
  readonly key?: PrivateKey | AesKey;
  certificate?: Certificate;
  csr?: Csr;
  savedAs?: Saved;
  csrSavedAs?: Saved;
}

export const newHeld = (name: string, origin: Held['origin'], part: Pick<Held, 'key' | 'certificate' | 'csr'>): Held => ({ id: randomUUID(), name, origin, ...part });

/** A key that can sign and has a public part; undefined for an AES key, and for an entry without a key. */
export function privateKeyOf({ key }: Held): PrivateKey | undefined {
  return key === undefined || isAes(key) ? undefined : key;
}

export function publicKeyOf(held: Held): PublicKey | undefined {
  return privateKeyOf(held)?.publicKey ?? held.certificate?.publicKey ?? held.csr?.publicKey;
}

export const certificateOf = (der: Uint8Array, file: string): Certificate => must(parseCertificate(der, file));

const kindOf = ({ key, certificate }: Held): WorkshopItem['kind'] => {
  if (key !== undefined) return isAes(key) ? 'aes' : 'private';
  return certificate === undefined ? 'csr' : 'certificate';
};

export function viewHeld(held: Held, now: Date): WorkshopItem {
  const { id, name, origin, key, certificate, csr, savedAs, csrSavedAs } = held;
  const publicKey = publicKeyOf(held);
  return {
    id,
    name,
    origin,
    kind: kindOf(held),
    algorithm: key?.algorithm ?? '',
    algorithmName: publicKey === undefined ? (key === undefined ? '' : algorithmWords[key.algorithm]) : describePublicKey(publicKey),
    ...(publicKey === undefined ? {} : { fingerprint: keyFingerprint(publicKey) }),
    ...(savedAs === undefined ? {} : { savedAs }),
    ...(certificate === undefined ? {} : { certificate: viewCertificate({ certificate, file: name }, now) }),
    isCa: certificate?.isCa === true,
    ...(csr === undefined ? {} : { csr: { subject: csr.subject, ...(csrSavedAs === undefined ? {} : { savedAs: csrSavedAs }) } }),
    unsaved: origin === 'made' && savedAs === undefined,
  };
}
