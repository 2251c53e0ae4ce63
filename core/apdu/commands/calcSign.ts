import { concat } from '../../bytes/bytes.ts';
import { oidBytes, type Oid } from '../../objects/oid.ts';
import { deadlines, encodeApdu, tlv, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';

/** Signature schemes (manual, table "Signature schemes"). RSA means RSASSA-PKCS1-v1_5. */
export const signatureSchemes = { rsaSha256: 0x01, rsaSha384: 0x02, rsaSha512: 0x03, ecdsa: 0x11 } as const;
export type SignatureScheme = keyof typeof signatureSchemes;

/**
 * Signs a digest with a private key of the chip.
 * @param digest ECDSA: 10 bytes up to the key's length; RSA: exactly the hash's length
 * @returns ECDSA: two DER INTEGERs without a SEQUENCE; RSA: the signature's bytes
 */
export function calcSign(scheme: SignatureScheme, digest: Uint8Array, key: Oid): Command<Uint8Array> {
  return {
    name: 'CalcSign',
    request: encodeApdu(hostCode('CalcSign'), signatureSchemes[scheme], concat(tlv(0x01, digest), tlv(0x03, oidBytes(key)))),
    timeoutMs: deadlines.key,
    changes: false,
    sensitive: false,
    object: key,
    read: (data) => (data.length > 0 ? data : undefined),
  };
}
