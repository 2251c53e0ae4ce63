import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { SecretScan } from '../../core/bytes/testing/secretScan.ts';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { reachTexts } from '../../renderer/chip/authorization/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { flow } from '../fixture.ts';
import { cutInBar } from '../pages/sizes.ts';
import { go } from '../pages/window.ts';
import { chipFile, makeReel, Reels } from '../pages/reels.ts';
import { addReel } from '../harness/secrets/reel.ts';

flow('an Express chip of a reel: authorized only over bound firmware, then a guarded object is changed', async ({ workstation, folders }) => {
  const { page } = workstation;
  await page.setViewportSize({ width: 1280, height: 800 });
  const { made, bundle, port } = await makeReel(folders);
  const reels = new Reels(page);
  await reels.open(bundle);
  await reels.type(made.transportKey);
  await reels.unlocked();
  await reels.connect(port);

  const { panel } = reels;
  await panel.getByRole('button', { name: reachTexts.withReel }).click();
  await panel.getByRole('alert').filter({ hasText: 'cannot be authorized' }).waitFor();
  await panel.getByText('the firmware must hold the binding secret').first().waitFor();
  await panel.getByRole('button', { name: reachTexts.tryShielded }).click();
  await panel.getByRole('alert').filter({ hasText: say(fault('chip/not-shielded', { object: '0xF1D0', why: '' })).what }).waitFor();

  await reels.bindAndAuthorize();
  await panel.getByText(/^(\d+) of \1 protected accesses are open now/).waitFor();
  for (const width of [1024, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await cutInBar(page), `with the chip's rights, ${width} pixels wide`).toEqual([]);
  }

  await page.getByRole('button', { name: 'Objects', exact: true }).click();
  await page.getByTestId('object-0xE0E1').click();
  await page.getByRole('tab', { name: 'Content' }).click();
  await page.getByLabel(/hexadecimal/i).last().fill('30 03 02 01 07');
  await page.getByRole('button', { name: /^Review/ }).click();
  await page.getByText(reviewTexts.went).waitFor();
  await page.getByRole('button', { name: reviewTexts.write }).click();
  await page.getByText(runTexts.finishedProved).first().waitFor();
  const kept = JSON.parse(readFileSync(join(folders.state, chipFile), 'utf8')) as { objects: { e0e1: { data: string } } };
  expect(kept.objects.e0e1.data.slice(0, 10)).toBe('3003020107');

  await page.evaluate(() => window.bench.call('board/simulate', { does: 'reset' }));
  await page.getByTestId('chip').getByTitle(reachTexts.authorized('0xF1D0')).waitFor({ state: 'detached', timeout: 10_000 });

  // The chip's own page also uses the open reel.
  await go(page, 'Chip');
  await panel.getByRole('button', { name: reachTexts.tryShielded }).click();
  await panel.getByText('closed', { exact: true }).first().waitFor();
  await panel.getByRole('button', { name: reachTexts.withReel }).click();
  await page.getByTestId('chip').getByTitle(reachTexts.authorized('0xF1D0')).waitFor();
  expect(workstation.complaints).toEqual([]);
  const told = JSON.stringify(await page.evaluate(() => window.bench.call('trace/read', { after: 0 })));
  const scan = new SecretScan();
  addReel(scan, made);
  expect(scan.findInText(told), 'no secret is in a trace').toEqual([]);
});
