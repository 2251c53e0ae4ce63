import { createPrivateKey } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { hex } from '../../core/bytes/hex.ts';
import { writeConsoleText } from '../../core/update/text.ts';
import { appTexts } from '../../renderer/app/texts.ts';
import { boardTexts } from '../../renderer/board/texts.ts';
import { jobTexts, sourceTitles } from '../../renderer/jobs/texts.ts';
import { keysTexts } from '../../renderer/keys/texts.ts';
import { filterTexts } from '../../renderer/objects/filterTexts.ts';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { settingsTexts } from '../../renderer/settings/texts.ts';
import { nextTexts } from '../../renderer/wizard/next/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';
import { flow, root } from '../fixture.ts';
import { Accessibility } from '../pages/accessibility.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { makeReel, Reels } from '../pages/reels.ts';
import { paste } from '../pages/studio.ts';
import { givePassword, go } from '../pages/window.ts';

// Every screen and state in light and dark, without an accessibility problem.

flow('accessible: the empty window, room by room, and what opens over it', async ({ workstation }) => {
  const { page } = workstation;
  const seen = new Accessibility(page);
  await page.getByRole('heading', { level: 1, name: /^0\/7/ }).waitFor();
  await seen.look('start without a board');
  for (const room of ['Objects', 'Chip', 'Data sets', 'Keys', 'Reels', 'Records', 'Settings'] as const) {
    await go(page, room);
    await seen.look(`${room}, empty`);
  }
  await go(page, 'Data sets');
  for (const tab of ['Build', 'Series'] as const) {
    await page.getByRole('tab', { name: tab }).click();
    await seen.look(`Data sets, ${tab}`);
  }
  await page.keyboard.press('Alt+t');
  await seen.look('trace, empty');
  await page.keyboard.press('Alt+t');
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await seen.look('shortcuts');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+b');
  await page.getByLabel(appTexts.typedPath).waitFor();
  await seen.look('boards');
  await page.getByLabel(appTexts.typedPath).fill('/dev/null');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('alert').first().waitFor();
  await seen.look('boards, no bridge');
  expect(seen.findings).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});

flow('accessible: the wizard, its review, run and report, and the next chip', async ({ workstation, folders }) => {
  const { page } = workstation;
  const seen = new Accessibility(page);
  const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
  const secret = join(folders.base, 'secret.txt');
  writeFileSync(secret, '5a'.repeat(32));
  const devices = join(folders.base, 'devices');
  mkdirSync(devices);
  const pairs = [await makeIdentity(devices, 'one'), await makeIdentity(devices, 'two')];
  const program = new Provision(page);
  await program.useSimulatedBoard();
  await seen.look('step 0, connected');
  await page.getByRole('button', { name: wizardTexts.startOver }).click();
  await seen.look('start over');
  await page.keyboard.press('Escape');
  await program.drop(device.keyPath, device.certificatePath, integrity.keyPath, integrity.certificatePath);
  await page.getByRole('dialog').waitFor();
  await seen.look('which is which');
  await page.keyboard.press('Escape');
  await program.give(device);
  await seen.look('step 0, a pair');
  await program.next();
  await program.step(1);
  await seen.look('step 1, empty');
  await program.give(integrity);
  await program.choose(wizardTexts.lockAnchorYes.title);
  await seen.look('step 1, a pair, locked');
  // With an integrity pair already there, two more pairs are for two chips.
  await program.drop(devices);
  await page.getByRole('button', { name: nextTexts.work(pairs.length) }).waitFor();
  await seen.look('a folder of pairs');
  await page.getByRole('button', { name: nextTexts.work(pairs.length) }).click();
  await program.step(0);
  await seen.look('step 0, pairs');
  await program.next();
  await program.step(1);
  await program.next();
  await program.step(2);
  await program.choose(/^Yes/);
  await seen.look('step 2');
  await program.next();
  for (const step of [3, 4, 5]) {
    await program.step(step);
    if (step === 5) await program.drop(secret);
    await seen.look(`step ${step}`);
    if (step < 5) await program.next();
  }
  await page.getByRole('button', { name: /^Next: / }).and(page.locator(':enabled')).click();
  await program.step(6);
  await program.choose('Both');
  await seen.look('step 6');
  await program.next();
  await program.step(7);
  await seen.look('step 7');
  await program.review();
  await seen.look('review with locks');
  for (const field of await page.getByRole('textbox', { name: /^Type 0x/ }).all()) {
    const label = (await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent)) ?? '';
    await field.fill(/0x[0-9A-F]{4}/.exec(label)?.[0] ?? '');
  }
  await program.write();
  await program.verdict(runTexts.finishedProved);
  await seen.look('report');
  await page.getByRole('button', { name: jobTexts.make }).click();
  await page.getByRole('combobox', { name: /^Send/ }).selectOption({ label: sourceTitles.pairs });
  await page.getByRole('combobox', { name: jobTexts.serials }).selectOption({ label: jobTexts.serialRules.list });
  await seen.look('make this a job');
  await page.getByRole('button', { name: jobTexts.back.run }).click();
  await program.verdict(runTexts.finishedProved);
  await page.keyboard.press('Alt+b');
  await page.getByLabel(appTexts.typedPath).waitFor();
  await seen.look('report with the boards open');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: runTexts.nextChip }).click();
  await page.getByRole('heading', { level: 1, name: nextTexts.insertTitle }).waitFor();
  await seen.look('next chip');
  await go(page, 'Records');
  await page.getByRole('row', { name: /done/ }).first().waitFor();
  await seen.look('Records, a list');
  await page.getByRole('row', { name: /done/ }).first().click();
  await page.getByText(/verifies it/).first().waitFor();
  await seen.look('Records, one open');
  await page.keyboard.press('Alt+t');
  await seen.look('trace with rows');
  expect(seen.findings).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});

const seeds = JSON.parse(readFileSync(join(root, 'core/update/testing/seedDatasets.json'), 'utf8')) as { data_sets: { manifest: string; fragments: string[] }[] };

flow('accessible: objects, chip, keys, data sets and reels with something in them', async ({ workstation, folders }) => {
  const { page } = workstation;
  const seen = new Accessibility(page);
  const reel = await makeReel(folders);
  const program = new Provision(page);
  await program.useSimulatedBoard();
  await go(page, 'Objects');
  await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).waitFor();
  await seen.look('Objects, the list');
  for (const [id, tabs] of [['0xE0E1', ['Metadata', 'Content']], ['0xE0F2', ['Key']], ['0xF1D0', ['Content', 'Metadata']], ['0xE120', ['Counter']]] as const) {
    await page.getByTestId(`object-${id}`).click();
    await page.getByRole('heading', { level: 2, name: new RegExp(`^${id}`) }).waitFor();
    await seen.look(`Objects, ${id}`);
    for (const tab of tabs) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await seen.look(`Objects, ${id}, ${tab}`);
    }
  }
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await seen.look('Objects, the map beside an object');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await seen.look('Objects, the map, a tile looked at');
  await page.getByLabel(filterTexts.search).fill('nothing like it');
  await page.getByText(filterTexts.none).waitFor();
  await seen.look('Objects, the map, nothing found');
  await page.getByRole('button', { name: filterTexts.showAll }).click();
  await go(page, 'Chip');
  await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).waitFor();
  await seen.look('Chip');
  await page.keyboard.press('Alt+b');
  await page.getByRole('button', { name: appTexts.checkLink }).click();
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
  await seen.look('the connection checked');
  await page.keyboard.press('Escape');

  await go(page, 'Keys');
  await page.getByRole('button', { name: keysTexts.make }).click();
  await page.getByRole('button', { name: keysTexts.makeCertificate }).click();
  await page.getByRole('table', { name: 'Certificate' }).waitFor();
  await seen.look('Keys, a key with its certificate');

  await go(page, 'Data sets');
  const [set] = seeds.data_sets;
  await paste(page, writeConsoleText({ manifest: hex(set?.manifest ?? ''), fragments: set?.fragments.map(hex) ?? [] }));
  await page.getByRole('heading', { name: /key for 0xE0F/ }).waitFor();
  await seen.look('Data sets, one inspected');
  for (const tab of ['Build', 'Series']) {
    await page.getByRole('tab', { name: tab }).click();
    await seen.look(`Data sets, ${tab}, connected`);
  }

  const reels = new Reels(page);
  await reels.open(reel.bundle);
  await seen.look('Reels, one locked');
  await reels.type(reel.made.transportKey);
  await reels.unlocked();
  await seen.look('Reels, one open');
  await page.getByTestId('reel-rows').getByRole('row').first().click();
  await page.getByRole('button', { name: reelsTexts.header }).waitFor();
  await seen.look('Reels, a chip chosen');
  await page.getByRole('button', { name: reelsTexts.header }).click();
  await seen.look('Reels, the export');
  await page.keyboard.press('Escape');
  expect(seen.findings).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});

flow('accessible: a password, a run in progress, a lost board, a filtered trace, what Settings keep', async ({ open, folders }) => {
  // The first write is done without an answer, so that the run waits; in the second one the board is pulled out.
  const workstation = await open({ TRUST_BENCH_SIM_FAULTS: 'silence@SetDataObject#1,unplug@SetDataObject#2:during' });
  const { page } = workstation;
  const seen = new Accessibility(page);
  const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
  const locked = join(folders.base, 'locked.pem');
  writeFileSync(locked, createPrivateKey(readFileSync(device.keyPath)).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'staple' }));
  const program = new Provision(page);
  await program.useSimulatedBoard();
  await program.drop(locked);
  await page.getByLabel(wizardTexts.password('locked.pem')).waitFor();
  await seen.look('a password is asked for');
  await givePassword(page, 'locked.pem', 'wrong');
  await page.getByRole('alert').first().waitFor();
  await seen.look('a wrong password');
  await page.getByRole('button', { name: wizardTexts.startOver }).click();
  await page.getByRole('button', { name: wizardTexts.startOverYes }).click();
  await page.getByRole('button', { name: nextTexts.trySample }).click();
  await page.getByText(wizardTexts.belong).waitFor();
  await seen.look('the sample pair');
  await program.next();
  await program.step(1);
  await program.give(integrity);
  await page.getByRole('button', { name: /7\/7/ }).click();
  await program.review();
  await program.write();
  await page.getByRole('heading', { level: 1, name: runTexts.running }).waitFor();
  await seen.look('a run in progress');
  await program.verdict(runTexts.failed);
  await page.getByRole('alert').filter({ hasText: 'The board is disconnected.' }).waitFor();
  await seen.look('a lost board, the run not finished');
  await page.keyboard.press('Alt+t');
  await page.getByLabel('Filter').fill('SetDataObject');
  await seen.look('trace, filtered');
  await page.getByLabel('Filter').fill('nothing has this name');
  await seen.look('trace, nothing matches');
  await page.keyboard.press('Alt+t');
  await go(page, 'Records');
  await page.getByRole('row', { name: /failed/ }).first().click();
  await seen.look('Records, a failed run');
  await page.getByLabel('Search').fill('no such run');
  await page.getByRole('row', { name: /failed/ }).waitFor({ state: 'detached' });
  await seen.look('Records, nothing found');
  await go(page, 'Settings');
  await page.getByRole('button', { name: settingsTexts.takeAnswers }).click();
  await page.getByLabel('Operator').fill('Ada');
  await page.getByLabel(settingsTexts.ignoredPorts).fill('/dev/ttyS0, 0A0B0C0D');
  await page.keyboard.press('Enter');
  await seen.look('Settings, kept');
  const kept = { value: { operator: 'Ada', ignoredPorts: ['/dev/ttyS0', '0A0B0C0D'], wizardDefaults: { anchorObject: '0xE0E3', lockAnchor: false } } };
  expect(await page.evaluate(() => window.bench.call('settings/get', {}))).toMatchObject(kept);
  await page.getByRole('button', { name: settingsTexts.licencesOpen }).click();
  await page.getByRole('dialog').waitFor();
  await seen.look('licences');
  await page.keyboard.press('Escape');
  await page.getByRole('alert').getByRole('button', { name: boardTexts.plug }).click();
  await page.getByText('Connected', { exact: true }).first().waitFor({ timeout: 20_000 });
  await go(page, 'Objects');
  await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).waitFor();
  await page.getByRole('button', { name: /^In use/ }).click();
  await seen.look('Objects, filtered');
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await seen.look('Objects, the map');
  expect(seen.findings).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});
