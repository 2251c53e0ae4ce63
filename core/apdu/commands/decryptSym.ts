import { concat } from '../../bytes/bytes.ts';
import { oidBytes, type Oid } from '../../objects/oid.ts';
import { deadlines, encodeApdu, nothing, tlv, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';

const hmacSha256Mode = 0x20;
const verificationTag = 0x43;

/**
 * Has the chip verify an HMAC-SHA256 under an authorization reference; when it holds, the reference's Auto state is set
 * until the application is opened again or the power goes (manual, "DecryptSym", notes 37 to 40).
 * @param session context that GetRandom left its random in; used up by this
 * @param message optional data ‖ random, as GetRandom stored them
 * @param mac 32 bytes
 */
export function verifyAuthorization(reference: Oid, session: Oid, message: Uint8Array, mac: Uint8Array): Command<true> {
  const input = tlv(0x01, concat(oidBytes(session), message));
  return {
    name: 'DecryptSym (authorization)',
    request: encodeApdu(hostCode('DecryptSym'), hmacSha256Mode, concat(oidBytes(reference), input, tlv(verificationTag, mac))),
    timeoutMs: deadlines.key,
    // Nothing that survives a reset; but a random is used up, so a repetition can only fail.
    changes: true,
    sensitive: true,
    object: reference,
    read: nothing,
  };
}
