import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { identity } from '../../electron/app/testing/program.ts';
import { bindingTexts } from '../../renderer/objects/bindingTexts.ts';
import { filterTexts } from '../../renderer/objects/filterTexts.ts';
import { mapTexts } from '../../renderer/objects/map/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { dropTexts } from '../../renderer/objects/dropTexts.ts';
import { dropFiles } from '../drop.ts';
import { flow } from '../fixture.ts';
import { makeIdentity } from '../pages/files.ts';
import { Objects } from '../pages/objects.ts';
import { Provision } from '../pages/provision.ts';
import { go } from '../pages/window.ts';

flow('the map of the chip: toggle, keys, a locked and an open object, a pair that was proved, and void once the chip changed', async ({ workstation, folders }) => {
  const { page } = workstation;
  const [program, objects] = [new Provision(page), new Objects(page)];
  await program.toReview(await makeIdentity(folders.base, 'dev 1'), await makeIdentity(folders.base, 'integrity'));
  await program.write();
  await program.verdict(runTexts.finishedProved);
  await go(page, 'Objects');
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await objects.read();
  const tile = (id: string) => page.getByTestId(`tile-${id}`);
  await expect(tile('0xE0E3')).toContainText('Locked');
  await expect(tile('0xE0E2')).toContainText(/Open.*Empty.*0 of 1728 bytes/);
  await expect(tile('0xE0F1')).toContainText('0xE0E1 proved');
  await expect(tile('0xE0F1')).toContainText('0xE0E3 anchor');
  await expect(tile('0xE0E0')).toContainText('0xE0F0 not proved');

  // Tab reaches the map once; arrow keys move in it. The bound tiles are marked, and the ties are said in words.
  await page.getByRole('button', { name: /^Changed/ }).focus();
  await page.keyboard.press('Tab');
  await expect(tile('0xE0E0')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(tile('0xE0E1')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(tile('0xE0F1')).toBeFocused();
  const pane = page.getByRole('region', { name: 'Bindings' });
  await expect(pane).toContainText(bindingTexts.pair.proved('0xE0E1'));
  await expect(pane).toContainText(`${bindingTexts.needs.anchor('0xE0E3')}: change`);
  expect(await page.locator('[role="option"][data-bound]').evaluateAll((tiles) => tiles.map((one) => one.getAttribute('data-id')))).toEqual(['0xE0E1', '0xE0E3']);
  await pane.getByRole('button', { name: /trust anchor/ }).press('Enter');
  await expect(tile('0xE0E3')).toBeFocused();

  // Filter and search work as in the list. Enter opens an object, and Close returns to its tile.
  const shown = () => page.getByRole('option').evaluateAll((tiles) => tiles.map((one) => one.getAttribute('data-id')));
  await page.getByLabel(filterTexts.search).fill('CN=dev');
  await expect.poll(shown).toEqual(['0xE0E1']);
  await tile('0xE0E1').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name: /^0xE0E1/ }).waitFor();
  await expect(page.getByRole('region', { name: bindingTexts.title })).toContainText(bindingTexts.pair.proved('0xE0F1'));

  // With another certificate in the object, key and certificate are no longer a pair.
  const { certificatePem } = await identity('secp256r1', { subject: 'CN=another' });
  const pem = join(folders.base, 'another.pem');
  writeFileSync(pem, certificatePem);
  await dropFiles(page, 'main', [pem]);
  await page.getByRole('button', { name: dropTexts.write('0xE0E1') }).click();
  await objects.run();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: filterTexts.showAll }).click();
  await expect(tile('0xE0E1')).toContainText('CN=another');
  await expect(tile('0xE0E1')).toContainText('0xE0F1 other key');
  await expect(tile('0xE0E1')).toContainText('Changed');

  // Nothing scrolls sideways, and the map is remembered.
  for (const size of [{ width: 1024, height: 700 }, { width: 1920, height: 1080 }]) {
    await page.setViewportSize(size);
    expect(await page.getByRole('listbox').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  }
  await page.reload();
  await page.getByRole('listbox', { name: mapTexts.title }).waitFor();
  expect(workstation.complaints).toEqual([]);
});

flow('the map of an Express chip: what its authorization reference serves is said in full, beside or below the map', async ({ workstation }) => {
  const { page } = workstation;
  const objects = new Objects(page);
  await objects.open('simulated:express');
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await objects.read();
  await page.getByTestId('tile-0xF1D0').focus();
  const lines = page.getByRole('region', { name: 'Bindings' }).getByRole('listitem');
  await expect(lines).toHaveText([/^It needs the shielded connection/, ...['0xE0C9', '0xE0E0', '0xE0E1', '0xE0E2', '0xE0F0', '0xE0F1', '0xE0FC', '0xE140'].map((id) => `${bindingTexts.serves.authorization(id)}: change`)], { useInnerText: true });
  for (const size of [{ width: 1024, height: 700 }, { width: 1280, height: 800 }, { width: 1920, height: 1080 }]) {
    await page.setViewportSize(size);
    expect(await lines.evaluateAll((all) => all.filter((line) => line.scrollWidth > line.clientWidth).map((line) => line.textContent))).toEqual([]);
  }
  expect(workstation.complaints).toEqual([]);
});
