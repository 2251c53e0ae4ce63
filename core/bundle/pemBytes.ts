const values = new Uint8Array(256).fill(0xff);
for (const [value, digit] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) values[digit.charCodeAt(0)] = value;
const space = 0xfe;
for (const code of [0x09, 0x0a, 0x0d, 0x20]) values[code] = space;

const dash = 0x2d;
const pad = 0x3d;
const lead = [...'-----BEGIN CERTIFICATE-----'].map((letter) => letter.charCodeAt(0));

function beginOf(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(dash); at >= 0; at = bytes.indexOf(dash, at + 1)) {
    if (lead.every((code, i) => bytes[at + i] === code)) return at + lead.length;
  }
  return -1;
}

/** Three bytes as one number; negative when the next four are not all digits. */
function fourAt(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) return -1;
  const [a, b] = [values[bytes[at] as number] as number, values[bytes[at + 1] as number] as number];
  const [c, d] = [values[bytes[at + 2] as number] as number, values[bytes[at + 3] as number] as number];
  return (a | b | c | d) > 63 ? -1 : (a << 18) | (b << 12) | (c << 6) | d;
}

/**
 * DER of the certificate in a PEM file. It is decoded from the bytes without making strings, because a bundle has
 * thousands of files. Undefined when the certificate is missing, or its base64 is damaged.
 */
export function pemCertificate(bytes: Uint8Array): Uint8Array | undefined {
  const begin = beginOf(bytes);
  if (begin < 0) return undefined;
  const der = new Uint8Array(Math.ceil(((bytes.length - begin) * 3) / 4));
  let [word, bits, at, padded] = [0, 0, 0, false];
  for (let i = begin; i < bytes.length; i++) {
    // Fast path for most of a file: four digits at a time. Other characters are handled below.
    for (let four = 0; bits === 0 && !padded && (four = fourAt(bytes, i)) >= 0; i += 4) {
      der[at++] = four >> 16;
      der[at++] = (four >> 8) & 0xff;
      der[at++] = four & 0xff;
    }
    const code = bytes[i] as number;
    if (code === dash) return i > begin && bits < 6 ? der.subarray(0, at) : undefined;
    const value = values[code] as number;
    if (value === space) continue;
    if (code === pad) {
      padded = true;
      continue;
    }
    if (value === 0xff || padded) return undefined;
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) der[at++] = (word >> (bits -= 8)) & 0xff;
  }
  return undefined;
}
