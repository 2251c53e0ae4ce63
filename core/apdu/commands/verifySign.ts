import { concat } from '../../bytes/bytes.ts';
import { oidBytes, type Oid } from '../../objects/oid.ts';
import { deadlines, encodeApdu, nothing, tlv, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';
import { signatureSchemes, type SignatureScheme } from './calcSign.ts';

/** A certificate object of the chip, or a public key as DER BIT STRING with its algorithm code. */
export type Verifier = { readonly certificate: Oid } | { readonly algorithm: number; readonly publicKey: Uint8Array };

/** Lets the chip verify a signature over a digest. The chip answers error 0x2C when the signature is wrong. */
export function verifySign(
  scheme: SignatureScheme,
  digest: Uint8Array,
  signature: Uint8Array,
  verifier: Verifier,
): Command<true> {
  const key =
    'certificate' in verifier
      ? tlv(0x04, oidBytes(verifier.certificate))
      : concat(tlv(0x05, Uint8Array.of(verifier.algorithm)), tlv(0x06, verifier.publicKey));
  return {
    name: 'VerifySign',
    request: encodeApdu(
      hostCode('VerifySign'),
      signatureSchemes[scheme],
      concat(tlv(0x01, digest), tlv(0x02, signature), key),
    ),
    timeoutMs: deadlines.key,
    changes: false,
    sensitive: false,
    ...('certificate' in verifier ? { object: verifier.certificate } : {}),
    read: nothing,
  };
}
