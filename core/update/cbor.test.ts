import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, equal } from '../bytes/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { decodeCbor, encodeCbor, type Cbor } from './cbor.ts';
import { isProblem, plain, readItem, writeItem, type Item } from './testing/strictReader.ts';
import { seedSets, vendorTexts } from './testing/vectors.ts';

const why = (bytes: Uint8Array): string => {
  const read = decodeCbor(bytes);
  return read.ok ? 'taken' : `${read.problem.at}: ${read.problem.reason}`;
};

const valueOf = (bytes: Uint8Array): Cbor => {
  const read = decodeCbor(bytes);
  if (!read.ok) throw new Error(`not taken: ${read.problem.reason}`);
  return read.item.value;
};

describe('refused', () => {
  it.each<[string, string, string]>([
    ['float64', 'fb3ff8000000000000', '0: float'],
    ['float64 that is an integer', '81fb3ff0000000000000', '1: float'],
    ['float32', 'fa3fc00000', '0: float'],
    ['float16', 'f93e00', '0: float'],
    ['true', 'f5', '0: simple'],
    ['undefined', '81f7', '1: simple'],
    ['a simple value', 'f8ff', '0: simple'],
    ['a date of seconds', 'c11a514b67b0', '0: tag'],
    ['a date as text', 'c074323031332d30332d32315432303a30343a30305a', '0: tag'],
    ['a bignum', 'c249010000000000000000', '0: tag'],
    ['a negative bignum', 'c349010000000000000000', '0: tag'],
    ['a set', 'd90102820102', '0: tag'],
    ['an Error object', 'd81b82654572726f726178', '0: tag'],
    ['a regular expression', 'd81b8366526567457870612862', '0: tag'],
    ['a tagged byte string', 'd84043010203', '0: tag'],
    ['the tag that says "this is CBOR"', 'd9d9f701', '0: tag'],
    ['an array that holds itself', 'd81c81d81d00', '0: tag'],
    ['a record of cbor-x', 'd9dfff8319e00081616101', '0: tag'],
    ['a number in two bytes that fits into one', '8218ff1817', '3: not-shortest'],
    ['a number in three bytes that fits into two', '190017', '0: not-shortest'],
    ['a number in five bytes that fits into three', '1a00000100', '0: not-shortest'],
    ['a number in nine bytes', '1b0000000100000000', '0: over-four-bytes'],
    ['a negative number in two bytes', '3800', '0: not-shortest'],
    ['a byte string\'s length in two bytes', '580101', '0: not-shortest'],
    ['an array\'s length in three bytes', '99000101', '0: not-shortest'],
    ['a map\'s length in two bytes', 'b8010102', '0: not-shortest'],
    ['an indefinite array', '9f01ff', '0: indefinite'],
    ['an indefinite map', 'bf0102ff', '0: indefinite'],
    ['an indefinite byte string', '5f4101ff', '0: indefinite'],
    ['a reserved length', '1c', '0: reserved'],
    ['a key that is there twice', 'a201020103', '3: key-twice'],
    ['a byte string as a key', 'a1410102', '1: key-kind'],
    ['two equal byte strings as keys', 'a2410102410103', '1: key-kind'],
    ['null as a key', 'a1f601', '1: key-kind'],
    ['text that is not UTF-8', '62c328', '0: not-utf8'],
    ['text as a key that is not UTF-8', 'a161c301', '1: not-utf8'],
    ['text that is not UTF-8, behind another item', '82006180', '2: not-utf8'],
    ['long text with a byte order mark, which cbor-x leaves out', `7849efbbbf${'61'.repeat(70)}`, '1: other-bytes'],
    ['bytes behind its end', '0100', '1: bytes-follow'],
    ['nothing', '', '0: cut-short'],
    ['a byte string that is cut short', '4201', '2: cut-short'],
    ['a length that is cut short', '1901', '2: cut-short'],
    ['an array of four thousand million', '9affffffff', '5: cut-short'],
    ['nine arrays inside each other', '81818181818181818100', '8: too-deep'],
  ])('%s', (_, text, expected) => {
    expect(why(hex(text))).toBe(expected);
  });

  it('20 000 levels, and as many as its length allows', () => {
    expect(why(concat(new Uint8Array(20_000).fill(0x81), Uint8Array.of(0)))).toBe('16384: too-long');
    expect(why(concat(new Uint8Array(16_383).fill(0x81), Uint8Array.of(0)))).toBe('8: too-deep');
    expect(why(new Uint8Array(16_384).fill(0xa1))).toBe('1: key-kind');
    expect(why(hex('01'))).toBe('taken');
  });

  it('a million numbers', () => {
    expect(why(concat(hex('9a000f4240'), new Uint8Array(1_000_000)))).toBe('16384: too-long');
    expect(why(concat(hex('993f00'), new Uint8Array(0x3f00)))).toBe('taken');
  });

  /** Each level joins the list of the level before with itself: cbor-x alone would make 2^200 numbers. */
  it('nested tables of cbor-x, which would use up the memory', () => {
    const level = hex(`d8338491${'00'.repeat(16)}d8e1d8e1808200c60080`);
    const bytes = concat(hex('d833848100820082010180'), ...Array.from({ length: 200 }, () => level), hex('d8e180'));
    expect(why(bytes)).toBe('0: tag');
  });
});

it('eight arrays inside each other are taken', () => {
  expect(valueOf(hex('818181818181818100'))).toEqual([[[[[[[[0]]]]]]]]);
});

it('text is taken; what it means is not asked here', () => {
  expect(valueOf(hex('6161'))).toBe('a');
});

it('byte strings have memory of their own, and the input stays as it was', () => {
  const bytes = hex('82430102034104');
  const [first, second] = valueOf(bytes) as Uint8Array[];
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
        expect(valueOf(bytes)).toEqual(plain(item));
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

  /** The two readers look for these in the same order. */
  const sameReason = new Set(['not-shortest', 'over-four-bytes', 'tag', 'float', 'simple', 'bytes-follow', 'too-deep']);

  const agree = (bytes: Uint8Array): void => {
    const [codec, judge] = [decodeCbor(bytes), readItem(bytes)];
    const taken = !isProblem(judge) && keysAreFine(judge);
    // The independent reader does not support text.
    if (codec.ok && isProblem(judge) && /of the kind 0x[67]/.test(judge.why)) return;
    expect([toHex(bytes), codec.ok]).toEqual([toHex(bytes), taken]);
    if (codec.ok) expect(codec.item.value).toEqual(plain(judge as Item));
    else if (isProblem(judge) && !/of the kind 0x[67]/.test(judge.why) && sameReason.has(codec.problem.reason)) expect([toHex(bytes), codec.problem.at]).toEqual([toHex(bytes), judge.at]);
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
