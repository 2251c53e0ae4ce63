import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/hex.ts';
import { oid } from '../../objects/oid.ts';
import { apdu, openChip } from '../testing/chips.ts';

const open = 'f0000010d27600000447656e417574684170706c';
const lastError = '01000006f1c200000001';

describe('application and last error', () => {
  it('nothing but OpenApplication runs while it is closed', async () => {
    const { chip, ok, code } = await openChip();
    await ok('f1000000');
    expect(await code('81000006e0c200000611')).toBe(0x0c);
    expect(await code('f1000000')).toBe(0x0c);
    expect(await code('f0000003d27600')).toBe(0x04);
    expect(await code('f0000010d27600000447656e417574684170706d')).toBe(0x05);
    await ok(open);
    chip.powerCycle();
    expect(await code('8c0000020008')).toBe(0x0c);
  });

  it('an unknown command is 0A, a wrong Param 03, a wrong InLen 04', async () => {
    const { code } = await openChip();
    expect(await code('d5000000')).toBe(0x0a);
    expect(await code('8102'.padEnd(8, '0'))).toBe(0x03);
    expect(await code('81000007e0c200000611')).toBe(0x04);
    expect(await code('8c')).toBe(0x04);
    expect(await code(apdu('8240', 'e0e10000', '00'.repeat(1550)))).toBe(0x04);
  });

  it('keeps the highest code, until it is read or a command with the top bit comes', async () => {
    const { chip } = await openChip();
    const send = async (text: string): Promise<string> => Array.from(await chip.transmit(hex(text)), (b) => b.toString(16).padStart(2, '0')).join('');
    // 0C reads without the top bit. Error 03 does not replace 07, but 0A does.
    await send('01000002e0f1');
    await send('01090000');
    expect(await send(lastError)).toBe('0000000107');
    expect(await send(lastError)).toBe('0000000100');
    await send('01000002e0f1');
    await send('55000000');
    expect(await send(lastError)).toBe('000000010a');
    await send('01000002e0f1');
    await send('81010002e0f1');
    expect(await send(lastError)).toBe('0000000100');
  });

  it('hibernates: sessions come back once, under the right handle, over a power cycle and a snapshot', async () => {
    const { chip, ok, code } = await openChip();
    await ok('b8030009010002e10002000130');
    const handle = await ok('f1010000');
    expect(handle).toHaveLength(16);
    chip.powerCycle();
    chip.restore(JSON.parse(JSON.stringify(chip.snapshot())));
    await ok(apdu('f001', open.slice(8), handle));
    await ok(apdu('b111', '010020', '11'.repeat(32), '030002e100'));
    expect(await code(apdu('f001', open.slice(8), handle))).toBe(0x05);
    expect(await code('8c0000020008')).toBe(0x0c);
    await ok(open);
    expect(await code(apdu('b111', '010020', '11'.repeat(32), '030002e100'))).toBe(0x0b);
  });

  it('does not hibernate while the security event counter is not 0', async () => {
    const { ok, code, clock } = await openChip();
    await ok('b8030009010002e0f102000110');
    await ok(apdu('b111', '010020', '11'.repeat(32), '030002e0f1'));
    expect(await code('f1010000')).toBe(0x0b);
    clock.advance(5_000);
    await ok('f1010000');
  });

  it('a reset brings the boot flag back, OpenApplication the application\'s alone', async () => {
    const { chip, ok } = await openChip();
    for (const id of ['e0c1', 'f1c1']) {
      await ok(apdu('8200', id, '0000', 'ff'));
      expect(await ok(apdu('8100', id))).toBe('20');
      await ok(apdu('8200', id, '0000', 'df'));
      expect(await ok(apdu('8100', id))).toBe('00');
    }
    await ok(open);
    expect([await ok('8100'.concat('0002f1c1')), await ok('81000002e0c1')]).toEqual(['20', '00']);
    chip.powerCycle();
    expect(chip.object(oid(0xe0c1))?.data?.[0]).toBe(0x20);
  });

  it('V1 has no symmetric commands', async () => {
    const { code } = await openChip('trust-m-v1');
    for (const command of ['9408', '9509', 'b981']) expect(await code(`${command}0000`)).toBe(0x0a);
    expect(await code('b8050009010002e0f302000111')).toBe(0x03);
    expect(await code('b8130003070000')).toBe(0x03);
    expect(await code('81010002e200')).toBe(0x01);
    expect(await code('81010002e0c9')).toBe(0x01);
  });
});
