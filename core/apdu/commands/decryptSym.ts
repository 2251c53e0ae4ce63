import { concat } from '../../bytes/bytes.ts';
import { oidBytes, type Oid } from '../../objects/oid.ts';
import { deadlines, encodeApdu, nothing, tlv, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';

const hmacSha256Mode = 0x20;
const verificationTag = 0x43;

/**
 * Lets the chip verify an HMAC-SHA256 under an authorization reference. If the HMAC is correct, the chip sets the
 * reference's Auto state until the application is opened again or the power is lost (manual, "DecryptSym", notes 37 to
 * 40).
 * @param session context in which GetRandom stored its random bytes; this command uses them up
 * @param message optional data ‖ random bytes, as GetRandom stored them
 * @param mac 32 bytes
 */
export function verifyAuthorization(reference: Oid, session: Oid, message: Uint8Array, mac: Uint8Array): Command<true> {
  const input = tlv(0x01, concat(oidBytes(session), message));
  return {
    name: 'DecryptSym (authorization)',
    request: encodeApdu(hostCode('DecryptSym'), hmacSha256Mode, concat(oidBytes(reference), input, tlv(verificationTag, mac))),
    timeoutMs: deadlines.key,
    // It changes nothing that survives a reset. But it uses up the random bytes, so a repetition always fails.
    changes: true,
    sensitive: true,
    object: reference,
    read: nothing,
  };
}
