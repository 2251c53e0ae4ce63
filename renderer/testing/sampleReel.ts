import type { ReelView } from '../../core/contract/reels.ts';
import { openProgram } from '../../electron/app/testing/program.ts';
import { nodeRandomness } from '../../electron/serial/randomness.ts';
import { makeSampleBundle } from '../../electron/simulated/sample/sampleBundle.ts';

/** A locked reel of one chip, in the form in which the program sends it after opening its bundle. */
export async function sampleReel(): Promise<ReelView> {
  const sample = await makeSampleBundle({ chips: 1, simulated: 0, outer: '7z', hideNames: false, random: nodeRandomness, now: new Date() });
  const program = await openProgram();
  try {
    return await program.ok('reels/open', { tickets: [await program.take(sample.name, sample.bytes)] });
  } finally {
    await program.close();
  }
}
