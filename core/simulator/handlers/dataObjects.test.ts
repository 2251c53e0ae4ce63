import { describe, expect, it } from 'vitest';
import { toHex } from '../../bytes/hex.ts';
import { oid } from '../../objects/oid.ts';
import { apdu, openChip } from '../testing/chips.ts';

describe('reading', () => {
  it('gives what there is, and 08 past the used length', async () => {
    const { ok, code } = await openChip();
    // Manual, figure 35: five bytes of the UID from offset 2.
    expect(await ok('01000006e0c200020005')).toBe('339301001c');
    await ok(apdu('8240', 'f1d0', '0000', '0102030405'));
    expect(await ok(apdu('8100', 'f1d0', '0003ffff'))).toBe('0405');
    expect(await code(apdu('8100', 'f1d0', '0005ffff'))).toBe(0x08);
    expect(await code(apdu('8100', 'f1d0', '00000000'))).toBe(0x05);
    expect(await code(apdu('8100', 'f1d0', '0000'))).toBe(0x04);
    expect(await code(apdu('8100', 'e0e1'))).toBe(0x0d);
  });
});

describe('writing', () => {
  it('erase & write zeroes what is before the offset (transcript of a real chip)', async () => {
    const { ok } = await openChip();
    await ok(apdu('8240', 'e0e1', '0000', '31323334'));
    await ok(apdu('8240', 'e0e1', '000a', '313233340a'));
    expect(await ok(apdu('8100', 'e0e1'))).toBe('0000000000000000000031323334' + '0a');
    expect(await ok(apdu('8101', 'e0e1'))).toBe('2019c00101c40206c0c502000fd003e1fc07d10100d30100e80112');
  });

  it('write keeps the rest and lengthens only; over the end is 08', async () => {
    const { ok, code } = await openChip();
    await ok(apdu('8240', 'f1d0', '0000', '0102030405'));
    // Manual, figure 36 writes eight bytes at offset 9.
    await ok(apdu('8200', 'f1d0', '0009', '1122334455667788'));
    expect(await ok(apdu('8100', 'f1d0'))).toBe('0102030405000000001122334455667788');
    await ok(apdu('8200', 'f1d0', '0000', 'ff'));
    expect(await ok(apdu('8100', 'f1d0'))).toBe('ff02030405000000001122334455667788');
    expect(await code(apdu('8240', 'f1d0', '008b', '0102'))).toBe(0x08);
    await ok(apdu('8240', 'f1d0', '008b', '01'));
    expect(await code(apdu('8240', 'f1d0', '0000'))).toBe(0x04);
  });

  it('key objects, the UID and what is locked are 07, an unknown object 01', async () => {
    const { ok, code } = await openChip();
    for (const id of ['e0f1', 'e200', 'e0c2', 'e0e0', 'e0c5', 'f1c2']) expect(await code(apdu('8240', id, '0000', '01')), id).toBe(0x07);
    for (const id of ['e0e7', 'e100', 'f1dc']) expect(await code(apdu('8240', id, '0000', '01')), id).toBe(0x01);
    await ok(apdu('8201', 'f1d0', '0000', '2003c00107'));
    expect(await code(apdu('8240', 'f1d0', '0000', '01'))).toBe(0x07);
  });

  it('chip-wide objects take their values only', async () => {
    const { ok, code } = await openChip();
    const write = (id: string, value: string): string => apdu('8240', id, '0000', value);
    for (const [id, value] of [['e0c3', '14'], ['e0c3', 'ff'], ['e0c4', '06'], ['e0c4', '0f'], ['f1c0', '03'], ['f1c0', '07']] as const) {
      await ok(write(id, value));
      expect(await ok(apdu('8100', id))).toBe(value);
    }
    for (const [id, value] of [['e0c3', '13'], ['e0c4', '05'], ['e0c4', '10'], ['f1c0', '01'], ['f1c0', '0f'], ['e0c0', '03'], ['e0c0', '08']] as const) {
      expect(await code(write(id, value)), `${id} ${value}`).toBe(0x05);
    }
  });

  it('an update secret has at most 64 bytes', async () => {
    const { ok, code } = await openChip();
    await ok(apdu('8201', 'f1d1', '0000', '2003e80123'));
    await ok(apdu('8240', 'f1d1', '0000', '00'.repeat(64)));
    expect(await code(apdu('8240', 'f1d1', '0000', '00'.repeat(65)))).toBe(0x08);
  });

  it('a power cycle and a snapshot keep it', async () => {
    const { chip, ok } = await openChip();
    await ok(apdu('8240', 'f1e1', '0000', 'c0ffee00'));
    chip.powerCycle();
    chip.restore(JSON.parse(JSON.stringify(chip.snapshot())));
    expect(toHex(chip.object(oid(0xf1e1))?.data ?? new Uint8Array())).toBe('c0ffee00');
  });
});

describe('counters', () => {
  it('count up to the threshold, freeze there, and are written like bytes', async () => {
    const { ok, code } = await openChip();
    // Transcript of a real chip: threshold 10, steps of 2.
    await ok(apdu('8240', 'e120', '0000', '000000000000000a'));
    await ok(apdu('8202', 'e120', '0000', '02'));
    expect(await ok(apdu('8100', 'e120'))).toBe('000000020000000a');
    await ok(apdu('8202', 'e120', 'ffff', 'ff'));
    expect(await ok(apdu('8100', 'e120'))).toBe('0000000a0000000a');
    expect(await code(apdu('8202', 'e120', '0000', '01'))).toBe(0x0e);
    expect(await code(apdu('8202', 'e121', '0000', '00'))).toBe(0x05);
    expect(await code(apdu('8202', 'e121', '0000', '0101'))).toBe(0x04);
    expect(await code(apdu('8202', 'f1d0', '0000', '01'))).toBe(0x05);
  });
});

describe('torn writes', () => {
  it('leave half a certificate, nothing of small data', async () => {
    const { chip, ok } = await openChip();
    const bytes = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    await ok(apdu('8240', 'f1d0', '0000', '11'.repeat(20)));
    for (const command of [
      apdu('8240', 'f1d0', '0000', '22'.repeat(20)),
      apdu('8201', 'f1d0', '0000', '2003c00107'),
      apdu('8240', 'e0e1', '0000', '33'.repeat(100)),
    ]) {
      await ok('f0000010d27600000447656e417574684170706c');
      await chip.tear(bytes(command));
    }
    expect(toHex(chip.object(oid(0xf1d0))?.data ?? bytes(''))).toBe('11'.repeat(20));
    expect(toHex(chip.object(oid(0xf1d0))?.metadata ?? bytes(''))).toContain('c00101');
    expect(toHex(chip.object(oid(0xe0e1))?.data ?? bytes(''))).toBe('33'.repeat(50) + '00'.repeat(50));
    expect((await chip.transmit(bytes('81000002e0c2')))[0]).toBe(0xff);
  });
});
