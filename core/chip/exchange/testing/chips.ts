import { must } from '../../../result/result.ts';
import { twinPort } from '../../../plan/twin.ts';
import type { ProfileName } from '../../../simulator/profiles/profiles.ts';
import { openChip, testRandom, type TestChip } from '../../../simulator/testing/chips.ts';
import { Chip } from '../../chip.ts';
import { readIdentity, type ChipSnapshot } from '../../snapshot.ts';
import { readWholeChip, type WholeChip } from '../wholeChip.ts';

export interface Connected {
  readonly test: TestChip;
  readonly chip: Chip;
  readonly identity: ChipSnapshot;
  whole(): Promise<WholeChip>;
  readonly tools: { readonly random: ReturnType<typeof testRandom>; readonly clock: TestChip['clock'] };
}

/** For tests: a simulated chip with its application open, with typed calls. */
export async function connect(name: ProfileName): Promise<Connected> {
  const test = await openChip(name);
  const chip = new Chip(twinPort(test.chip));
  const identity = must(await readIdentity(chip));
  return {
    test,
    chip,
    identity,
    whole: async () => must(await readWholeChip(chip, identity)),
    tools: { random: testRandom(), clock: test.clock },
  };
}
