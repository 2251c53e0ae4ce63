import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { toHex } from '../../core/bytes/hex.ts';
import { wrapIdentity } from '../../core/certificates/identity.ts';
import { selfSign } from '../../core/certificates/issue.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { must } from '../../core/result/result.ts';
import { nodeRandomness } from '../../electron/serial/randomness.ts';
import { keyFileSigner } from '../../electron/signers/keyFile.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { nextTexts } from '../../renderer/wizard/next/texts.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity, type IdentityFiles } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { makeBoard } from '../pages/slots.ts';
import { any, like } from '../pages/texts.ts';

/** Counts a technician's actions: clicks, keys and drops. */
class CountingTechnician extends Provision {
  actions = 0;

  async enter(): Promise<void> {
    this.actions++;
    await this.page.keyboard.press('Enter');
  }

  /** Inserts another chip. It is not counted, since it is needed with any program. */
  async insertChip(): Promise<void> {
    await this.page.getByTestId('simulate').click();
    await this.page.getByTestId('simulate-new-chip').click();
  }

  async reviewOf(subject: string): Promise<void> {
    await this.page.getByTestId('pairs-line').getByText(subject).waitFor();
    await this.page.locator('[data-main-action]', { hasText: reviewTexts.write }).waitFor();
  }
}

async function folderOf(base: string, names: readonly string[]): Promise<{ readonly path: string; readonly pairs: ReadonlyMap<string, IdentityFiles> }> {
  const path = join(base, 'devices');
  mkdirSync(path);
  const pairs = new Map<string, IdentityFiles>();
  for (const name of names) pairs.set(name, await makeIdentity(path, name));
  return { path, pairs };
}

const names = ['dev 1', 'dev 2', 'dev 3', 'dev 4', 'dev 5'];

flow('five chips in a row from a dropped folder: one action for each further chip', async ({ workstation, folders }) => {
  const integrity = await makeIdentity(folders.base, 'integrity');
  const { path, pairs } = await folderOf(folders.base, names);
  const technician = new CountingTechnician(workstation.page);
  await technician.useSimulatedBoard();
  await technician.page.getByRole('button', { name: /Trust anchor/ }).first().click();
  await technician.step(1);
  await technician.give(integrity);
  await technician.drop(path);
  await technician.page.getByRole('button', { name: nextTexts.work(5) }).click();
  await technician.step(0);
  await technician.page.getByRole('button', { name: /Erase|Flush|7\/7/ }).first().click();
  await technician.review();

  const written: string[] = [];
  for (let at = 0; at < names.length; at++) {
    const line = (await technician.page.getByTestId('pairs-line').textContent()) ?? '';
    const name = names.find((one) => line.includes(`CN=${one}`)) ?? '';
    technician.actions = 0;
    await technician.enter();
    await technician.verdict(runTexts.finishedProved);
    expect(technician.actions, `actions for ${name}`).toBe(1);
    const chip = new ChipMemory(folders);
    const device = pairs.get(name);
    expect(toHex(chip.data('e0e1')), name).toBe(toHex(wrapIdentity(device?.certificate ?? new Uint8Array())));
    expect(chip.key('e0f1'), name).toBe(device?.key.secret.open(toHex));
    written.push(name);
    if (at === names.length - 1) break;
    await technician.insertChip();
    await expect(technician.page.getByRole('heading', { name: runTexts.finishedProved })).toHaveCount(0);
    await technician.page.locator('[data-main-action]', { hasText: reviewTexts.write }).waitFor();
  }
  expect(written.toSorted()).toEqual(names);
  await technician.page.getByTestId('pairs-line').getByText('5 done, 0 waiting').waitFor();
  await technician.page.getByRole('button', { name: runTexts.nextChip }).click();
  expect(workstation.complaints).toEqual([]);
});

flow('the same chip again: the window waits for another one, says what was done, and asks for the id', async ({ workstation, folders }) => {
  const integrity = await makeIdentity(folders.base, 'integrity');
  const { path } = await folderOf(folders.base, names.slice(0, 3));
  const lone = await makeIdentity(path, 'lone');
  rmSync(lone.certificatePath);
  const renewed = await makeIdentity(path, 'renewed');
  const renewal = must(await selfSign(keyFileSigner(renewed.key), 'CN=renewal', { days: 30, now: new Date(), random: nodeRandomness }));
  writeFileSync(join(path, 'renewed-certificate-2.pem'), encodePem('CERTIFICATE', renewal));
  copyFileSync(join(path, 'dev 2-key.pem'), join(path, 'dev 2-key (copy).pem'));
  const technician = new CountingTechnician(workstation.page);
  await technician.useSimulatedBoard();
  await technician.page.getByRole('button', { name: /Trust anchor/ }).first().click();
  await technician.give(integrity);
  await technician.drop(path);
  await technician.page.getByRole('button', { name: nextTexts.work(3) }).click();
  await technician.step(0);
  await technician.page.getByText(nextTexts.leftOver(5)).click();
  await technician.page.getByText('None of the certificates belongs to this key.').waitFor();
  await expect(technician.page.getByText(/^renewed\S* 2 different certificates are for one key\./)).toHaveCount(3);
  await technician.page.getByText('It is a copy of dev 2-key (copy).pem.').waitFor();
  await technician.page.getByRole('button', { name: /7\/7/ }).first().click();
  await technician.review();
  await technician.write();
  await technician.verdict(runTexts.finishedProved);
  await technician.page.getByText(like(`${runTexts.certificate('CN=dev 1', any)} · ${runTexts.from(['dev 1-certificate.pem'])}`)).waitFor();
  const memory = new ChipMemory(folders).text;

  await technician.page.getByRole('button', { name: runTexts.nextChip }).click();
  await technician.page.getByRole('heading', { level: 1, name: nextTexts.insertTitle }).waitFor();
  await technician.page.getByRole('button', { name: nextTexts.useSame }).click();
  await technician.page.getByText(like(nextTexts.doneBefore(['Put a key into 0xE0F1', 'CN=dev 1'], any))).waitFor();
  await expect(technician.page.getByRole('button', { name: reviewTexts.write })).toBeDisabled();
  expect(new ChipMemory(folders).text, 'nothing was sent').toBe(memory);
  await technician.confirm('E0F1');
  await technician.write();
  await technician.verdict(runTexts.finishedProved);
  expect(workstation.complaints).toEqual([]);
});

flow('a report leaves the screen when another board is chosen, though the chips of both simulated boards have the same id', async ({ workstation, folders }) => {
  const { page } = workstation;
  const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
  const technician = new Provision(page);
  await technician.toReview(device, integrity);
  await technician.write();
  await technician.verdict(runTexts.finishedProved);
  await makeBoard(page, 'other');
  await technician.step(0);
  await expect(page.getByText(runTexts.finishedProved)).toHaveCount(0);
  expect(workstation.complaints).toEqual([]);
});
