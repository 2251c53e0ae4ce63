import { describe, expect, it } from 'vitest';
import { conditionBytes } from '../../../core/access/sentence.ts';
import { must } from '../../../core/result/result.ts';
import { budget, change, changedTags, fromTyped, isChanged, newDraft, present, setField, undo } from './draft.ts';

// F1D5 as delivered: creation, 140 bytes, change until operational, read always.
const base = '2014c00101c4018cc50100d003e1fc07d10100d30100';

describe('a draft of metadata', () => {
  it('changes one tag in place, keeps the rest, and undoes step by step', () => {
    const first = change(newDraft(base), setField(base, 'change', must(conditionBytes('until operational, or update signed by 0xE0E3'))));
    expect(present(first)).toBe('2018c00101c4018cc50100d007e1fc07fe21e0e3d10100d30100');
    const second = change(first, setField(present(first), 'type', Uint8Array.of(0x21)));
    expect(changedTags(base, present(second))).toEqual([0xd0, 0xe8]);
    expect(isChanged(undo(second))).toBe(true);
    expect(isChanged(undo(undo(second)))).toBe(false);
    expect(isChanged(undo(undo(undo(second))))).toBe(false);
  });

  it('adds no step for what is there already', () => {
    const draft = newDraft(base);
    expect(change(draft, setField(base, 'read', Uint8Array.of(0x00)))).toBe(draft);
  });

  it('takes pasted bytes of any form, keeps tags that are left out, ignores another order', () => {
    expect(fromTyped(base, '20 03 D1 01 FF')).toEqual({ hex: base.replace('d10100', 'd101ff') });
    expect(fromTyped(base, '0x20, 0x06, 0xD3,0x01,0x00, 0xC0,0x01,0x01')).toEqual({ hex: base });
  });

  it('says what is wrong with bytes', () => {
    for (const [text, wrong] of [
      ['2003d101', 'length byte'],
      ['zz', 'hexadecimal'],
      ['2003c401ff', 'largest size'],
      ['2103d101ff', '0x20'],
    ] as const) {
      expect(fromTyped(base, text), text).toMatchObject({ wrong: expect.stringContaining(wrong) as string });
    }
  });

  it('counts against the 44 bytes', () => {
    expect(budget(base)).toEqual({ used: 20, limit: 44, fits: true });
    const long = setField(base, 'meta_update', new Uint8Array(30));
    expect(budget(long)).toEqual({ used: 52, limit: 44, fits: false });
  });
});
