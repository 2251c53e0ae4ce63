/** Codec id of 7zAES in a 7z folder. */
const aes = [0x06, 0xf1, 0x07, 0x01] as const;
const startHeader = 32;
const encodedHeader = 0x17;

/**
 * Whether a 7z archive's directory is encrypted, because 7-Zip does not always report it. The start header says where the
 * directory is (7zFormat.txt: SignatureHeader).
 */
export function hidesNames(bytes: Uint8Array): boolean {
  if (bytes.length < startHeader) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [offset, size] = [Number(view.getBigUint64(12, true)), Number(view.getBigUint64(20, true))];
  const header = bytes.subarray(startHeader + offset, startHeader + offset + size);
  if (header[0] !== encodedHeader) return false;
  return header.some((_, at) => aes.every((code, i) => header[at + i] === code));
}
