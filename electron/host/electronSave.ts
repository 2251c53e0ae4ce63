import { basename, dirname, join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import { fault } from '../../core/result/fault.ts';
import { err, ok } from '../../core/result/result.ts';
import { safeName, savesInto } from '../files/save.ts';
import { writeAtomic } from '../files/write.ts';
import type { SavesTo } from '../ports.ts';
import { fixedSaveFolder, type Environment } from '../files/folders.ts';

/**
 * Asks where to save. The dialog starts in the folder from Settings, or in the documents folder. With `TRUST_BENCH_SAVE_DIR`, it
 * saves there without asking.
 */
export function savesByDialog(windowOf: () => BrowserWindow | undefined, environment: Environment): SavesTo {
  const fixed = fixedSaveFolder(environment);
  if (fixed !== undefined) return () => savesInto(fixed);
  return (chosenFolder) => async (suggestedName, bytes, { secret = false } = {}) => {
    const name = safeName(suggestedName);
    const options = { defaultPath: join(chosenFolder ?? app.getPath('documents'), name) };
    const window = windowOf();
    const chosen = await (window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
    if (chosen.canceled || chosen.filePath === '') return err(fault('app/not-saved', { file: name }));
    const written = await writeAtomic(chosen.filePath, bytes, secret ? { mode: 0o600 } : {});
    return written.ok ? ok({ name: basename(chosen.filePath), folder: dirname(chosen.filePath) }) : written;
  };
}
