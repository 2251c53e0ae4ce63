import { beforeAll, expect, it } from 'vitest';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { must } from '../../../core/result/result.ts';
import { pack } from '../../files/archive/sevenZip.ts';
import { nodeRandomness as random } from '../../serial/randomness.ts';
import { makeSampleBundle, type SampleBundle, type SampleChip } from '../../simulated/sample/sampleBundle.ts';
import { openReel, type OpenReel } from './openReel.ts';

let sample: SampleBundle;
let one: SampleChip;
let two: SampleChip;
beforeAll(async () => {
  sample = await makeSampleBundle({ chips: 2, simulated: 2, outer: 'zip', hideNames: false, random, now: new Date() });
  [one, two] = sample.chips as [SampleChip, SampleChip];
}, 60_000);

const open = async (...inputs: readonly NamedBytes[]): Promise<OpenReel> => must(await openReel(inputs));
const inner = (part: string): NamedBytes => sample.inner.find(({ name }) => name.includes(part)) as NamedBytes;

/** An archive of E0E0 with one chip in it. */
const archiveOf = async ({ chipId }: SampleChip, { certificates }: SampleChip): Promise<NamedBytes> => {
  const bytes = await pack([{ name: `${chipId}_E0E0.pem`, bytes: utf8(encodePem('CERTIFICATE', certificates.E0E0)) }], { type: '7z' });
  return { name: inner('E0E0').name, bytes };
};

it('a second archive of the same object adds its chips', async () => {
  const joined = must((await open(await archiveOf(one, one))).joinedWith(await open(await archiveOf(two, two))));
  expect(joined.reel.sums().certificates.E0E0).toBe(2);
  for (const chip of [one, two]) expect(toHex(joined.reel.certificate(chip.chipId, 'E0E0') ?? new Uint8Array())).toBe(toHex(chip.certificates.E0E0));
  expect(must(joined.joinedWith(await open(inner('E0E0')))).reel.sums().certificates.E0E0, 'the same ones again').toBe(2);
});

it('one that contradicts is refused, and the open reel stays as it was', async () => {
  const opened = await open({ name: sample.name, bytes: sample.bytes });
  must(await opened.unlock(sample.transportKey));
  expect(opened.joinedWith(await open(await archiveOf(one, two)))).toMatchObject({ ok: false, fault: { code: 'bundle/duplicate-chip', data: { chipId: one.chipId, object: 'E0E0' } } });
  expect(toHex(opened.reel.certificate(one.chipId, 'E0E0') ?? new Uint8Array())).toBe(toHex(one.certificates.E0E0));
  expect(must(must(opened.secrets).open(one.chipId, 'pbs', toHex))).toBe(one.pbs);
});

it('the secrets stay unlocked unless a new archive of them came', async () => {
  const opened = await open(inner('E0E0'), inner('_keys'));
  must(await opened.unlock(sample.transportKey));
  const joined = must(opened.joinedWith(await open(inner('E0E1'))));
  expect([opened.lock, joined.lock]).toEqual(['locked', 'open']);
  expect(must(must(joined.secrets).open(two.chipId, 'auto', toHex))).toBe(two.auto);
  expect(joined.reel.sums()).toMatchObject({ pbs: 2, auto: 2, certificates: { E0E0: 2, E0E1: 2 } });
  const again = must(joined.joinedWith(await open(inner('_keys'))));
  expect(again.lock, 'the same one').toBe('open');
  const bytes = await pack([{ name: 'PBS_keys.txt', bytes: utf8(`${'0'.repeat(20)},${'00'.repeat(64)}\n`) }], { type: '7z', password: 'k' });
  const other = { name: inner('_keys').name, bytes };
  expect(must(again.joinedWith(await open(other))).lock, 'another one').toBe('locked');
});
