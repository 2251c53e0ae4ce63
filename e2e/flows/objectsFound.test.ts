import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { flow } from '../fixture.ts';
import { dropFiles } from '../drop.ts';
import { ChipMemory } from '../pages/chip.ts';
import { Objects } from '../pages/objects.ts';
import { identity } from '../../electron/app/testing/program.ts';
import { toHex } from '../../core/bytes/hex.ts';
import { dropTexts } from '../../renderer/objects/dropTexts.ts';
import { filterTexts, filterWords } from '../../renderer/objects/filterTexts.ts';

flow('objects are searched and filtered; a certificate dropped on an open object is written there, then compared', async ({ workstation, folders }) => {
  const { page } = workstation;
  const objects = new Objects(page);
  await objects.open('simulated');
  await objects.read();
  const shown = () => page.locator('[data-testid^="object-"]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid')));
  const filter = (name: string) => page.getByRole('button', { name: new RegExp(`^${name} \\d+$`) });
  await expect(page.getByRole('button', { name: 'Secret, not read 1' })).toBeVisible();
  await filter(filterWords.secret).press('Enter');
  await expect.poll(shown).toEqual(['object-0xE140']);
  await filter(filterWords.secret).press('Space');
  await page.getByLabel(filterTexts.search).fill('e0e2');
  await expect.poll(shown).toEqual(['object-0xE0E2']);
  await page.getByText('1 of 43 objects').waitFor();
  expect(await objects.row('0xE0E2').textContent()).toContain('empty');
  await objects.pick('0xE0E2');

  const { certificatePem } = await identity('secp256r1', { subject: 'CN=dev 1' });
  const pem = join(folders.base, 'dev1.pem');
  writeFileSync(pem, certificatePem);
  await dropFiles(page, 'main', [pem]);
  await page.getByRole('dialog', { name: dropTexts.title('0xE0E2') }).waitFor();
  await page.getByRole('button', { name: dropTexts.write('0xE0E2') }).click();
  await objects.run();
  expect(toHex(new ChipMemory(folders).data('e0e2')).length).toBeGreaterThan(400);
  await expect(objects.row('0xE0E2')).toContainText('CN=dev 1');

  await dropFiles(page, 'main', [pem]);
  await page.getByRole('button', { name: dropTexts.compare }).click();
  await page.getByText(/The certificate and the file are equal \(\d+ bytes\)/).waitFor();
  await page.getByRole('button', { name: filterTexts.showAll }).click();
  await filter('Changed').click();
  await expect.poll(shown).toEqual(['object-0xE0E2']);
  expect(workstation.complaints).toEqual([]);
});

flow('a private key dropped on an open object: why nothing of it is written there, and where it can go', async ({ workstation, folders }) => {
  const { page } = workstation;
  const objects = new Objects(page);
  await objects.open('simulated');
  await objects.read();
  const { keyPem, certificatePem } = await identity('secp256r1', { subject: 'CN=dev 1' });
  const [key, certificate] = [join(folders.base, 'dev1-key.pem'), join(folders.base, 'dev1.pem')];
  writeFileSync(key, keyPem);
  writeFileSync(certificate, certificatePem);
  const dialog = (id: string) => page.getByRole('dialog', { name: dropTexts.title(id) });

  await objects.pick('0xF1E0');
  await dropFiles(page, 'main', [key]);
  await expect(dialog('0xF1E0')).toContainText('dev1-key.pem holds a private key. Everyone who can read the object could read the key.');
  await expect(dialog('0xF1E0').getByRole('button', { name: dropTexts.write('0xF1E0') })).toBeDisabled();
  await expect(dialog('0xF1E0').getByRole('button', { name: /Compare/ })).toHaveCount(0);
  await page.keyboard.press('Escape');

  await objects.pick('0xE0F2');
  await dropFiles(page, 'main', [certificate]);
  await expect(dialog('0xE0F2')).toContainText(dropTexts.keyObject);
  await page.keyboard.press('Escape');
  await dropFiles(page, 'main', [key]);
  await expect(dialog('0xE0F2')).toContainText(dropTexts.keyByUpdate);
  await dialog('0xE0F2').getByRole('button', { name: dropTexts.send('0xE0F2') }).click();
  await page.getByRole('heading', { level: 1, name: /^0\/7/ }).waitFor();
  await expect(page.getByRole('radio', { name: /^0xE0F2/ })).toBeChecked();
  await page.getByText('dev1-key.pem').first().waitFor();
  // The cards also show the content of open objects.
  await expect(page.getByRole('radio', { name: /^0xE0E1/ })).toHaveAccessibleDescription('empty, device certificate, lifecycle: creation');
  expect(workstation.complaints).toEqual([]);
});
