import { concat } from '../../bytes/bytes.ts';
import { oidBytes, type Oid } from '../../objects/oid.ts';
import { deadlines, encodeApdu, tlv, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';

/** HMAC-SHA256 over `message` with the secret in `secret` (type pre-shared secret). @returns 32 bytes */
export function hmacSha256(secret: Oid, message: Uint8Array): Command<Uint8Array> {
  return {
    name: 'EncryptSym (HMAC-SHA256)',
    request: encodeApdu(
      hostCode('EncryptSym'),
      0x20,
      concat(oidBytes(secret), Uint8Array.of(0x01), Uint8Array.of(message.length >> 8, message.length & 0xff), message),
    ),
    timeoutMs: deadlines.key,
    changes: false,
    sensitive: true,
    object: secret,
    read: (data) => (data.length === 35 && data[0] === 0x61 && data[2] === 32 ? data.slice(3) : undefined),
  };
}

/**
 * One AES block in ECB with a key of the chip (usage: encryption).
 * @param block exactly 16 bytes
 * @returns 16 bytes
 */
export function encryptAesBlock(key: Oid, block: Uint8Array): Command<Uint8Array> {
  return {
    name: 'EncryptSym (AES-ECB)',
    request: encodeApdu(hostCode('EncryptSym'), 0x08, concat(oidBytes(key), tlv(0x01, block))),
    timeoutMs: deadlines.key,
    changes: false,
    sensitive: false,
    object: key,
    read: (data) => (data.length === 19 && data[0] === 0x61 && data[2] === 16 ? data.slice(3) : undefined),
  };
}
