import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { toHex } from '../../core/bytes/hex.ts';
import { wholeTexts } from '../../renderer/chip/exchange/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { Provision } from '../pages/provision.ts';

// The chip accepts one content and one condition of this file, and refuses a certificate for the vendor's object.
const dump = {
  f1d5: { metadata: '2013c00101c4018cc50104d003e1fc07d103e1fc07', data: 'cafe0123' },
  e0e0: { metadata: '2017c00101c40206c0c5020002d001ffd10100d30100e80112', data: '3000' },
};

flow('import of a JSON with one refused object: the rest is done, each object is reported', async ({ workstation, folders }) => {
  const { page } = workstation;
  const program = new Provision(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await program.useSimulatedBoard();
  const path = join(folders.base, 'other-chip.json');
  writeFileSync(path, JSON.stringify(dump));
  const vendor = new ChipMemory(folders).data('e0e0');
  await program.drop(path);
  await page.getByRole('heading', { name: wholeTexts.file('other-chip.json') }).waitFor();
  await page.getByRole('button', { name: wholeTexts.importIt }).click();
  await page.getByText(reviewTexts.went).waitFor();
  await page.getByText(/0xE0E0 stays as it is/).waitFor();
  expect(toHex(new ChipMemory(folders).data('f1d5')), 'nothing is sent before the review is confirmed').not.toBe('cafe0123');
  await program.picture('import');
  await program.write();
  await program.verdict(runTexts.finishedProved);
  const chip = new ChipMemory(folders);
  expect(toHex(chip.data('f1d5'))).toBe('cafe0123');
  expect(chip.field('f1d5', 'read')).toBe('e1fc07');
  expect(toHex(chip.data('e0e0'))).toBe(toHex(vendor));
  expect(workstation.complaints).toEqual([]);
});
