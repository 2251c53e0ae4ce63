const table = Uint16Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x8408 : value >>> 1;
  return value;
});

/**
 * CRC-16/KERMIT: initial value 0, reflected, polynomial 0x1021, no final XOR. The chip's data-link CRC (manual, I2C
 * protocol) and the bridge's.
 * @param initial value of the bytes before, to go on with
 */
export function crc16(bytes: Uint8Array, initial = 0): number {
  let crc = initial;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return crc;
}
