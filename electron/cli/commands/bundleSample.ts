import { join } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { ok } from '../../../core/result/result.ts';
import { writeFolder } from '../../files/writeFolder.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { makeSampleBundle } from '../../simulated/sample/sampleBundle.ts';
import { letterQr } from '../../simulated/sample/letterQr.ts';
import { reelChipState } from '../../simulated/sample/simulatedReelChip.ts';
import { stateFolder } from '../../files/folders.ts';
import type { Action } from '../command.ts';

interface SampleOptions {
  readonly chips?: number;
  readonly simulated?: number;
  readonly as?: '7z' | 'zip';
  readonly out: string;
}

/** Makes a bundle in the vendor's form with its own private CA, and simulated chips that belong to it. All of it is invented. */
export const bundleSample: Action<SampleOptions> = async ({ environment }, { chips = 10, simulated = 1, as = '7z', out }) => {
  const made = await makeSampleBundle({ chips, simulated: Math.min(simulated, chips), outer: as, hideNames: true, random: nodeRandomness, now: new Date() });
  const state = (chip: (typeof made.chips)[number]) => ({ name: `chip-${chip.chipId}.json`, bytes: utf8(JSON.stringify(reelChipState(chip))) });
  const files = [
    { name: made.name, bytes: made.bytes },
    { name: 'anchors.pem', bytes: utf8(made.anchors) },
    { name: 'transport-key.txt', bytes: utf8(`${made.transportKey}\n`) },
    { name: 'letter-batch.gif', bytes: letterQr(made.batch) },
    ...made.chips.map(state),
  ];
  const written = await writeFolder(out, files);
  if (!written.ok) return written;
  const json = { reelId: made.reelId, batch: made.batch, chips, bundle: join(out, made.name), anchors: join(out, 'anchors.pem'), transportKeyFile: join(out, 'transport-key.txt'), simulatedChips: made.chips.map(({ chipId }) => ({ chipId, port: `simulated:express@${join(out, `chip-${chipId}.json`)}` })) };
  const lines = [
    `reel ${made.reelId} with ${chips} chips in ${out}`,
    ...json.simulatedChips.map(({ port }) => `--port ${port}`),
    'Its CA is private: use --anchor anchors.pem to check its chains. In the window, drop anchors.pem on Reels.',
    ...(made.chips.length === 0 ? [] : [`For the window, copy a chip's file to ${stateFolder(environment, process.platform)} as simulated-NAME.json. Its board is then in the list.`]),
  ];
  return ok({ json, lines });
};
