import { basename, dirname, join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import { fault } from '../../core/result/fault.ts';
import { err, ok } from '../../core/result/result.ts';
import { safeName, savesInto } from '../files/save.ts';
import { writeAtomic } from '../files/write.ts';
import type { SaveFile } from '../ports.ts';
import type { Environment } from '../files/folders.ts';

/** Asks where to save. With `TRUST_BENCH_SAVE_DIR` it saves there without asking. */
export function savesByDialog(windowOf: () => BrowserWindow | undefined, environment: Environment): SaveFile {
  const fixed = environment['TRUST_BENCH_SAVE_DIR'];
  if (fixed !== undefined && fixed !== '') return savesInto(fixed);
  return async (suggestedName, bytes, { secret = false } = {}) => {
    const name = safeName(suggestedName);
    const options = { defaultPath: join(app.getPath('documents'), name) };
    const window = windowOf();
    const chosen = await (window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
    if (chosen.canceled || chosen.filePath === '') return err(fault('app/not-saved', { file: name }));
    const written = await writeAtomic(chosen.filePath, bytes, secret ? { mode: 0o600 } : {});
    return written.ok ? ok({ name: basename(chosen.filePath), folder: dirname(chosen.filePath) }) : written;
  };
}
