import { describe, expect, it } from 'vitest';
import { must } from '../../core/result/result.ts';
import { createChip } from '../../core/simulator/chip/chip.ts';
import { profiles } from '../../core/simulator/profiles/profiles.ts';
import { ManualClock } from '../../core/simulator/testing/manualClock.ts';
import { parseState } from './simulatedState.ts';

const profile = profiles['trust-m-v3'];
const state = { version: 1, profile: profile.name, objects: { ...profile.objects } };
const made = (value: object) => parseState(JSON.stringify(value), 'chip.json');
const withKey = (key: object) => ({ ...state, objects: { ...state.objects, e0f0: { metadata: '2003c00101', key } } });

describe('the memory of a simulated chip', () => {
  it('comes back as it was', async () => {
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(7);
    const chip = createChip({ profile, random, clock: new ManualClock() });
    await chip.transmit(Uint8Array.of(0xf0, 0, 0, 0));
    const kept = chip.snapshot();
    expect(must(parseState(JSON.stringify(kept), 'chip.json'))).toEqual(JSON.parse(JSON.stringify(kept)));
  });

  it('with a key on a curve that there is', () => expect(made(withKey({ kind: 'ec', curve: 'secp256r1', privateKey: '01'.repeat(32) })).ok).toBe(true));

  it.each([
    ['a key on a curve that there is not', withKey({ kind: 'ec', curve: 'x', privateKey: '01' })],
    ['a key that is not hexadecimal', withKey({ kind: 'aes', key: 'xy' })],
    ['a key of no kind', withKey({})],
    ['a saved context without its parts', { ...state, saved: {} }],
    ['no identity', { ...state, objects: {} }],
  ])('is refused with %s, before a chip is made of it', (_, value) => {
    expect(made(value)).toMatchObject({ ok: false, fault: { code: 'file/unknown-content' } });
  });
});
