import { describe, expect, it } from 'vitest';
import { verifyAuthorization } from '../apdu/commands/decryptSym.ts';
import { getRandomInto } from '../apdu/commands/getRandom.ts';
import { getData } from '../apdu/commands/getDataObject.ts';
import { openApplication } from '../apdu/commands/openApplication.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { createChip, type SimulatedChip } from '../simulator/chip/chip.ts';
import { profiles } from '../simulator/profiles/profiles.ts';
import { ManualClock } from '../simulator/testing/manualClock.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { oid } from '../objects/oid.ts';
import { twinPort } from '../plan/twin.ts';
import { authorize } from './authorize.ts';
import { Chip } from './chip.ts';

const [reference, guarded] = [oid(0xf1d0), oid(0xf1d3)];
const secret = '49'.repeat(64);

/** A chip with a reference in F1D0, and F1D3 readable only with it. */
async function guardedChip(): Promise<{ readonly simulated: SimulatedChip; readonly chip: Chip }> {
  const profile = profiles['trust-m-v3'];
  const objects = { ...profile.objects, f1d0: { metadata: '2012c00101c4018cc50140d101ffd30100e80131', data: secret }, f1d3: { metadata: '200ec00101c4018cc50102d10323f1d0', data: 'aabb' } };
  const simulated = createChip({ profile, state: { version: 1, profile: profile.name, objects }, random: seededRandom('chip'), clock: new ManualClock() });
  const chip = new Chip(twinPort(simulated));
  await chip.run(openApplication());
  return { simulated, chip };
}

it('the requests are those of the manual, byte for byte', () => {
  expect(toHex(getRandomInto(oid(0xe100), hex('c0de'), 32).request)).toBe('8c0000090020e100410002c0de');
  expect(toHex(verifyAuthorization(reference, oid(0xe100), hex('c0de5a'), hex('00'.repeat(32))).request)).toBe(`9520002df1d0010005e100c0de5a430020${'00'.repeat(32)}`);
});

describe('authorization', () => {
  it('opens what the Auto state guards, until the application is opened again; the secret is never sent', async () => {
    const { simulated, chip } = await guardedChip();
    const sent: string[] = [];
    const watched = new Chip(twinPort(simulated, (request) => sent.push(toHex(request))));
    expect(await chip.run(getData(guarded))).toMatchObject({ ok: false, fault: { data: { status: 0x07 } } });
    expect(await authorize(watched, reference, new Secret(hex(secret)), seededRandom('host'))).toEqual({ ok: true, value: true });
    expect(await chip.run(getData(guarded))).toMatchObject({ ok: true, value: hex('aabb') });
    expect(sent).toHaveLength(2);
    expect(sent.join()).not.toContain('4949');
    await chip.run(openApplication());
    expect((await chip.run(getData(guarded))).ok).toBe(false);
  });

  it('another reference is told apart from other refusals', async () => {
    const { chip } = await guardedChip();
    const wrong = await authorize(chip, reference, new Secret(hex('50'.repeat(64))), seededRandom('host'));
    expect(wrong).toMatchObject({ ok: false, fault: { code: 'chip/other-reference', data: { object: '0xF1D0' } } });
    const noReference = await authorize(chip, guarded, new Secret(hex(secret)), seededRandom('host'));
    expect(noReference).toMatchObject({ ok: false, fault: { code: 'chip/refused' } });
  });
});
