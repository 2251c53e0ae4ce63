import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, equal } from '../bytes/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { decodeCbor, encodeCbor } from './cbor.ts';
import { isProblem, plain, readItem, writeItem, type Item } from './testing/strictReader.ts';
import { seedSets, vendorTexts } from './testing/vectors.ts';

const why = (bytes: Uint8Array): string => {
  const read = decodeCbor(bytes);
  return read.ok ? 'taken' : `${read.problem.at}: ${read.problem.why}`;
};

describe('refused', () => {
  it.each<[string, string, string]>([
    ['float64', 'fb3ff8000000000000', '0: a value of the kind 0xfb does not belong into a manifest'],
    ['float64 that is an integer', '81fb3ff0000000000000', '1: a value of the kind 0xfb does not belong into a manifest'],
    ['float32', 'fa3fc00000', '0: a value of the kind 0xfa does not belong into a manifest'],
    ['float16', 'f93e00', '0: a value of the kind 0xf9 does not belong into a manifest'],
    ['true', 'f5', '0: a value of the kind 0xf5 does not belong into a manifest'],
    ['undefined', '81f7', '1: a value of the kind 0xf7 does not belong into a manifest'],
    ['a simple value', 'f8ff', '0: a value of the kind 0xf8 does not belong into a manifest'],
    ['a date of seconds', 'c11a514b67b0', '0: a value of the kind 0xc1 does not belong into a manifest'],
    ['a date as text', 'c074323031332d30332d32315432303a30343a30305a', '0: a value of the kind 0xc0 does not belong into a manifest'],
    ['a bignum', 'c249010000000000000000', '0: a value of the kind 0xc2 does not belong into a manifest'],
    ['a negative bignum', 'c349010000000000000000', '0: a value of the kind 0xc3 does not belong into a manifest'],
    ['a set', 'd90102820102', '0: a value of the kind 0xd9 does not belong into a manifest'],
    ['an Error object', 'd81b82654572726f726178', '0: a value of the kind 0xd8 does not belong into a manifest'],
    ['a regular expression', 'd81b8366526567457870612862', '0: a value of the kind 0xd8 does not belong into a manifest'],
    ['a tagged byte string', 'd84043010203', '0: a value of the kind 0xd8 does not belong into a manifest'],
    ['the tag that says "this is CBOR"', 'd9d9f701', '0: a value of the kind 0xd9 does not belong into a manifest'],
    ['an array that holds itself', 'd81c81d81d00', '0: a value of the kind 0xd8 does not belong into a manifest'],
    ['a record of cbor-x', 'd9dfff8319e00081616101', '0: a value of the kind 0xd9 does not belong into a manifest'],
    ['a number in two bytes that fits into one', '8218ff1817', '3: a number is not in its shortest form, or a key is there twice'],
    ['a number in three bytes that fits into two', '190017', '0: a number is not in its shortest form, or a key is there twice'],
    ['a number in five bytes that fits into three', '1a00000100', '0: a number is not in its shortest form, or a key is there twice'],
    ['a number in nine bytes', '1b0000000100000000', '0: a length is indefinite or longer than four bytes'],
    ['a negative number in two bytes', '3800', '0: a number is not in its shortest form, or a key is there twice'],
    ['a byte string\'s length in two bytes', '580101', '0: a number is not in its shortest form, or a key is there twice'],
    ['an array\'s length in three bytes', '99000101', '0: a number is not in its shortest form, or a key is there twice'],
    ['a map\'s length in two bytes', 'b8010102', '0: a number is not in its shortest form, or a key is there twice'],
    ['an indefinite array', '9f01ff', '0: a length is indefinite or longer than four bytes'],
    ['an indefinite map', 'bf0102ff', '0: a length is indefinite or longer than four bytes'],
    ['an indefinite byte string', '5f4101ff', '0: a length is indefinite or longer than four bytes'],
    ['a reserved length', '1c', '0: a length is indefinite or longer than four bytes'],
    ['a key that is there twice', 'a201020103', '0: a number is not in its shortest form, or a key is there twice'],
    ['a byte string as a key', 'a1410102', '0: a key of a map is neither a number nor text'],
    ['two equal byte strings as keys', 'a2410102410103', '0: a key of a map is neither a number nor text'],
    ['null as a key', 'a1f601', '0: a key of a map is neither a number nor text'],
    ['text that is not UTF-8', '62c328', '0: a number is not in its shortest form, or a key is there twice'],
    ['bytes behind its end', '0100', '1: bytes follow its end'],
    ['nothing', '', '0: it is cut short'],
    ['a byte string that is cut short', '4201', '2: it is cut short'],
    ['a length that is cut short', '1901', '2: it is cut short'],
    ['an array of four thousand million', '9affffffff', '0: it is not CBOR (Array length exceeds 112810000)'],
    ['nine arrays inside each other', '81818181818181818100', '0: it is nested too deep'],
  ])('%s', (_, text, expected) => {
    expect(why(hex(text))).toBe(expected);
  });

  it('20 000 levels, and as many as its length allows', () => {
    expect(why(concat(new Uint8Array(20_000).fill(0x81), Uint8Array.of(0)))).toBe('16384: it is longer than 16384 bytes');
    expect(why(concat(new Uint8Array(16_383).fill(0x81), Uint8Array.of(0)))).toBe('0: it is nested too deep');
    expect(why(new Uint8Array(16_384).fill(0xa1))).toMatch(/cut short|too deep/);
    expect(why(hex('01'))).toBe('taken');
  });

  it('a million numbers', () => {
    expect(why(concat(hex('9a000f4240'), new Uint8Array(1_000_000)))).toBe('16384: it is longer than 16384 bytes');
    expect(why(concat(hex('993f00'), new Uint8Array(0x3f00)))).toBe('taken');
  });

  /** Each level joins the list of the level before with itself: cbor-x alone would make 2^200 numbers. */
  it('nested tables of cbor-x, which would use up the memory', () => {
    const level = hex(`d8338491${'00'.repeat(16)}d8e1d8e1808200c60080`);
    const bytes = concat(hex('d833848100820082010180'), ...Array.from({ length: 200 }, () => level), hex('d8e180'));
    expect(why(bytes)).toBe('0: a value of the kind 0xd8 does not belong into a manifest');
  });
});

it('eight arrays inside each other are taken', () => {
  expect(decodeCbor(hex('818181818181818100'))).toEqual({ ok: true, value: [[[[[[[[0]]]]]]]] });
});

it('text is taken; what it means is not asked here', () => {
  expect(decodeCbor(hex('6161'))).toEqual({ ok: true, value: 'a' });
});

it('byte strings have memory of their own, and the input stays as it was', () => {
  const bytes = hex('82430102034104');
  const read = decodeCbor(bytes);
  if (!read.ok || !Array.isArray(read.value)) throw new Error('not taken');
  const [first, second] = read.value as Uint8Array[];
  expect([first?.buffer.byteLength, second?.buffer.byteLength]).toEqual([3, 1]);
  expect(Object.keys(bytes)).toEqual(Object.keys(hex('82430102034104')));
  bytes.fill(0xee);
  expect([first, second].map((one) => toHex(one as Uint8Array))).toEqual(['010203', '04']);
});

it('what is written has memory of its own', () => {
  const written = encodeCbor([1, null]);
  encodeCbor([2, 3]);
  expect([toHex(written), written.buffer.byteLength, written.constructor]).toEqual(['8201f6', 3, Uint8Array]);
});

const integers = fc.integer({ min: -0x1_0000_0000, max: 0xffff_ffff });
const { item: items } = fc.letrec<{ item: Item }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 6 },
    integers.map((value): Item => ({ kind: 'int', value })),
    fc.uint8Array({ maxLength: 300 }).map((value): Item => ({ kind: 'bytes', value })),
    fc.constant<Item>({ kind: 'null' }),
    fc.array(tie('item'), { maxLength: 30 }).map((list): Item => ({ kind: 'array', items: list })),
    fc
      .uniqueArray(fc.tuple(integers, tie('item')), { maxLength: 4, selector: ([key]) => key })
      .map((pairs): Item => ({ kind: 'map', pairs: pairs.map(([key, value]) => [{ kind: 'int', value: key }, value]) })),
  ),
}));

describe('beside an independent reader and writer', () => {
  it('writes the same bytes and reads the same values', () => {
    fc.assert(
      fc.property(items, (item) => {
        const bytes = writeItem(item);
        fc.pre(bytes.length <= 16_384);
        expect(toHex(encodeCbor(plain(item)))).toBe(toHex(bytes));
        expect(decodeCbor(bytes)).toEqual({ ok: true, value: plain(item) });
      }),
      { numRuns: 300 },
    );
  });

  /** The independent reader accepts any item as a key, and the same key twice. */
  const keysAreFine = (item: Item): boolean => {
    if (item.kind === 'array') return item.items.every(keysAreFine);
    if (item.kind !== 'map') return true;
    const keys = item.pairs.map(([key]) => key);
    return keys.every(({ kind }) => kind === 'int') && new Set(keys.map(plain)).size === keys.length && item.pairs.flat().every(keysAreFine);
  };

  const agree = (bytes: Uint8Array): void => {
    const [codec, judge] = [decodeCbor(bytes), readItem(bytes)];
    const taken = !isProblem(judge) && keysAreFine(judge);
    // The independent reader does not support text.
    if (codec.ok && isProblem(judge) && /of the kind 0x[67]/.test(judge.why)) return;
    expect([toHex(bytes), codec.ok]).toEqual([toHex(bytes), taken]);
    if (codec.ok) expect(codec.value).toEqual(plain(judge as Item));
  };

  it('takes and refuses the same, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 24 }), agree), { numRuns: 3000 });
  });

  it('takes and refuses the same when bytes of real manifests are changed, left out or put in', () => {
    const real = [...seedSets, ...vendorTexts].map(({ dataSet }) => dataSet.manifest);
    fc.assert(
      fc.property(fc.constantFrom(...real), fc.nat(400), fc.nat(255), fc.constantFrom('change', 'drop', 'insert'), (manifest, place, byte, how) => {
        const at = place % manifest.length;
        const middle = how === 'drop' ? [] : [byte];
        const bytes = concat(manifest.subarray(0, at), Uint8Array.from(middle), manifest.subarray(how === 'insert' ? at : at + 1));
        agree(bytes);
        if (how === 'change' && manifest[at] === byte) expect(equal(bytes, manifest)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
