import { beforeAll, describe, expect, it } from 'vitest';
import { openApplication } from '../../../core/apdu/commands/openApplication.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { hex, toHex } from '../../../core/bytes/hex.ts';
import { encodeMetadata, metadataTags, parseMetadata } from '../../../core/objects/metadata.ts';
import type { ObjectState } from '../../../core/simulator/chip/state.ts';
import { Reel } from '../../../core/bundle/reel.ts';
import type { ReelObject } from '../../../core/bundle/names.ts';
import { sniffMaterial } from '../../../core/certificates/material.ts';
import type { Certificate } from '../../../core/certificates/certificate.ts';
import { Chip } from '../../../core/chip/chip.ts';
import { checkShielded } from '../../../core/chip/authorization.ts';
import { readIdentity } from '../../../core/chip/snapshot.ts';
import { twinPort } from '../../../core/plan/twin.ts';
import { must } from '../../../core/result/result.ts';
import { createChip } from '../../../core/simulator/chip/chip.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { readBundle } from '../../files/archive/readBundle.ts';
import { nodeRandomness as random } from '../../serial/randomness.ts';
import { reelChipState } from '../../simulated/sample/simulatedReelChip.ts';
import { makeSampleBundle, type SampleBundle, type SampleChip } from '../../simulated/sample/sampleBundle.ts';
import { identity } from '../testing/program.ts';
import { checkChip, type ChipCheck } from './checkChip.ts';
import { checkWords } from './words.ts';

const now = new Date();
const reelOf = async ({ name, bytes }: SampleBundle): Promise<Reel> => new Reel(must(await readBundle([{ name, bytes }], () => undefined)));

let sample: SampleBundle;
let reel: Reel;
let otherReel: Reel;
let anchors: readonly Certificate[];
let one: SampleChip;
let two: SampleChip;
/** A certificate that a customer writes into an object. Its CA is unknown. */
let foreign: Uint8Array;
beforeAll(async () => {
  const make = (chips: number, simulated: number): Promise<SampleBundle> => makeSampleBundle({ chips, simulated, outer: 'zip', hideNames: false, random, now });
  sample = await make(2, 2);
  [reel, otherReel] = [await reelOf(sample), await reelOf(await make(1, 0))];
  anchors = must(sniffMaterial(utf8(sample.anchors), { file: 'anchors.pem' })).certificates;
  [one, two] = sample.chips as [SampleChip, SampleChip];
  foreign = (await identity()).der;
}, 60_000);

interface Given {
  readonly reels?: readonly Reel[];
  /** Certificates on the chip, in place of the vendor's. */
  readonly holds?: Partial<Record<ReelObject, Uint8Array>>;
  readonly shielded?: boolean;
  /** Objects that are not readable. */
  readonly closed?: readonly ReelObject[];
  /** Whether the checks are told that the chip is simulated. */
  readonly asSimulated?: boolean;
}

async function check({ reels = [], holds = {}, shielded = false, closed = [], asSimulated = false }: Given): Promise<ChipCheck> {
  const made = reelChipState({ ...one, certificates: { ...one.certificates, ...holds } });
  const never = (object: ReelObject) => {
    const { metadata, ...rest } = made.objects[object.toLowerCase()] as ObjectState;
    const entries = must(parseMetadata(hex(metadata))).map((entry) => (entry.tag === metadataTags.read ? { ...entry, value: hex('ff') } : entry));
    return [object.toLowerCase(), { ...rest, metadata: toHex(encodeMetadata(entries)) }] as const;
  };
  const state = { ...made, objects: { ...made.objects, ...Object.fromEntries(closed.map(never)) } };
  const simulated = createChip({ profile: profiles['trust-m-express'], state, random, clock: new ManualClock() });
  const chip = new Chip(twinPort(simulated));
  must(await chip.run(openApplication()));
  if (shielded) simulated.shield(hex(one.pbs));
  const plain = must(await readIdentity(chip));
  return must(await checkChip({ chip, identity: shielded ? must(await checkShielded(chip, plain)) : plain, reels, anchors, now, random, simulated: asSimulated }));
}

const states = ({ checks }: ChipCheck, of: ReelObject): string[] => checks.filter(({ object }) => object === of).map(({ what, state }) => `${what} ${state}`);

describe('a genuine chip', () => {
  it('its reel open, another one, none', async () => {
    expect(await check({ reels: [otherReel, reel] })).toMatchObject({ verdict: 'on-reel', reel: { reelId: sample.reelId } });
    expect((await check({ reels: [otherReel] })).verdict).toBe('other-reel');
    expect((await check({})).verdict).toBe('other-reel');
  });

  it('E0E1 is compared, and its key asked, over a shielded board alone', async () => {
    expect(states(await check({ reels: [reel] }), 'E0E1')).toEqual(['read unknown']);
    const over = await check({ reels: [reel], shielded: true });
    expect([over.verdict, ...states(over, 'E0E1')]).toEqual(['on-reel', 'same good', 'chain good', 'proof good']);
  });

  it('with a certificate of its owner in E0E1 or E0E2 and no reel that knows better: it is not judged', async () => {
    const checked = await check({ holds: { E0E1: foreign, E0E2: foreign }, shielded: true });
    expect([checked.verdict, ...states(checked, 'E0E1'), ...states(checked, 'E0E2')]).toEqual(['other-reel', 'chain unknown', 'chain unknown']);
    expect(checked.checks.find(({ object }) => object === 'E0E1')?.says).toBe(checkWords.notVendors('E0E1'));
    const without = new Reel({ reelId: reel.reelId, batch: reel.batch, problems: [], tables: must(await readBundle(sample.inner.filter(({ name }) => name.includes('E0E0')), () => undefined)).tables });
    const partly = await check({ reels: [without], holds: { E0E1: foreign }, shielded: true });
    expect([partly.verdict, ...states(partly, 'E0E1')]).toEqual(['on-reel', 'same unknown', 'chain unknown']);
  });
});

describe('not genuine', () => {
  it('E0E1 or E0E2 is not the one on the reel', async () => {
    const ours = await check({ reels: [reel], holds: { E0E1: foreign }, shielded: true });
    expect([ours.verdict, ...states(ours, 'E0E1')]).toEqual(['not-genuine', 'same bad', 'chain bad', 'proof bad']);
    const neighbours = await check({ reels: [reel], holds: { E0E2: two.certificates.E0E2 } });
    expect([neighbours.verdict, ...states(neighbours, 'E0E2')]).toEqual(['not-genuine', 'same bad', 'chain good', 'proof bad']);
  });

  it('E0E0 cannot be read, and the reel has one for it', async () => {
    const checked = await check({ reels: [reel], closed: ['E0E0'] });
    expect([checked.verdict, ...states(checked, 'E0E0')]).toEqual(['not-genuine', 'read bad']);
  });

  it('its certificate is on the open reel, as that of another chip', async () => {
    const { E0E0 } = one.certificates;
    const others = new Reel({ reelId: 'R9', batch: 'b', problems: [], tables: [{ object: 'E0E0', ids: [two.chipId], ends: Uint32Array.of(E0E0.length), der: E0E0, problems: [], others: 0 }] });
    const checked = await check({ reels: [others] });
    expect([checked.verdict, ...states(checked, 'E0E0')]).toEqual(['not-genuine', 'same bad', 'chain good', 'proof good']);
    expect(checked.checks[0]?.says).toBe(checkWords.ofAnother('E0E0', 'R9', two.chipId));
  });

  it('E0E0 is judged always', async () => {
    const checked = await check({ holds: { E0E0: foreign } });
    expect([checked.verdict, ...states(checked, 'E0E0')]).toEqual(['not-genuine', 'chain bad', 'proof bad']);
  });
});

describe('a damaged copy in the bundle', () => {
  it('speaks neither for nor against the chip, and is told', async () => {
    const der = one.certificates.E0E0.slice();
    der[der.length - 1] = (der[der.length - 1] as number) ^ 1;
    const damaged = new Reel({ reelId: 'R8', batch: 'b', problems: [], tables: [{ object: 'E0E0', ids: [one.chipId], ends: Uint32Array.of(der.length), der, problems: [], others: 0 }] });
    const checked = await check({ reels: [damaged] });
    expect([checked.verdict, ...states(checked, 'E0E0')]).toEqual(['on-reel', 'same unknown', 'chain good', 'proof good']);
    expect(checked.checks[0]?.says).toBe(checkWords.copyDamaged('E0E0', 'R8'));
  });
});

describe('several open reels with the chip on them', () => {
  const withE0E0 = (reelId: string, der?: Uint8Array): Reel =>
    new Reel({ reelId, batch: 'b', problems: [], tables: der === undefined ? [] : [{ object: 'E0E0', ids: [one.chipId], ends: Uint32Array.of(der.length), der, problems: [], others: 0 }] });

  it('the one with a certificate is compared with', async () => {
    const secretsAlone = withE0E0('keys');
    secretsAlone.markSecrets('pbs', [one.chipId]);
    const checked = await check({ reels: [secretsAlone, reel] });
    expect(checked).toMatchObject({ verdict: 'on-reel', reel: { reelId: sample.reelId } });
    expect(states(checked, 'E0E0')).toEqual(['same good', 'chain good', 'proof good']);
  });

  it('that contradict each other: said, and not genuine', async () => {
    const checked = await check({ reels: [reel, withE0E0('R2', two.certificates.E0E0)] });
    expect([checked.verdict, ...states(checked, 'E0E0')]).toEqual(['not-genuine', 'same bad', 'chain good', 'proof good']);
    expect(checked.checks[0]?.says).toBe(checkWords.reelsDiffer('E0E0', sample.reelId, 'R2'));
    expect((await check({ reels: [reel, withE0E0('R2', one.certificates.E0E0)] })).verdict).toBe('on-reel');
  });

  it('a simulated chip is never called not genuine; one of an open sample reel that verifies is what it should be', async () => {
    expect((await check({ reels: [reel], asSimulated: true })).verdict).toBe('on-reel');
    for (const given of [{}, { reels: [otherReel] }, { holds: { E0E0: foreign } }, { reels: [reel], holds: { E0E0: foreign } }]) {
      const { verdict } = await check({ ...given, asSimulated: true });
      expect(verdict).toBe('not-judged');
    }
  });
});
