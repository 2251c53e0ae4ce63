import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { toHex } from '../../core/bytes/hex.ts';
import { verifyFile } from '../../electron/journal/verify.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { recordsTexts } from '../../renderer/records/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity } from '../pages/files.ts';
import { killAt, type Given } from '../pages/killed.ts';
import { Provision } from '../pages/provision.ts';
import { any, like } from '../pages/texts.ts';

const secretText = 'b7'.repeat(64);

for (const step of ['send-key', 'lock-anchor']) flow(`killed in the middle of the RSA procedure with locks (${step}), started again, resumed, finished`, { tag: '@chromium' }, async ({ folders, open }) => {
  const given: Given = {
    device: await makeIdentity(folders.base, 'device', 'rsa2048'),
    integrity: await makeIdentity(folders.base, 'integrity'),
    secretPath: join(folders.base, 'secret.txt'),
  };
  writeFileSync(given.secretPath, secretText);
  expect(await killAt(step, folders, given)).not.toContain('ended');
  const before = new ChipMemory(folders);
  expect(before.field('f1d1', 'lcso'), 'the secret is locked last').toBe('01');
  if (step === 'send-key') expect(before.field('e0e3', 'lcso'), 'never locked before the proof').toBe('01');

  const { page, complaints } = await open();
  const program = new Provision(page);
  await page.getByText(like(recordsTexts.unfinished(any))).waitFor();
  await page.getByText(recordsTexts.chips.none).waitFor();
  await program.useSimulatedBoard();
  await page.getByText(recordsTexts.chips['this-one']).waitFor();
  await program.drop(given.secretPath);
  await page.getByRole('button', { name: recordsTexts.resume }).click();
  // The key is already there, so only using it on the chip can prove it.
  await page.getByText(step === 'send-key' ? reviewTexts.went : 'steps are not certain').waitFor();
  for (const object of ['E0E3', 'F1D1']) {
    const field = page.getByLabel(new RegExp(object)).and(page.locator('input'));
    if ((await field.count()) > 0) await field.last().fill(object);
  }
  await program.write();
  await expect
    .poll(async () => JSON.stringify(await page.evaluate(() => window.bench.call('run/state', {}))), { timeout: 20_000 })
    .toContain('"state":"finished"');
  await program.verdict(runTexts.finishedProved);
  const chip = new ChipMemory(folders);
  expect(chip.key('e0fc')).toBe(toHex((given.device.key.publicKey as { modulus: Uint8Array }).modulus));
  expect([chip.field('e0e3', 'lcso'), chip.field('f1d1', 'lcso')]).toEqual(['07', '07']);
  await expect.poll(() => page.getByText(like(recordsTexts.unfinished(any))).count()).toBe(0);

  await page.getByRole('button', { name: 'Records' }).click();
  await page.getByRole('row', { name: /interrupted/ }).first().waitFor();
  await page.getByRole('row', { name: /done/ }).first().click();
  await page.getByText(/verifies it/).first().waitFor();
  await page.getByRole('button', { name: recordsTexts.saveHtml }).click();
  await page.getByText(like(recordsTexts.saved(`report-${any}.html`, any))).waitFor();
  const journal = join(folders.state, 'journal');
  const files = readdirSync(journal).filter((name) => name.endsWith('.jsonl'));
  for (const file of files) {
    expect(await verifyFile(join(journal, file))).toMatchObject({ ok: true });
    expect(readFileSync(join(journal, file), 'utf8').includes(secretText)).toBe(false);
  }
  expect(complaints).toEqual([]);
});
