import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandCodes } from '../../apdu/codes.ts';
import { errorCodes } from '../../apdu/status.ts';
import { concat, u16 } from '../../bytes/bytes.ts';
import { hex } from '../../bytes/hex.ts';
import { catalogue } from '../../objects/catalogue.ts';
import type { ChipState } from '../chip/state.ts';
import { profileNames } from '../profiles/profiles.ts';
import { apdu, openChip } from './chips.ts';

const ids = [...catalogue.map(({ id }) => id), 0xe100, 0xe101, 0xe0e7];
const codes = Object.values(commandCodes).filter((code) => code !== commandCodes.CloseApplication);
const params = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x08, 0x09, 0x0a, 0x0b, 0x11, 0x13, 0x16, 0x20, 0x22, 0x40, 0x41, 0x81, 0xe2];

const tlv = fc
  .tuple(fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 0x10, 0x12, 0x30, 0x31, 0x32, 0x41, 0x43, 0x61), fc.uint8Array({ maxLength: 70 }))
  .map(([tag, value]) => concat(Uint8Array.of(tag), u16(value.length), value));
const idTlv = fc.tuple(fc.constantFrom(1, 2, 3, 4, 8), fc.constantFrom(...ids)).map(([tag, id]) => concat(Uint8Array.of(tag), u16(2), u16(id)));
const symData = fc
  .tuple(fc.constantFrom(0xe200, 0xf1d1, 0xf1d2, 0xe100), fc.constantFrom(0, 1, 2, 3), fc.constantFrom(1, 16, 32, 34), fc.boolean())
  .map(([id, step, length, iv]) => concat(u16(id), Uint8Array.of(step), u16(length), new Uint8Array(length), iv ? hex(`410010${'00'.repeat(16)}`) : hex('')));
const inData = fc.oneof(
  symData,
  fc.uint8Array({ maxLength: 60 }),
  fc.tuple(fc.constantFrom(...ids), fc.uint8Array({ maxLength: 40 })).map(([id, rest]) => concat(u16(id), rest)),
  fc.tuple(fc.constantFrom(...ids), fc.array(tlv, { maxLength: 3 })).map(([id, parts]) => concat(u16(id), ...parts)),
  fc.array(fc.oneof(tlv, idTlv), { maxLength: 4 }).map((parts) => concat(...parts)),
  fc.tuple(fc.constantFrom(...ids), fc.uint8Array({ maxLength: 44 })).map(([id, tlvs]) => concat(u16(id), u16(0), Uint8Array.of(0x20, tlvs.length), tlvs)),
);
const anyCommand = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fc.constantFrom(...codes), fc.constantFrom(...params), inData).map(([code, param, data]) => concat(Uint8Array.of(code | 0x80, param), u16(data.length), data)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
);

/** Keys and secrets are in place, so that commands reach them. On chips that lack such an object, the command is refused. */
const furnishing = [
  apdu('8201', 'e200', '0000', '2003d00100'),
  apdu('b981', '010002', 'e200', '02000133'),
  apdu('b803', '010002', 'e0f1', '02000133'),
  apdu('b841', '010002', 'e0fc', '02000133'),
  apdu('8240', 'f1d1', '0000', '11'.repeat(32)),
  apdu('8201', 'f1d1', '0000', '2006e80121d30100'),
  apdu('8240', 'f1d2', '0000', '22'.repeat(32)),
  apdu('8201', 'f1d2', '0000', '2006e80131d30100'),
  apdu('8c00', '0020', 'e100', '410000'),
  apdu('b803', '010002', 'e101', '02000133'),
].map(hex);

describe.each(profileNames)('%s, whatever it is sent', (name) => {
  it('answers in form, with a known error code, and keeps its state readable', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCommand, { minLength: 1, maxLength: 25 }), async (commands) => {
        const { chip } = await openChip(name);
        for (const command of furnishing) await chip.transmit(command);
        for (const command of commands) {
          const answer = await chip.transmit(command);
          expect([0x00, 0xff]).toContain(answer[0]);
          expect(answer.length).toBe(4 + (answer[2] as number) * 256 + (answer[3] as number));
          if (answer[0] === 0x00) continue;
          expect(answer.length).toBe(4);
          const code = (await chip.transmit(hex('01000006f1c200000001')))[4] ?? 0;
          expect(Object.keys(errorCodes)).toContain(String(code));
        }
        chip.powerCycle();
        const before = JSON.parse(JSON.stringify(chip.snapshot())) as ChipState;
        chip.restore(before);
        expect(chip.snapshot()).toEqual(before);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
