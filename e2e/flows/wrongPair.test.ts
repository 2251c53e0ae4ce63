import { expect } from 'playwright/test';
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
  await expect(page.getByRole('main').getByText('The certificate does not belong to this key.')).toHaveCount(1);
  await expect(page.getByRole('main').getByText(/Use the certificate that was issued for this key/)).toHaveCount(0);
  await expect(page.locator('[data-main-action]')).toBeDisabled();

  await program.drop(other.keyPath, device.certificatePath);
  const dialog = page.getByRole('dialog', { name: 'Which is which?' });
  await expect(dialog).toContainText('None of the certificates belongs to one of the keys.');
  await page.keyboard.press('Escape');
  await program.drop(device.keyPath, device.certificatePath, other.certificatePath);
  await expect(dialog).toBeVisible();
  await expect(dialog).not.toContainText('None of the certificates belongs');
  expect(workstation.complaints).toEqual([]);
});
