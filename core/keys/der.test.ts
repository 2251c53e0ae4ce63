import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import {
  derNull,
  bitString,
  decodeSignatureIntegers,
  encodeDer,
  encodeSignatureIntegers,
  integer,
  objectIdentifier,
  octetString,
  parseDer,
  readBitString,
  readInteger,
  readOctetString,
  readOid,
  sequence,
} from './der.ts';
import { leftPad } from '../bytes/bytes.ts';

describe('DER', () => {
  it('what is written is read again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 1, maxLength: 80 }), (bytes, number) => {
        const { children } = must(parseDer(sequence(octetString(bytes), bitString(bytes), integer(number)), 'x'));
        expect(readOctetString(children[0])).toEqual(bytes);
        expect(readBitString(children[1])).toEqual(bytes);
        expect(leftPad(readInteger(children[2]) as Uint8Array, 80)).toEqual(leftPad(number, 80));
      }),
    );
  });

  it('any length form', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      expect(must(parseDer(encodeDer(4, new Uint8Array(length)), 'x')).content).toHaveLength(length);
    }
  });

  it.each(['1.2.840.113549.1.1.1', '2.5.4.3', '2.999.1', '0.9.2342.19200300.100.1.25', '1.3.36.3.3.2.8.1.1.13'])('object identifier %s', (oid) => {
    expect(readOid(must(parseDer(objectIdentifier(oid), 'x')))).toBe(oid);
  });

  it.each([
    ['0481', 'length missing'],
    ['048100', 'long form of a short length'],
    ['04820001ff', 'long form of a short length'],
    ['0480ffff0000', 'indefinite length'],
    ['04020a', 'cut short'],
    ['04010a00', 'bytes behind it'],
    ['300302020a', 'inner value runs over the end'],
    ['1f8101010a', 'tag of more than one byte'],
    ['', 'nothing'],
  ])('%s is refused: %s', (bytes) => {
    expect(parseDer(hex(bytes), 'It')).toMatchObject({ ok: false, fault: { code: 'der/malformed' } });
  });

  it('more values than any certificate has are refused: each would take a hundred times its bytes', () => {
    const many = sequence(...Array.from({ length: 10_000 }, derNull));
    expect(parseDer(many, 'x')).toMatchObject({ ok: false, fault: { data: { why: 'more than 10000 values are in it' } } });
    expect(parseDer(sequence(...Array.from({ length: 9_999 }, derNull)), 'x').ok).toBe(true);
  });

  it('never throws, also when nested deep', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void parseDer(bytes, 'x')));
    expect(parseDer(Array.from({ length: 60 }).reduce<Uint8Array>((inner) => sequence(inner), new Uint8Array()), 'x').ok).toBe(false);
  });
});

describe('a signature in the chip\'s form', () => {
  it('has two integers and no sequence', () => {
    const rs = hex('00ff'.padStart(64, '0') + '80'.padEnd(64, '0'));
    expect(toHex(encodeSignatureIntegers(rs))).toBe(`020200ff022100${'80'.padEnd(64, '0')}`);
  });

  it('comes back padded', () => {
    fc.assert(
      fc.property(fc.constantFrom(32, 48, 64, 66), fc.uint8Array({ minLength: 132, maxLength: 132 }), fc.nat(3), (bytes, random, zeros) => {
        const rs = random.slice(0, 2 * bytes).fill(0, 0, zeros);
        expect(must(decodeSignatureIntegers(encodeSignatureIntegers(rs), bytes))).toEqual(rs);
      }),
    );
  });

  it.each(['0201010201', '020101', '020101020101020101', '02820001010201ff', '0201ff020101', '02020001020101'])('%s is refused', (bytes) => {
    expect(decodeSignatureIntegers(hex(bytes), 32).ok).toBe(false);
  });

  // trezor-firmware issue 3411: a chip sent an r of 31 bytes as 02 20 00 11 ….
  it.each([
    [32, '00' + '11'.repeat(31), '7f'.repeat(32)],
    [32, '00'.repeat(5) + '91'.repeat(27), '00' + '80'.repeat(31)],
    [66, '0000' + '22'.repeat(64), '0080' + '33'.repeat(64)],
    [66, '0001' + '22'.repeat(64), '0180' + '33'.repeat(64)],
  ])('of %i bytes, with zeros that DER would not have, is read', (bytes, r, s) => {
    const asChip = [r, s].map((number) => `02${bytes.toString(16)}${number}`).join('');
    expect(toHex(must(decodeSignatureIntegers(hex(asChip), bytes)))).toBe(r + s);
    // Encoding the result gives DER again.
    expect(must(decodeSignatureIntegers(encodeSignatureIntegers(hex(r + s)), bytes))).toEqual(hex(r + s));
    expect(toHex(encodeSignatureIntegers(hex(r + s)))).not.toContain(`02${bytes.toString(16)}0000`);
  });

  it('padded to another length is refused', () => {
    for (const bytes of [`0205${'00'.repeat(4)}11020101`, `0222${'00'.repeat(33)}11020101`]) expect(decodeSignatureIntegers(hex(bytes), 32).ok).toBe(false);
  });

  it('a number longer than the field is refused', () => {
    expect(decodeSignatureIntegers(encodeSignatureIntegers(new Uint8Array(96).fill(1)), 32).ok).toBe(false);
  });
});
