import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { hex } from '../../core/bytes/hex.ts';
import { writeConsoleText } from '../../core/update/text.ts';
import { appTexts } from '../../renderer/app/texts.ts';
import { jobTexts, sourceTitles } from '../../renderer/jobs/texts.ts';
import { keysTexts } from '../../renderer/keys/texts.ts';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { settingsTexts } from '../../renderer/settings/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';
import { nextTexts } from '../../renderer/wizard/next/texts.ts';
import { flow, root } from '../fixture.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { Sizes } from '../pages/sizes.ts';
import { paste } from '../pages/studio.ts';
import { go } from '../pages/window.ts';

// From 1024 x 700 to 4K, at 100, 150 and 200 %: nothing is out of sight, cut, or scrolls sideways.

flow('every size: the wizard, its dialogs, review and report', async ({ workstation, folders }) => {
  const { page } = workstation;
  const sizes = new Sizes(page);
  const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
  const devices = join(folders.base, 'devices');
  mkdirSync(devices);
  for (const name of ['one', 'two', 'three']) await makeIdentity(devices, name);
  const program = new Provision(page);
  await page.getByRole('heading', { level: 1, name: /^0\/7/ }).waitFor();
  await sizes.look('start');
  await program.useSimulatedBoard();
  for (const [opener, name] of [[wizardTexts.startOver, 'start over'], [appTexts.shortcutsButton, 'shortcuts']] as const) {
    await page.getByRole('button', { name: opener, exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await sizes.look(name);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Alt+b');
  await page.getByRole('button', { name: appTexts.checkLink }).click();
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
  await sizes.look('the connection checked');
  await page.keyboard.press('Escape');
  await program.drop(device.keyPath, device.certificatePath, integrity.keyPath, integrity.certificatePath);
  await page.getByRole('dialog').waitFor();
  await sizes.look('which is which');
  await page.keyboard.press('Escape');
  await program.give(device);
  await sizes.look('step 0');
  await program.next();
  await program.step(1);
  await program.give(integrity);
  await program.choose(wizardTexts.lockAnchorYes.title);
  await sizes.look('step 1');
  await program.drop(devices);
  await page.getByRole('button', { name: nextTexts.work(3) }).waitFor();
  await sizes.look('a folder of pairs');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /2\/7/ }).click();
  await program.choose(/^Yes/);
  for (const step of [2, 3, 4, 5]) {
    await page.getByRole('button', { name: new RegExp(`${step}/7`) }).click();
    await program.step(step);
    await sizes.look(`step ${step}`);
  }
  await page.getByRole('button', { name: /2\/7/ }).click();
  await program.choose(/^No/);
  for (const step of [6, 7]) {
    await page.getByRole('button', { name: new RegExp(`${step}/7`) }).click();
    await program.step(step);
    await sizes.look(`step ${step}`);
  }
  await program.review();
  await sizes.look('review');
  await program.confirm('E0E3');
  await program.write();
  await program.verdict(runTexts.finishedProved);
  await sizes.look('report');
  await page.getByRole('button', { name: jobTexts.make }).click();
  await page.getByRole('combobox', { name: /^Send/ }).selectOption({ label: sourceTitles.pairs });
  await page.getByRole('combobox', { name: jobTexts.serials }).selectOption({ label: jobTexts.serialRules.list });
  await sizes.look('make this a job');
  expect(sizes.findings).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});

const seeds = JSON.parse(readFileSync(join(root, 'core/update/testing/seedDatasets.json'), 'utf8')) as { data_sets: { manifest: string; fragments: string[] }[] };

flow('every size: the other areas and their dialogs', async ({ workstation }) => {
  const { page } = workstation;
  const sizes = new Sizes(page);
  const program = new Provision(page);
  await program.useSimulatedBoard();
  await go(page, 'Objects');
  await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).waitFor();
  await sizes.look('Objects');
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await sizes.look('Objects, the map');
  await page.getByRole('button', { name: 'List', exact: true }).click();
  for (const [id, tabs] of [['0xE0E2', ['Content', 'Metadata']], ['0xE0F2', ['Key']], ['0xE120', ['Counter']]] as const) {
    await page.getByTestId(`object-${id}`).click();
    for (const tab of tabs) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await sizes.look(`Objects, ${tab}`);
    }
  }
  await go(page, 'Chip');
  await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).waitFor();
  await sizes.look('Chip');
  await go(page, 'Keys');
  await page.getByRole('button', { name: keysTexts.make }).click();
  await page.getByRole('button', { name: keysTexts.makeCertificate }).click();
  await page.getByRole('table', { name: 'Certificate' }).waitFor();
  await sizes.look('Keys');
  await go(page, 'Data sets');
  const [set] = seeds.data_sets;
  await paste(page, writeConsoleText({ manifest: hex(set?.manifest ?? ''), fragments: set?.fragments.map(hex) ?? [] }));
  await page.getByRole('heading', { name: /key for 0xE0F/ }).waitFor();
  await sizes.look('Data sets, Inspect');
  for (const tab of ['Build', 'Series']) {
    await page.getByRole('tab', { name: tab }).click();
    await sizes.look(`Data sets, ${tab}`);
  }
  await go(page, 'Reels');
  await sizes.look('Reels, empty');
  await page.getByRole('button', { name: reelsTexts.trySample }).click();
  await page.getByTestId('reel-rows').getByRole('row').first().waitFor();
  await sizes.look('Reels');
  await page.getByRole('button', { name: reelsTexts.exportSecrets }).first().click();
  await page.getByRole('dialog').waitFor();
  await sizes.look('Reels, secrets to a file');
  await page.keyboard.press('Escape');
  await go(page, 'Records');
  await sizes.look('Records');
  await page.keyboard.press('Alt+t');
  await sizes.look('trace');
  await page.keyboard.press('Alt+t');
  await go(page, 'Settings');
  await sizes.look('Settings');
  await page.getByRole('button', { name: settingsTexts.licencesOpen }).click();
  await page.getByRole('dialog').waitFor();
  await sizes.look('licences');
  expect(sizes.findings).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});
