import { commandNames } from '../../apdu/codes.ts';
import { readUint } from '../../bytes/bytes.ts';

export type Timing = 'none' | 'datasheet';

/*
 * How long the chip takes, in ms: manual v3.70, table 42 (3.3 V, 25 °C, I2C at 400 kHz, no current limit, typical). The
 * table has one size or key per command. Other values are extrapolated and marked below.
 */

/** Read: 30 ms for 256 bytes; the fixed part is our estimate. */
const readMs = (bytes: number): number => 10 + (20 * bytes) / 256;
/** Write: 55 ms for 256 bytes; the fixed part is our estimate. */
const writeMs = (bytes: number): number => 20 + (35 * bytes) / 256;

/** Time of a curve's operations relative to P-256. The table has P-256; the others are our estimates. */
const curveFactor: Readonly<Record<number, number>> = { 0x03: 1, 0x04: 2, 0x05: 4, 0x13: 1.5, 0x15: 3, 0x16: 5 };

/** Factor for a curve that is only known from the length of a digest or signature. */
const factorOfLength = (bytes: number): number => (bytes <= 32 ? 1 : bytes <= 48 ? 2 : 4);

const rsa = { sign1024: 90, sign2048: 310, verify: 40, decrypt2048: 315, keyPair1024: 900, keyPair2048: 2_900 } as const;

const response = (answer: Uint8Array | undefined): number => Math.max(0, (answer?.length ?? 4) - 4);

/** Value of the first TLV with this tag in InData. */
function tlvAt(apdu: Uint8Array, tag: number): Uint8Array | undefined {
  for (let at = 4; at + 3 <= apdu.length; ) {
    const length = readUint(apdu.subarray(at + 1, at + 3));
    if (apdu[at] === tag) return apdu.subarray(at + 3, at + 3 + length);
    at += 3 + length;
  }
  return undefined;
}

function calcSign(apdu: Uint8Array, answer: Uint8Array | undefined): number {
  if (apdu[1] === 0x11) return 65 * factorOfLength(tlvAt(apdu, 0x01)?.length ?? 32);
  return response(answer) === 128 ? rsa.sign1024 : rsa.sign2048;
}

function verifySign(apdu: Uint8Array): number {
  if (apdu[1] !== 0x11) return rsa.verify;
  const algorithm = tlvAt(apdu, 0x05)?.[0];
  return 85 * (algorithm === undefined ? factorOfLength(tlvAt(apdu, 0x01)?.length ?? 32) : (curveFactor[algorithm] ?? 1));
}

function genKeyPair(algorithm: number): number {
  if (algorithm === 0x41) return rsa.keyPair1024;
  return algorithm === 0x42 ? rsa.keyPair2048 : 55 * (curveFactor[algorithm] ?? 1);
}

/**
 * Time of each part. Manifest: one verification. Fragment: a hash at 15 KB/s and a write. Last fragment: also three programming cycles.
 */
function setObjectProtected(apdu: Uint8Array): number {
  const bytes = Math.max(0, apdu.length - 7);
  if (apdu[4] === 0x30) return 85 + readMs(bytes);
  return (bytes / 15_000) * 1_000 + writeMs(bytes) + (apdu[4] === 0x31 ? 60 : 0);
}

/** The operation may come in one command or several. The table's figures are for 128 bytes. */
function symmetric(apdu: Uint8Array, decrypt: boolean): number {
  const hash = (apdu[1] ?? 0) >= 0x20;
  const bytes = Math.max(0, apdu.length - 9);
  return (hash ? 75 : decrypt ? 20 : 15) + (hash || decrypt ? 15 : 13) * (bytes / 128);
}

/**
 * Time of the chip for a command, without the bridge's line, in ms. Errors take as long as successes here.
 * @param answer its response APDU, which shows the size of what was read or signed; when absent, the sizes in the
 * command are used
 */
export function chipTimeMs(apdu: Uint8Array, answer?: Uint8Array): number {
  const name = commandNames.get((apdu[0] ?? 0) & 0x7f);
  const inData = Math.max(0, apdu.length - 4);
  switch (name) {
    case 'GetDataObject':
      return readMs(response(answer));
    case 'SetDataObject':
      return writeMs(Math.max(0, inData - 4));
    case 'SetObjectProtected':
      return setObjectProtected(apdu);
    case 'CalcSign':
      return calcSign(apdu, answer);
    case 'VerifySign':
      return verifySign(apdu);
    case 'GenKeyPair':
      return genKeyPair(apdu[1] ?? 0);
    case 'CalcSSec':
      return 60 * (curveFactor[tlvAt(apdu, 0x05)?.[0] ?? 0x03] ?? 1);
    case 'DeriveKey':
      return (apdu[1] ?? 0) >= 0x08 ? 130 : 50;
    case 'CalcHash':
      return 5 + inData / 15;
    case 'EncryptAsym':
      return rsa.verify;
    case 'DecryptAsym':
      return rsa.decrypt2048;
    case 'EncryptSym':
    case 'DecryptSym':
      return symmetric(apdu, name === 'DecryptSym');
    case 'GenSymKey':
      return 55;
    // Not in the table. Transcripts show 120 ms for 64 bytes over a slower path.
    case 'GetRandom':
      return 10 + (20 * response(answer)) / 256;
    // Not in the table.
    case 'OpenApplication':
    case 'CloseApplication':
      return 15;
    case undefined:
      return 5;
  }
}
