import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { wholeTexts } from '../../renderer/chip/exchange/texts.ts';
import { metadataTexts } from '../../renderer/objects/metadata/texts.ts';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { Objects } from '../pages/objects.ts';
import { Provision } from '../pages/provision.ts';
import { go, saveTrace } from '../pages/window.ts';
import { Material } from '../harness/secrets/material.ts';
import { openWatched, type Watched } from '../harness/secrets/watched.ts';
import { any, like } from '../pages/texts.ts';

/** Makes 0xF1D7 an object for a readable secret. */
async function makeSecretObject(objects: Objects): Promise<void> {
  const { page } = objects;
  await objects.pick('0xF1D7');
  await objects.tab('Metadata');
  await objects.tab('Form');
  await page.getByLabel(metadataTexts.type).selectOption({ label: 'pre-shared secret' });
  await page.getByRole('button', { name: metadataTexts.review }).click();
  await objects.run();
}

/** The object is readable, so its id must be typed. */
async function writeFrom(objects: Objects, path: string): Promise<void> {
  const { page } = objects;
  await objects.tab('Content');
  await page.getByRole('region', { name: 'Write', exact: true }).locator('input[type=file]').setInputFiles(path);
  await page.getByRole('button', { name: objectsTexts.reviewWrite }).click();
  await objects.run('0xF1D7');
}

async function exportWhole({ workstation: { page, folders } }: Watched): Promise<string> {
  await go(page, 'Chip');
  await page.getByRole('button', { name: wholeTexts.exportJson }).click();
  const name = (await page.getByText(like(wholeTexts.saved(`chip-${any}.json`, any))).textContent())?.match(/chip-\w+\.json/)?.[0] ?? '';
  return join(folders.save, name);
}

/**
 * Presses "Hide it" if the button is there. Playwright's own search is not used: it compares the page's texts with
 * regular expressions, and the engine would keep the last text.
 */
const hideSecret = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const button = [...document.querySelectorAll('section[aria-label="Content"] button')].find(({ textContent }) => textContent === 'Hide it');
    if (button instanceof HTMLElement) button.click();
    return button !== undefined;
  });

flow('a secret object: written from a file and never shown, compared, exported; with the whole chip; imported', { tag: '@chromium' }, async ({ folders }) => {
  const watched = await openWatched(folders);
  const { page } = watched.workstation;
  const material = new Material(folders, watched.scan);
  const [first, second] = [material.hex('secret of the object', 32), material.hex('secret to import', 32)];
  const objects = new Objects(page);
  await objects.open('simulated:express');
  await objects.read();
  await makeSecretObject(objects);
  await writeFrom(objects, first);
  await page.getByText('This program wrote a secret into it, so it is not shown.').waitFor();
  expect(await page.getByRole('button', { name: objectsTexts.reveal }).count()).toBe(0);
  expect(await watched.look(), 'written').toEqual([]);

  for (const path of [first, second]) {
    await page.locator('input[aria-label="Compare with a file"]').setInputFiles(path);
    await page.getByText(path === first ? /are equal \(\d+ bytes\)/ : /They differ\./).waitFor();
  }
  await page.getByRole('button', { name: 'Export: Hex, 0xF1D7' }).click();
  await page.getByText(like(objectsTexts.saved(`${any}f1d7.hex`, any))).waitFor();
  watched.allow(/^secret of the object, .* in .*\/[\w-]*f1d7\.hex$/i);
  expect(await watched.look(), 'compared and exported').toEqual([]);

  const whole = await exportWhole(watched);
  expect(statSync(whole).mode & 0o777, 'a file with a secret is for its owner alone').toBe(0o600);
  watched.allow(/^secret of the object, .* in .*\/chip-\w+\.json$/);
  const other = JSON.parse(readFileSync(whole, 'utf8')) as Record<string, { data?: string }>;
  other['f1d7'] = { ...other['f1d7'], data: readFileSync(second, 'utf8').trim() };
  const program = new Provision(page);
  await program.drop(material.file('other-chip.json', JSON.stringify(other)));
  await page.getByRole('heading', { name: wholeTexts.file('other-chip.json') }).waitFor();
  await page.getByRole('button', { name: wholeTexts.importIt }).click();
  await page.getByText(reviewTexts.went).waitFor();
  await page.getByRole('button', { name: reviewTexts.save }).click();
  await page.getByText(like(reviewTexts.saved('plan.json', any))).waitFor();
  expect(await watched.look(), 'an import, reviewed').toEqual([]);
  await program.write();
  await program.verdict(runTexts.finishedProved);
  expect(Buffer.from(new ChipMemory(folders, 'trust-m-express').data('f1d7'))).toEqual(Buffer.from(readFileSync(second, 'utf8').trim(), 'hex'));
  await saveTrace(page);
  expect(await watched.look(), 'an import, done').toEqual([]);
  expect(await watched.close()).toEqual([]);
});

flow('a secret that is typed: gone once it is on its way; shown and hidden', { tag: '@chromium' }, async ({ folders }) => {
  const watched = await openWatched(folders);
  const { page } = watched.workstation;
  const path = new Material(folders, watched.scan).hex('typed secret', 32);
  const objects = new Objects(page);
  await objects.open('simulated:express');
  await objects.read();
  await makeSecretObject(objects);
  await objects.tab('Content');
  await page.getByLabel(objectsTexts.typedHex).focus();
  await page.keyboard.insertText(readFileSync(path, 'utf8').trim());
  await page.getByRole('button', { name: objectsTexts.reviewWrite }).click();
  await objects.run();
  watched.allow(/^typed secret, .* in request of plan\/from-edit$/);
  await page.getByText(objectsTexts.secretTitle).waitFor();
  expect(await watched.look(), 'written').toEqual([]);

  await page.getByRole('button', { name: objectsTexts.reveal }).click();
  await expect.poll(() => hideSecret(page)).toBe(true);
  await page.getByText(objectsTexts.secretTitle).waitFor();
  watched.allow(/^typed secret, .* in reply of objects\/read, revealed$/);
  expect(watched.sent('typed secret', 'reply of objects/read, revealed'), 'it was shown').toBe(1);
  expect(await watched.look(), 'shown and hidden').toEqual([]);
  expect(await watched.close()).toEqual([]);
});
