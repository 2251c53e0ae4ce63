import { join } from 'node:path';
import { say, sayLine } from '../../core/result/say.ts';
import { settingsIn } from '../app/settings/index.ts';
import { stateFolder } from '../files/folders.ts';
import type { Journal } from '../journal/journal.ts';
import { openJournal } from '../journal/openJournal.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import type { Context } from './context.ts';
import { warn } from './io.ts';

/** The journal's folder: `TRUST_BENCH_JOURNAL`, otherwise the window's. */
function journalFolder(environment: Context['environment']): string {
  const asked = environment['TRUST_BENCH_JOURNAL'];
  return asked !== undefined && asked !== '' ? asked : join(stateFolder(environment, process.platform), 'journal');
}

/** The journal that a command writes. Its irregularities are reported on stderr. */
export function journalOf({ environment, io, operator }: Pick<Context, 'environment' | 'io' | 'operator'>): Journal {
  const state = stateFolder(environment, process.platform);
  return openJournal(state, nodeRandomness, () => new Date(), {
    folder: journalFolder(environment),
    operator: async () => operator ?? (await settingsIn(state)).operator,
    onNotice: (notice) => warn(io, `${sayLine(notice)} ${say(notice).todo}`),
  });
}
