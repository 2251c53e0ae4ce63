import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { hex, toHex } from '../../core/bytes/hex.ts';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { writeConsoleText, writeFileText } from '../../core/update/text.ts';
import { buildTexts, seriesTexts, studioTexts } from '../../renderer/datasets/texts.ts';
import { keysTexts } from '../../renderer/keys/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { flow, root } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { paste, prepareChip } from '../pages/studio.ts';

const seeds = JSON.parse(readFileSync(join(root, 'core/update/testing/seedDatasets.json'), 'utf8')) as {
  signer_certificate_pem: string;
  data_sets: { what: string; manifest: string; fragments: string[] }[];
};
const secretHex = '5a'.repeat(32);

flow('a P-521 key and certificate made here, in an encrypted set for this chip, inspected, sent and proved', async ({ workstation, folders }) => {
  const { page } = workstation;
  const integrity = await makeIdentity(folders.base, 'integrity', 'secp384r1');
  const secretPath = join(folders.base, 'secret.txt');
  writeFileSync(secretPath, secretHex);
  const program = new Provision(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await program.useSimulatedBoard();
  await prepareChip(workstation, integrity, secretHex);
  const before = new ChipMemory(folders).key('e0f1');

  await page.getByRole('button', { name: 'Keys', exact: true }).click();
  await page.getByLabel('Algorithm').selectOption('NIST P-521');
  await page.getByRole('textbox', { name: 'Name' }).fill('lamp');
  await page.getByRole('button', { name: keysTexts.make }).click();
  await page.getByLabel('Subject').first().fill('CN=Lamp 7, O=Example');
  await page.getByRole('button', { name: keysTexts.makeCertificate }).click();
  await page.getByRole('cell', { name: 'CN=Lamp 7, O=Example' }).first().waitFor();
  await page.getByRole('button', { name: keysTexts.useSet }).click();

  await page.getByText(buildTexts.withCertificate('CN=Lamp 7')).waitFor();
  await page.getByLabel(buildTexts.signer, { exact: true }).last().setInputFiles(integrity.keyPath);
  await page.getByRole('checkbox', { name: buildTexts.confidential }).check();
  await page.getByLabel('Secret', { exact: true }).last().setInputFiles(secretPath);
  await page.getByRole('checkbox', { name: buildTexts.unicast }).check();
  await page.getByLabel(buildTexts.version).fill('1');
  await page.getByText('has version 1 already').waitFor();
  await page.getByLabel(buildTexts.version).fill('');
  await page.getByText(studioTexts.chipStates.accepted).waitFor();
  await page.getByRole('button', { name: buildTexts.build }).click();

  await page.getByRole('heading', { name: 'NIST P-521 key for 0xE0F1' }).waitFor();
  await page.getByRole('button', { name: studioTexts.fromAnchor }).click();
  await page.getByText('Made by CN=integrity').waitFor();
  await page.getByText(studioTexts.payloadStates.key).waitFor();
  await expect(page.getByRole('button', { name: 'Tool output (console)' })).toHaveAccessibleDescription(studioTexts.exportsMean.console);
  await page.getByRole('treeitem', { name: /^Component id/ }).click();
  expect(await page.locator('mark').count()).toBe(27);
  for (const form of [studioTexts.exports.console, studioTexts.exports.file, studioTexts.exports.header, 'JSON']) {
    await page.getByRole('button', { name: form }).click();
    await page.getByText(keysTexts.savedAs).waitFor();
  }
  await expect.poll(() => readdirSync(folders.save).length).toBe(4);

  await page.getByRole('button', { name: studioTexts.send }).click();
  await page.getByText(reviewTexts.went).waitFor();
  expect(new ChipMemory(folders).key('e0f1'), 'the review sends nothing').toBe(before);
  await page.getByLabel(reviewTexts.confirm('0xE0F1')).fill('0xE0F1');
  await program.write();
  await program.verdict(runTexts.finishedProved);
  const chip = new ChipMemory(folders);
  expect(chip.field('e0f1', 'version')).toBe('0002');
  expect(chip.field('e0f1', 'algorithm')).toBe('05');
  const key = chip.key('e0f1') ?? '';
  expect(key).toHaveLength(132);
  expect(await page.content()).not.toContain(key.slice(0, 40));
  const trace = await page.evaluate(() => window.bench.call('trace/read', { after: 0 }));
  expect(JSON.stringify(trace)).not.toContain(key.slice(0, 40));
  expect(JSON.stringify(trace)).not.toContain(secretHex);
  expect(workstation.complaints).toEqual([]);
});

flow('the three sets of the import guide, pasted as text, and what is wrong with others', async ({ workstation, folders }) => {
  const { page } = workstation;
  const certificatePath = join(folders.base, 'signer.pem');
  writeFileSync(certificatePath, seeds.signer_certificate_pem);
  await page.getByRole('button', { name: 'Data sets', exact: true }).click();
  for (const [at, seed] of seeds.data_sets.entries()) {
    const set = { manifest: hex(seed.manifest), fragments: seed.fragments.map(hex) };
    await paste(page, at === 0 ? writeConsoleText(set).replace(/[{}]/g, '') : at === 1 ? writeFileText(set).replaceAll('\n', '\r\n') : writeConsoleText(set));
    await page.getByRole('heading', { name: /key for 0xE0F/ }).waitFor();
    await page.getByLabel(studioTexts.chooseCertificate).first().setInputFiles(certificatePath);
    await page.getByRole('region', { name: 'Signature' }).getByText('Valid', { exact: true }).waitFor();
    await page.getByText(`${seed.fragments.length} of ${seed.fragments.length} intact`).waitFor();
    const content = await page.content();
    for (const fragment of seed.fragments) expect(content).not.toContain(toHex(hex(fragment).subarray(8, 40)));
    await page.getByRole('button', { name: 'Close', exact: true }).click();
  }
  const first = { manifest: hex(seeds.data_sets[0]?.manifest ?? ''), fragments: [hex(seeds.data_sets[0]?.fragments[0] ?? '')] };
  await paste(page, `${writeFileText(first)}\n${writeFileText(first)}`);
  await page.getByText(say(fault('update/several-data-sets', { file: '', count: 2 })).what).waitFor();
  const damaged = { ...first, fragments: first.fragments.map((fragment) => fragment.map((byte, i) => (i === 50 ? byte ^ 1 : byte))) };
  await paste(page, writeConsoleText(damaged));
  await page.getByText('1 of 1 damaged').waitFor();
  expect(await page.getByRole('button', { name: studioTexts.send }).isDisabled()).toBe(true);
  expect(workstation.complaints).toEqual([]);
});

flow('a series for a reel: progress, cancel, go on', async ({ workstation, folders }) => {
  const { page } = workstation;
  const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
  const list = join(folders.base, 'reel.csv');
  writeFileSync(list, Array.from({ length: 3000 }, (_, i) => `cd16336401001c000500000a09a413000a002f002e8010${i.toString(16).padStart(4, '0')}`).join('\n'));
  await page.getByRole('button', { name: 'Data sets', exact: true }).click();
  await page.getByRole('tab', { name: 'Build' }).click();
  await page.getByLabel('Key', { exact: true }).last().setInputFiles(device.keyPath);
  await page.getByLabel(buildTexts.signer, { exact: true }).last().setInputFiles(integrity.keyPath);
  await page.getByText(buildTexts.ready).waitFor();
  await page.getByRole('tab', { name: 'Series' }).click();
  await page.getByLabel(buildTexts.chooseFile).setInputFiles(list);
  await page.getByRole('button', { name: seriesTexts.start }).click();
  await page.getByRole('heading', { name: seriesTexts.states.running }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
  expect(readdirSync(folders.save).filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Done' }).waitFor({ timeout: 30_000 });
  const zip = readFileSync(join(folders.save, 'data-sets.zip'));
  expect(zip.readUInt16LE(zip.length - 12)).toBe(3000);
  expect(readdirSync(folders.save)).toEqual(['data-sets.zip']);
  expect(workstation.complaints).toEqual([]);
});
