import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { expect } from 'playwright/test';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { letterQr } from '../../electron/simulated/sample/letterQr.ts';
import { reachTexts } from '../../renderer/chip/authorization/texts.ts';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { dropFiles } from '../drop.ts';
import { flow } from '../fixture.ts';
import { chipFile, makeReel, Reels } from '../pages/reels.ts';
import { saveTrace } from '../pages/window.ts';
import { Material } from '../harness/secrets/material.ts';
import { addReel, bindingSecretOf, referenceOf } from '../harness/secrets/reel.ts';
import { openWatched } from '../harness/secrets/watched.ts';
import { any, like } from '../pages/texts.ts';

/** Holds down the button of a secret, reads the shown text, and releases it. */
async function hold({ page }: Reels, secret: string): Promise<string> {
  const button = page.getByRole('button', { name: reelsTexts.hold(secret) });
  await button.hover();
  await page.mouse.down();
  const shown = button.locator('xpath=../p');
  await shown.waitFor();
  const text = (await shown.textContent()) ?? '';
  await page.mouse.up();
  await shown.waitFor({ state: 'hidden' });
  return text;
}

flow('a reel: keys wrong and right, secrets held and released, exported, used; nothing else of them anywhere', { tag: '@chromium' }, async ({ folders }) => {
  const watched = await openWatched(folders);
  const { page } = watched.workstation;
  const material = new Material(folders, watched.scan);
  const reel = await makeReel(folders);
  const { made, chip } = reel;
  addReel(watched.scan, reel.made);
  const wrong = material.text('wrong transport key', 'fedcba9876543210');
  const reels = new Reels(page);
  await reels.open(reel.bundle);
  await reels.type(wrong);
  await page.getByRole('alert').filter({ hasText: say(fault('bundle/wrong-key', { file: '' })).what }).waitFor();
  await reels.type(made.transportKey);
  await reels.unlocked();
  watched.allow(/^(wrong )?transport key, .* in request of reels\/unlock$/);
  expect(await watched.look(), 'unlocked').toEqual([]);
  expect([watched.sent('transport key', 'request of reels/unlock'), watched.sent('wrong transport key', 'request of reels/unlock')], 'each told once').toEqual([1, 1]);

  await page.getByTestId('reel-rows').getByRole('row').first().click();
  const row = made.secrets.toSorted((a, b) => (a.chipId < b.chipId ? -1 : 1))[0];
  expect(row?.chipId, 'what is shown is of the one chip').toBe(chip.chipId);
  expect(await hold(reels, reelsTexts.secretNames.pbs)).toBe(row?.pbs);
  expect(await hold(reels, reelsTexts.secretNames.auto)).toBe(row?.auto);
  for (const secret of [bindingSecretOf(chip.chipId), referenceOf(chip.chipId)]) watched.allow(new RegExp(`^${secret}, .* in reply of reels/show-secret$`));
  expect(await watched.look(), 'held and released').toEqual([]);

  await page.getByRole('button', { name: reelsTexts.exportSecrets }).click();
  await page.getByRole('radio', { name: /JSON/ }).check();
  await page.getByLabel(reelsTexts.recipient).fill(await identityToRecipient(await generateIdentity()));
  await page.getByRole('button', { name: reelsTexts.save }).click();
  await page.getByText(like(reelsTexts.saved(`secrets-${made.reelId}.json.age`, any))).waitFor();
  await page.getByRole('button', { name: reelsTexts.exportList }).click();
  await page.getByText(`reel-${made.reelId}.csv`).waitFor();
  expect(await watched.look(), 'exported to a recipient').toEqual([]);

  await reels.connect(reel.port);
  await reels.panel.waitFor();
  await reels.bindAndAuthorize();
  await saveTrace(page);
  const memory = watched.scan.find(readFileSync(join(folders.state, chipFile)));
  expect(memory.map(({ secret }) => secret).toSorted(), 'a chip holds its own').toEqual([referenceOf(chip.chipId), bindingSecretOf(chip.chipId)]);
  expect(await watched.look(), `${chip.chipId} is authorized`).toEqual([]);
  await page.getByRole('button', { name: reelsTexts.close }).click();
  await page.getByText(reelsTexts.emptyTitle).waitFor();
  expect(await watched.look(), 'closed').toEqual([]);
  expect(await watched.close()).toEqual([]);
});

flow('a transport key from a picture and from files; a header in clear; a reference from a file', { tag: '@chromium' }, async ({ folders }) => {
  const watched = await openWatched(folders);
  const { page } = watched.workstation;
  const material = new Material(folders, watched.scan);
  const reel = await makeReel(folders);
  addReel(watched.scan, reel.made);
  const reels = new Reels(page);
  await reels.open(reel.bundle);
  await page.getByLabel(reelsTexts.keyFile).last().setInputFiles(material.file('wrong.txt', material.text('wrong transport key', 'fedcba9876543210')));
  await page.getByRole('alert').filter({ hasText: say(fault('bundle/wrong-key', { file: '' })).what }).waitFor();
  await dropFiles(page, 'main', [material.file('key.gif', letterQr(reel.made.transportKey))]);
  await page.getByText(reelsTexts.qrKey).waitFor();
  await page.getByRole('button', { name: reelsTexts.unlock }).click();
  await reels.unlocked();
  watched.allow(/^transport key, .* in request of reels\/unlock$/);
  expect(await watched.look(), 'unlocked with a picture').toEqual([]);
  await page.getByRole('button', { name: reelsTexts.close }).click();
  await reels.open(reel.bundle);
  await page.getByLabel(reelsTexts.keyFile).last().setInputFiles(material.file('key.txt', `${reel.made.transportKey}\r\n`));
  await reels.unlocked();
  expect(await watched.look(), 'unlocked with a file').toEqual([]);

  await page.getByRole('button', { name: reelsTexts.exportSecrets }).click();
  await page.getByRole('radio', { name: reelsTexts.clear }).check();
  await page.getByLabel(reelsTexts.typeReel(reel.made.reelId)).fill(reel.made.reelId);
  await page.getByRole('button', { name: reelsTexts.saveClear }).click();
  await page.getByText(like(reelsTexts.saved(`secrets-${any}`, any))).waitFor();
  const clear = readdirSync(folders.save).filter((name) => name.startsWith('secrets-'));
  expect(clear.map((name) => statSync(join(folders.save, name)).mode & 0o777)).toEqual([0o600]);
  watched.allow(/ in .*\/secrets-\w+\.(h|json|csv)$/);
  await reels.connect(reel.port);
  await page.getByLabel(reachTexts.withFile).last().setInputFiles(material.file('reference.txt', reel.chip.auto));
  await reels.panel.getByRole('alert').waitFor();
  expect(await watched.look(), 'a reference from a file, refused').toEqual([]);
  expect(await watched.close()).toEqual([]);
});
