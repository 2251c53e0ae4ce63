import { expect } from 'playwright/test';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { appTexts } from '../../renderer/app/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';
import { flow } from '../fixture.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';

flow('a key and a certificate that do not match: explained once, at the files, and the next step waits', async ({ workstation, folders }) => {
  const { page } = workstation;
  const program = new Provision(page);
  const [device, other] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'other')];
  await program.useSimulatedBoard();
  await program.drop(device.keyPath);
  await page.getByText('device-key.pem').first().waitFor();
  await program.drop(other.certificatePath);
  await page.getByText(wizardTexts.dontBelong, { exact: true }).waitFor();
  await expect(page.getByRole('main').getByText(say(fault('certificate/other-key', { subject: '', certificateKey: '', key: '' })).what)).toHaveCount(1);
  await expect(page.getByRole('main').getByText(say(fault('wizard/does-not-belong', { key: '', certificate: '' })).todo)).toHaveCount(0);
  await expect(page.locator('[data-main-action]')).toBeDisabled();

  await program.drop(other.keyPath, device.certificatePath);
  const dialog = page.getByRole('dialog', { name: appTexts.groupsTitle });
  await expect(dialog).toContainText(appTexts.groupsApart);
  await page.keyboard.press('Escape');
  await program.drop(device.keyPath, device.certificatePath, other.certificatePath);
  await expect(dialog).toBeVisible();
  await expect(dialog).not.toContainText(appTexts.groupsApart);
  expect(workstation.complaints).toEqual([]);
});
