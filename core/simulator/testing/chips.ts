import { hostCheck } from '../../../electron/signers/hostCheck.ts';
import type { Randomness } from '../../bridge/bytePort.ts';
import { concat } from '../../bytes/bytes.ts';
import { hex, toHex } from '../../bytes/hex.ts';
import { createChip, type SimulatedChip } from '../chip/chip.ts';
import { profiles, type ProfileName } from '../profiles/profiles.ts';
import { ManualClock } from './manualClock.ts';
import { testRsaKey } from './rsaKeys.ts';

/** Repeatable bytes, the same for every test: xorshift32. */
export function testRandom(seed = 0x1234567): Randomness {
  let state = seed;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state & 0xff;
    });
}

export interface TestChip {
  readonly chip: SimulatedChip;
  readonly clock: ManualClock;
  /** Sends hexadecimal. Returns OutData, or fails the test with the error code. */
  ok(apdu: string): Promise<string>;
  /** Sends hexadecimal that must be refused. Returns the error code of F1C2. */
  code(apdu: string): Promise<number>;
}

/** A chip with its application open. */
export async function openChip(name: ProfileName = 'trust-m-v3', seed?: number): Promise<TestChip> {
  const clock = new ManualClock();
  const chip = createChip({ profile: profiles[name], random: testRandom(seed), clock, makeRsaKey: testRsaKey, check: hostCheck });
  const send = async (apdu: string): Promise<Uint8Array> => chip.transmit(hex(apdu));
  const lastError = async (): Promise<number> => (await send('01000006f1c200000001'))[4] ?? 0;
  const test: TestChip = {
    chip,
    clock,
    async ok(apdu) {
      const answer = await send(apdu);
      if (answer[0] !== 0) throw new Error(`refused with ${(await lastError()).toString(16)}: ${apdu.slice(0, 60)}`);
      return toHex(answer.subarray(4));
    },
    async code(apdu) {
      const answer = await send(apdu);
      if (answer[0] !== 0xff) throw new Error(`not refused: ${apdu.slice(0, 60)}`);
      return lastError();
    },
  };
  await test.ok('f0000010d27600000447656e417574684170706c');
  return test;
}

/** Builds `Cmd Param InLen InData` in hexadecimal, with the length filled in. */
export function apdu(head: string, ...data: readonly (string | Uint8Array)[]): string {
  const body = concat(...data.map((part) => (typeof part === 'string' ? hex(part) : part)));
  return head + body.length.toString(16).padStart(4, '0') + toHex(body);
}
