import { concat, u16 } from '../bytes/bytes.ts';
import { crc16 } from '../bytes/crc.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

export const startSequence = Uint8Array.of(0xbe, 0xef, 0xde, 0xad);
/** Sent only by the device, without CRC: wrong start bytes, wrong CRC, or the chip did not answer. */
export const errorFrame = Uint8Array.of(0xbe, 0xef, 0xde, 0xad, 0xff, 0xff);
export const headerLength = 6;
/** Frame bytes around an APDU: header and CRC. */
export const overhead = 8;
/** The firmware's buffer has 1998 bytes for the whole frame. The firmware does not check for an overrun. */
export const maxFramedApdu = 1990;

/** Start sequence, length, APDU, CRC (high byte first). */
export function encodeFrame(apdu: Uint8Array): Result<Uint8Array, 'frame/too-long'> {
  if (apdu.length > maxFramedApdu) return err(fault('frame/too-long', { bytes: apdu.length, limit: maxFramedApdu }));
  const body = concat(startSequence, u16(apdu.length), apdu);
  return ok(concat(body, u16(crc16(body))));
}

/** Transmission time of `bytes` in ms: ten bits for each byte. */
export const wireMs = (bytes: number, baud: number): number => (bytes * 10_000) / baud;
