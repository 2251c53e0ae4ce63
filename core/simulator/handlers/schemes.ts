import type { HashName } from '../../keys/rsa.ts';

export interface RsaHash {
  readonly name: HashName;
  readonly bytes: number;
}

const rsaHashes: Readonly<Record<number, RsaHash>> = {
  0x01: { name: 'sha256', bytes: 32 },
  0x02: { name: 'sha384', bytes: 48 },
  0x03: { name: 'sha512', bytes: 64 },
};

/** Hash of an RSASSA-PKCS1-v1_5 scheme (manual, table 40); undefined for ECDSA and unknown schemes. */
export const rsaHashOf = (scheme: number): RsaHash | undefined => rsaHashes[scheme];

/** RSAES-PKCS1-v1_5, the only asymmetric cipher suite (manual, table 37). */
export const rsaesPkcs1 = 0x11;
