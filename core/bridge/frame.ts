import { concat, u16 } from '../bytes/bytes.ts';
import { crc16 } from '../bytes/crc.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

export const startSequence = Uint8Array.of(0xbe, 0xef, 0xde, 0xad);
/** Device to host only, without CRC: bad start, bad CRC, or the chip did not answer. */
export const errorFrame = Uint8Array.of(0xbe, 0xef, 0xde, 0xad, 0xff, 0xff);
export const headerLength = 6;
/** Frame bytes around an APDU: header and CRC. */
export const overhead = 8;
/** The firmware's buffer is 1998 bytes for the whole frame and is not checked. */
export const maxFramedApdu = 1990;

/** Start sequence, length, APDU, CRC (high byte first). */
export function encodeFrame(apdu: Uint8Array): Result<Uint8Array, 'frame/too-long'> {
  if (apdu.length > maxFramedApdu) return err(fault('frame/too-long', { bytes: apdu.length, limit: maxFramedApdu }));
  const body = concat(startSequence, u16(apdu.length), apdu);
  return ok(concat(body, u16(crc16(body))));
}

/** Time that `bytes` take on the line: ten bits each. ms */
export const wireMs = (bytes: number, baud: number): number => (bytes * 10_000) / baud;
