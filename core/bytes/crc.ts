const table = Uint16Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x8408 : value >>> 1;
  return value;
});

const after = (from: Uint16Array): Uint16Array => from.map((value) => (table[value & 0xff] as number) ^ (value >>> 8));
/** CRC contribution of a byte that one, two or three more bytes follow. */
const one = after(table);
const two = after(one);
const three = after(two);

/**
 * CRC-16/KERMIT: initial value 0, reflected, polynomial 0x1021, no final XOR. Used by the chip's data link (manual, I2C
 * protocol) and by the bridge.
 * @param initial CRC of the bytes before, to continue a computation
 */
export function crc16(bytes: Uint8Array, initial = 0): number {
  let [crc, at] = [initial, 0];
  // Four bytes at a time, for speed: a hostile bridge can make us check every position of its stream for a frame.
  for (; at + 4 <= bytes.length; at += 4) {
    const head = crc ^ ((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
    const tail = (one[bytes[at + 2] as number] as number) ^ (table[bytes[at + 3] as number] as number);
    crc = (three[head & 0xff] as number) ^ (two[head >>> 8] as number) ^ tail;
  }
  for (; at < bytes.length; at++) crc = (table[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8);
  return crc;
}
