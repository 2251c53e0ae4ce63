import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-dialog-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Electron's dialog: records where it starts, and answers with a path. The real package would start a download in plain Node. */
const dialog = vi.hoisted(() => ({ starts: [] as string[], answer: '' }));
vi.mock('electron', () => ({
  app: { getPath: () => '/documents' },
  dialog: {
    showSaveDialog: ({ defaultPath }: { defaultPath: string }) => {
      dialog.starts.push(defaultPath);
      return Promise.resolve({ canceled: dialog.answer === '', filePath: dialog.answer });
    },
  },
}));
const { savesByDialog } = await import('./electronSave.ts');
const content = new TextEncoder().encode('x');

it('the dialog starts in the folder of the settings, else in the documents folder; the answer says where the file was saved', async () => {
  const savesTo = savesByDialog(() => undefined, {});
  dialog.answer = join(folder, 'other.html');
  expect(await savesTo('/chosen')('report.html', content)).toEqual({ ok: true, value: { name: 'other.html', folder } });
  expect(readFileSync(join(folder, 'other.html'), 'utf8')).toBe('x');
  dialog.answer = '';
  expect(await savesTo(undefined)('report.html', content)).toMatchObject({ ok: false, fault: { code: 'app/not-saved' } });
  expect(dialog.starts).toEqual([join('/chosen', 'report.html'), join('/documents', 'report.html')]);
});

it('the folder of the environment: no dialog', async () => {
  const fixed = join(folder, 'fixed');
  dialog.starts.length = 0;
  expect(await savesByDialog(() => undefined, { TRUST_BENCH_SAVE_DIR: fixed })('/chosen')('report.html', content)).toEqual({ ok: true, value: { name: 'report.html', folder: fixed } });
  expect([existsSync(join(fixed, 'report.html')), dialog.starts]).toEqual([true, []]);
});
