import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { buildTexts } from '../../renderer/datasets/texts.ts';
import { dropFiles } from '../drop.ts';
import { flow } from '../fixture.ts';
import { makeIdentity } from '../pages/files.ts';
import { go } from '../pages/window.ts';

flow('a file dropped on a slot of the builder: its result is in view, and a file of another kind goes to its own slot', async ({ workstation, folders }) => {
  const { page } = workstation;
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folders.base, name);
    writeFileSync(path, content);
    return path;
  };
  const integrity = await makeIdentity(folders.base, 'integrity');
  await page.setViewportSize({ width: 1280, height: 800 });
  await go(page, 'Data sets');
  await page.getByRole('tab', { name: 'Build' }).click();
  const signer = page.getByRole('group', { name: buildTexts.signer, exact: true });
  await signer.scrollIntoViewIfNeeded();
  const dropOnSigner = (...paths: string[]): Promise<void> => dropFiles(page, `[role="group"][aria-label="${buildTexts.signer}"]`, paths);

  await dropOnSigner(file('secret.txt', '5a'.repeat(32)));
  const secret = page.getByRole('group', { name: buildTexts.secret, exact: true });
  await expect(secret).toContainText('secret.txt, 32 bytes');
  await expect(secret).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('alert')).toHaveCount(0);

  await dropOnSigner(file('note.bin', Uint8Array.of(1, 2, 3, 0, 254, 7)));
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The file holds no key. note.bin');
  await expect(alert).toBeInViewport({ ratio: 1 });
  await expect(signer).toBeInViewport({ ratio: 1 });

  await dropOnSigner(integrity.keyPath);
  await expect(signer).toContainText('integrity-key.pem');
  await expect(alert).toHaveCount(0);
  expect(workstation.complaints).toEqual([]);
});
