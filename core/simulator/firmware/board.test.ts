import { describe, expect, it } from 'vitest';
import { openApplication } from '../../apdu/commands/openApplication.ts';
import { getData } from '../../apdu/commands/getDataObject.ts';
import { Link } from '../../bridge/link.ts';
import { toHex } from '../../bytes/hex.ts';
import { oid } from '../../objects/oid.ts';
import { createChip } from '../chip/chip.ts';
import { profiles } from '../profiles/profiles.ts';
import { testRandom } from '../testing/chips.ts';
import { ManualClock } from '../testing/manualClock.ts';
import { createBoard } from './board.ts';

describe('a board under the real link', () => {
  it('answers', async () => {
    const clock = new ManualClock();
    const chip = createChip({ profile: profiles['trust-m-v3'], random: testRandom(), clock });
    const board = createBoard({ chip, clock, timing: 'datasheet', baud: 115_200 });
    const link = new Link(board.port, { clock });
    const opened = await link.exchange(openApplication());
    expect(opened.ok && toHex(opened.value)).toBe('00000000');
    const uid = await link.exchange(getData(oid(0xe0c2)));
    expect(uid.ok && toHex(uid.value)).toBe('0000001bcd16339301001c000500000a09a413000a002f002e801010712440');
  });
});
