import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { buildTexts, seriesTexts, studioTexts } from '../../renderer/datasets/texts.ts';
import { keysTexts } from '../../renderer/keys/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { Provision } from '../pages/provision.ts';
import { prepareChip } from '../pages/studio.ts';
import { givePassword, go } from '../pages/window.ts';
import { addKey, Material } from '../harness/secrets/material.ts';
import { openWatched } from '../harness/secrets/watched.ts';
import { any, like } from '../pages/texts.ts';

const opened = (page: Page, name: string) => page.getByRole('heading', { name: new RegExp(name) }).first().waitFor();

async function exportAs(page: Page, ...forms: string[]): Promise<void> {
  for (const form of forms) {
    await page.getByRole('button', { name: form, exact: true }).click();
    await page.getByText(keysTexts.savedAs).waitFor();
  }
}

const choose = (page: Page, field: string, path: string): Promise<void> => page.getByLabel(field, { exact: true }).last().setInputFiles(path);

flow('the studio: sets built with secret and keys, sent, inspected, made as a series', { tag: '@chromium' }, async ({ folders }) => {
  const watched = await openWatched(folders);
  const { page } = watched.workstation;
  const program = new Provision(page);
  const material = new Material(folders, watched.scan);
  const integrity = await material.identity('integrity', 'secp384r1');
  const payload = await material.identity('payload');
  const [secret, aes] = [material.hex('update secret', 32), material.hex('AES key', 16)];
  await program.useSimulatedBoard();
  await prepareChip(watched.workstation, integrity, readFileSync(secret, 'utf8').trim());
  for (const id of ['e0f1', 'e200']) watched.scan.add(`key that was in ${id}`, Buffer.from(new ChipMemory(folders).key(id) ?? '', 'hex'));
  await go(page, 'Data sets');
  await page.getByRole('tab', { name: 'Build' }).click();
  await choose(page, 'Key', payload.keyPath);
  await choose(page, buildTexts.signer, integrity.keyPath);
  await page.getByRole('checkbox', { name: buildTexts.confidential }).check();
  await choose(page, 'Secret', secret);
  await page.getByText(studioTexts.chipStates.accepted).waitFor();
  await page.getByRole('button', { name: buildTexts.build }).click();
  await opened(page, 'P-256 key for 0xE0F1');
  await page.getByText(studioTexts.payloadStates.key).waitFor();
  await exportAs(page, studioTexts.exports.console, studioTexts.exports.file, studioTexts.exports.header, 'JSON');
  await page.getByRole('button', { name: studioTexts.send }).click();
  // The wizard's key is on the chip, so sending another key over it requires the id.
  await program.confirm('E0F1');
  await program.write();
  await program.verdict(runTexts.finishedProved);
  expect(await watched.look(), 'an encrypted set').toEqual([]);

  await go(page, 'Data sets');
  await page.getByRole('tab', { name: 'Series' }).click();
  await page.getByLabel(buildTexts.chooseFile).setInputFiles(material.file('ids.csv', ['cd16336401001c000500000a09a413000a002f002e80100001', 'cd16336401001c000500000a09a413000a002f002e80100002'].join('\n')));
  await page.getByRole('button', { name: seriesTexts.start }).click();
  await page.getByRole('heading', { name: 'Done' }).waitFor();
  expect(await watched.look(), 'a series of encrypted sets').toEqual([]);

  await page.getByRole('tab', { name: 'Build' }).click();
  await choose(page, 'Key', aes);
  await page.getByRole('checkbox', { name: buildTexts.confidential }).uncheck();
  await page.getByText(buildTexts.ready).waitFor();
  await page.getByRole('button', { name: buildTexts.build }).click();
  await opened(page, 'AES-128 key for 0xE200');
  await exportAs(page, studioTexts.exports.console);
  const text = readFileSync(join(folders.save, (await page.getByText(keysTexts.savedAs).textContent())?.match(/Saved as (\S+) in/)?.[1] ?? ''), 'utf8');
  expect(watched.scan.findInText(text), 'the set that was asked for is open').toMatchObject([{ secret: 'AES key' }]);
  watched.allow(/^AES key, .* in .*\/E200-v\d+-\w+\.txt$/);
  expect(await watched.look(), 'an open set').toEqual([]);

  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await program.drop(material.file('open.txt', text));
  await opened(page, 'AES-128 key for 0xE200');
  expect(await watched.look(), 'an open set, inspected').toEqual([]);
  expect(await watched.close()).toEqual([]);
});

flow('the key workshop: an encrypted key opened, keys made, requests, certificates, saved with a password and without', { tag: '@chromium' }, async ({ folders }) => {
  const watched = await openWatched(folders);
  const { page } = watched.workstation;
  const material = new Material(folders, watched.scan);
  const [wrong, password, ours] = [material.text('wrong password', 'Tr0ub4dor-and-three'), material.text('password', 'correct-horse-battery-staple'), material.text('our password', 'paper-clip-under-the-desk')];
  const device = await material.identity('device', 'rsa2048', password);
  await go(page, 'Keys');
  await page.getByLabel(keysTexts.open).setInputFiles(device.keyPath);
  await givePassword(page, basename(device.keyPath), wrong);
  await page.getByRole('alert').filter({ hasText: 'password' }).waitFor();
  await givePassword(page, basename(device.keyPath), password);
  await opened(page, basename(device.keyPath));
  await page.getByText(keysTexts.makeCsr).first().click();
  await page.getByRole('button', { name: keysTexts.makeCsr }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('made here');
  await page.getByRole('button', { name: keysTexts.make }).click();
  await opened(page, 'made here');
  await page.getByRole('button', { name: keysTexts.makeCertificate }).click();
  await page.getByRole('table', { name: 'Certificate' }).waitFor();
  watched.allow(/^(wrong )?password, .* in request of keys\/open$/, /^our password, .* in request of keys\/save$/);
  expect(await watched.look(), 'opened and made').toEqual([]);

  await page.getByLabel('Password', { exact: true }).focus();
  await page.keyboard.type(ours);
  await page.keyboard.press('Enter');
  await page.getByText(like(keysTexts.savedTo('made here-key.pem', any))).first().waitFor();
  expect(await watched.look(), 'saved with a password').toEqual([]);
  await page.getByRole('button', { name: keysTexts.saveKey }).click();
  await page.getByText(like(keysTexts.savedTo('made here-key (2).pem', any))).first().waitFor();
  addKey(watched.scan, 'key that was made', readFileSync(join(folders.save, 'made here-key (2).pem'), 'utf8'));
  watched.allow(/^key that was made, .* in .*\/made here-key \(2\)\.pem$/);
  await page.getByRole('button', { name: keysTexts.useSet }).click();
  await page.getByText(like(buildTexts.withCertificate(any))).waitFor();
  expect(await watched.look(), 'saved without').toEqual([]);
  expect([watched.sent('password', 'request of keys/open'), watched.sent('our password', 'request of keys/save')], 'each told once').toEqual([1, 1]);
  expect(await watched.close()).toEqual([]);
});
