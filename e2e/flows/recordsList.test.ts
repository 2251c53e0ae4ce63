import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { recordsTexts } from '../../renderer/records/texts.ts';
import { flow } from '../fixture.ts';
import { makeJournal } from '../harness/benchmark/records.ts';
import { go } from '../pages/window.ts';

// 450 runs of three days, more than are loaded or drawn at once. The last file of the journal cannot be read.

flow('a long list of records: by keyboard to its end, searched, one opened, and a file that cannot be read is named', async ({ open, folders }) => {
  const journal = join(folders.state, 'journal');
  makeJournal(journal, 450, 150);
  symlinkSync(join(journal, 'nowhere'), join(journal, '2026-01-04.jsonl'));
  const workstation = await open();
  const { page } = workstation;
  await go(page, 'Records');
  const list = page.getByRole('grid', { name: 'Runs' });
  const chosen = page.getByRole('row', { selected: true });
  await expect(list).toHaveAttribute('aria-rowcount', '451');
  await page.getByText(recordsTexts.unreadable(['2026-01-04.jsonl'])).waitFor();
  expect(await list.getByRole('row').count()).toBeLessThan(60);

  await list.focus();
  // The oldest run is selected as soon as its page is loaded.
  await page.keyboard.press('End');
  await expect(chosen).toHaveAttribute('aria-rowindex', '451');
  await expect(chosen).toContainText('CN=run 0');
  await page.getByRole('heading', { name: 'Put a key into 0xE0F1' }).waitFor();
  await page.keyboard.press('PageUp');
  await expect(chosen).not.toHaveAttribute('aria-rowindex', '451');
  await page.keyboard.press('Home');
  await expect(chosen).toHaveAttribute('aria-rowindex', '2');
  await expect(chosen).toContainText('CN=run 449');

  // A jump into the middle, as with the scroll bar.
  await list.evaluate((box) => box.scrollTo({ top: box.scrollHeight / 2 }));
  await list.getByRole('row').filter({ hasText: 'CN=run 22' }).first().waitFor();

  // The search finds runs that were never loaded.
  await page.getByLabel('Search').fill('"CN=run 7"');
  await expect(list).toHaveAttribute('aria-rowcount', '12');
  await page.getByText('Found: 11 done, 0 failed, 0 stopped; 11 chips').waitFor();
  await list.getByRole('row').last().click();
  await expect(chosen).toContainText('CN=run 7');
  expect(workstation.complaints).toEqual([]);
});
