import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { toHex } from '../../core/bytes/hex.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { recordsTexts } from '../../renderer/records/texts.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity } from '../pages/files.ts';
import { killAt, type Given } from '../pages/killed.ts';
import { Provision } from '../pages/provision.ts';
import { connectTo } from '../pages/window.ts';
import { any, like } from '../pages/texts.ts';

const [secretText, otherText] = ['b7'.repeat(64), '3c'.repeat(64)];
const refusal = '"update secret" is not the content that the interrupted run wrote.';
const asked = 'This plan needs "update secret": 64 bytes for 0xF1D1. Plans and the journal never contain it.';

flow('a run with a locked secret, killed after the secret was written: another secret is refused, the right one finishes it', { tag: '@chromium' }, async ({ folders, openInOwnBrowser: open }) => {
  const given: Given = {
    device: await makeIdentity(folders.base, 'device', 'rsa2048'),
    integrity: await makeIdentity(folders.base, 'integrity'),
    secretPath: join(folders.base, 'secret.txt'),
  };
  const otherPath = join(folders.base, 'other-secret.txt');
  writeFileSync(given.secretPath, secretText);
  writeFileSync(otherPath, otherText);
  expect(await killAt('send-key', folders, given)).not.toContain('ended');

  const { page, complaints, close } = await open();
  await page.setViewportSize({ width: 1280, height: 800 });
  const program = new Provision(page);
  await page.getByText(like(recordsTexts.unfinished(any))).waitFor();
  await program.useSimulatedBoard();
  await page.getByText(recordsTexts.chips['this-one']).waitFor();
  const before = new ChipMemory(folders);
  expect(toHex(before.data('f1d1')), 'the secret was written').toBe(secretText);
  expect([before.field('e0e3', 'lcso'), before.field('f1d1', 'lcso')], 'nothing is locked').toEqual(['01', '01']);

  // Another secret of the same length in the wizard.
  const goOn = page.getByRole('button', { name: recordsTexts.resume });
  await program.drop(otherPath);
  await goOn.click();
  const refused = page.getByRole('alert').filter({ hasText: refusal });
  await refused.waitFor();
  expect(await refused.textContent()).toContain('0xF1D1');
  expect(await page.getByRole('button', { name: reviewTexts.write }).count(), 'no review of it').toBe(0);
  expect(new ChipMemory(folders).text).toBe(before.text);
  expect(complaints).toEqual([]);
  await close();

  // The window is started again and has no secret. The review asks for it by its name.
  const again = await open();
  await again.page.setViewportSize({ width: 1280, height: 800 });
  const review = new Provision(again.page);
  const write = again.page.getByRole('button', { name: reviewTexts.write });
  const file = again.page.getByLabel('update secret', { exact: true });
  // The window opens at its last place. The boards are in the top bar.
  await connectTo(again.page, 'simulated');
  await again.page.getByRole('button', { name: recordsTexts.resume }).click();
  await again.page.getByText(asked).waitFor();
  await again.page.getByText(reviewTexts.needsFileTitle).waitFor();
  await again.page.getByTestId('plan-step-secret').getByText(reviewTexts.fileMissing, { exact: true }).waitFor();
  expect(await again.page.getByText(reviewTexts.refusedTitle).count(), 'the chip refused nothing').toBe(0);
  await again.page.getByText(reviewTexts.chooseFirst).waitFor();
  expect(await write.isDisabled()).toBe(true);
  await file.setInputFiles(otherPath);
  const refusedFile = again.page.getByRole('alert').filter({ hasText: refusal });
  await refusedFile.waitFor();
  expect(await refusedFile.textContent()).toContain('0xF1D1');
  await again.page.getByText(asked).waitFor();
  expect(await write.isDisabled()).toBe(true);
  expect(await again.page.evaluate(() => window.bench.call('run/state', {}))).toMatchObject({ ok: true, value: undefined });
  expect(new ChipMemory(folders).text, 'nothing was written and nothing is locked').toBe(before.text);

  await file.setInputFiles(given.secretPath);
  await again.page.getByText(asked).waitFor({ state: 'detached' });
  await refusedFile.waitFor({ state: 'detached' });
  await again.page.getByText(reviewTexts.went).waitFor();
  for (const object of ['E0E3', 'F1D1']) {
    expect(await write.isDisabled(), `${object} is not confirmed`).toBe(true);
    await again.page.getByLabel(reviewTexts.confirm(`0x${object}`)).fill(object);
  }
  await review.write();
  await review.verdict(runTexts.finishedProved);
  const chip = new ChipMemory(folders);
  expect(toHex(chip.data('f1d1'))).toBe(secretText);
  expect(chip.key('e0fc')).toBe(toHex((given.device.key.publicKey as { modulus: Uint8Array }).modulus));
  expect([chip.field('e0e3', 'lcso'), chip.field('f1d1', 'lcso')]).toEqual(['07', '07']);
  expect(chip.text).not.toContain(otherText);
  await expect.poll(() => again.page.getByText(like(recordsTexts.unfinished(any))).count()).toBe(0);
  const journal = join(folders.state, 'journal');
  for (const entry of readdirSync(journal, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())) {
    const text = readFileSync(join(entry.parentPath, entry.name), 'latin1');
    expect([text.includes(secretText), text.includes(otherText)], entry.name).toEqual([false, false]);
  }
  expect(again.complaints).toEqual([]);
});
