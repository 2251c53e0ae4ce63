import { readUint } from '../../bytes/bytes.ts';
import { oidAt, type Oid } from '../../objects/oid.ts';
import { refused, type Outcome } from '../chip/outcome.ts';
import { parseTlvs } from '../chip/tlv.ts';
import { blockBytes, needsBlocks, type SymMode } from './symModes.ts';

/** Longest InData of EncryptSym and DecryptSym (manual, notes 23, 34). */
const longestInData = 640;

export interface SymInput {
  readonly id: Oid;
  readonly starts: boolean;
  readonly ends: boolean;
  readonly input: Uint8Array;
  readonly iv: Uint8Array | undefined;
  /** Value to verify (tag 43). */
  readonly expected: Uint8Array | undefined;
}

/** Sequence tags: start, start & final, continue, final. */
const sequences: Readonly<Record<number, { starts: boolean; ends: boolean }>> = {
  0x00: { starts: true, ends: false },
  0x01: { starts: true, ends: true },
  0x02: { starts: false, ends: false },
  0x03: { starts: false, ends: true },
};

/**
 * InData: key OID, sequence TLV, then optional initial value and verification value. For CBC the initial value "might
 * be present" (manual, notes 30, 42); the vendor's self-test sends none, and zeros are assumed. The total length (42)
 * is for CCM, which no mode here uses. The manual does not say how the chip treats it in other modes, so it is ignored.
 */
export function parseSymInput(mode: SymMode, data: Uint8Array): Outcome<SymInput> {
  if (data.length > longestInData || data.length < 5) return 0x04;
  const sequence = sequences[data[2] as number];
  const length = readUint(data.subarray(3, 5));
  if (sequence === undefined || 5 + length > data.length) return 0x05;
  const input = data.subarray(5, 5 + length);
  const tlvs = parseTlvs(data.subarray(5 + length), [0x41, 0x42, 0x43]);
  if (refused(tlvs)) return tlvs;
  const [iv, expected] = [tlvs.get(0x41), tlvs.get(0x43)];
  if (length === 0 || (needsBlocks(mode, sequence.ends) && length % blockBytes !== 0)) return 0x05;
  const takesIv = mode.kind === 'cbc' && sequence.starts;
  if (iv !== undefined && !(takesIv && iv.length === blockBytes)) return 0x05;
  return { id: oidAt(data), ...sequence, input, iv, expected };
}
