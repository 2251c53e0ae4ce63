import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftPad } from './bytes.ts';
import { crc16 } from './crc.ts';
import { fromHex, toHex } from './hex.ts';
import { Secret } from './secret.ts';
import { inspect } from 'node:util';

describe('hexadecimal', () => {
  it('round-trips', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual({ ok: true, value: bytes });
    }));
  });

  it.each([
    ['0x01, 0x02,\r\n\t0xA0', '0102a0'],
    ['01:02:a0', '0102a0'],
    ['{ 0x1, 0x2 }', '0102'],
    ['0102 A0', '0102a0'],
    ['', ''],
  ])('reads %j', (text, bytes) => {
    const read = fromHex(text);
    expect(read.ok && toHex(read.value)).toBe(bytes);
  });

  it('names the first character that is not a digit', () => {
    expect(fromHex('01 0g')).toMatchObject({ ok: false, fault: { code: 'bytes/not-hex', data: { at: 4, found: 'g' } } });
  });

  it('refuses half a byte', () => {
    expect(fromHex('abc')).toMatchObject({ ok: false, fault: { code: 'bytes/odd-hex' } });
  });
});

describe('CRC-16/KERMIT', () => {
  it('has the catalogue\'s check value', () => {
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x2189);
  });

  it('continues from an earlier CRC', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(), (bytes, cut) => {
        const at = cut % (bytes.length + 1);
        expect(crc16(bytes.subarray(at), crc16(bytes.subarray(0, at)))).toBe(crc16(bytes));
      }),
    );
  });
});

describe('leftPad', () => {
  it('pads and drops leading zeros, never digits', () => {
    expect(toHex(leftPad(Uint8Array.of(1, 2), 4))).toBe('00000102');
    expect(toHex(leftPad(Uint8Array.of(0, 0, 1), 2))).toBe('0001');
    expect(() => leftPad(Uint8Array.of(1, 0, 0), 2)).toThrow();
  });
});

describe('Secret', () => {
  it('never prints its bytes', () => {
    const secret = new Secret(Uint8Array.of(1, 2, 3));
    expect([String(secret), JSON.stringify({ secret }), inspect(secret), inspect({ a: [secret] })].join()).not.toMatch(/[123]/);
  });

  it('is overwritten by wipe', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    new Secret(bytes).wipe();
    expect([...bytes]).toEqual([0, 0, 0]);
  });
});
