import { u16 } from '../../bytes/bytes.ts';
import { deadlines, encodeApdu, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';

/** Random bytes from the chip. @param length 8…256 bytes */
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
