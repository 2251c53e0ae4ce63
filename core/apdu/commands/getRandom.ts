import { concat, u16 } from '../../bytes/bytes.ts';
import { oidBytes, type Oid } from '../../objects/oid.ts';
import { deadlines, encodeApdu, tlv, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';

/** How many random bytes one command gives. */
export const randomLength = { least: 8, most: 256 } as const;

/** Random bytes from the chip. @param length within `randomLength` */
export function getRandom(length: number, source: 'trng' | 'drng' = 'trng'): Command<Uint8Array> {
  return {
    name: 'GetRandom',
    request: encodeApdu(hostCode('GetRandom'), source === 'trng' ? 0x00 : 0x01, u16(length)),
    timeoutMs: deadlines.plain,
    changes: false,
    sensitive: true,
    read: (data) => (data.length === length ? data : undefined),
  };
}

/**
 * Random bytes that the chip returns and also stores in a session context, behind `optional`. The MAC of an
 * authorization is computed over both (chip V3).
 * @param length 8 bytes or more; with `optional` at most 66
 */
export function getRandomInto(session: Oid, optional: Uint8Array, length: number): Command<Uint8Array> {
  const plain = getRandom(length);
  return { ...plain, request: encodeApdu(hostCode('GetRandom'), 0x00, concat(u16(length), oidBytes(session), tlv(0x41, optional))) };
}
