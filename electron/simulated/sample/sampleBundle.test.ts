import { expect, it } from 'vitest';
import { toHex } from '../../../core/bytes/hex.ts';
import { must } from '../../../core/result/result.ts';
import { readKeys } from '../../files/archive/readBundle.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { makeSampleBundle } from './sampleBundle.ts';

it('the secrets for the tests are those in the archive: of every chip, however few are simulated', async () => {
  const made = await makeSampleBundle({ chips: 5, simulated: 1, outer: 'zip', hideNames: true, random: nodeRandomness, now: new Date() });
  const archive = made.inner.find(({ name }) => name.endsWith('_keys.7z'));
  if (archive === undefined) throw new Error('no archive of the secrets');
  const { tables } = must(await readKeys(archive, made.transportKey));
  for (const kind of ['pbs', 'auto'] as const) {
    const table = tables.find((one) => one.kind === kind);
    expect(table?.ids).toEqual(made.secrets.map(({ chipId }) => chipId));
    expect(toHex(table?.keys ?? new Uint8Array())).toBe(made.secrets.map((chip) => chip[kind]).join(''));
  }
  expect(new Set(made.secrets.flatMap(({ pbs, auto }) => [pbs, auto])).size).toBe(10);
  expect(made.chips).toEqual([expect.objectContaining(made.secrets[0])]);
});
