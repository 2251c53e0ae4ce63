import { expect } from 'playwright/test';
import { lineJob, releaseJob } from '../../electron/app/line/testing/lineBench.ts';
import { runJobTexts } from '../../renderer/jobs/texts.ts';
import { operatorTexts } from '../../renderer/operator/texts.ts';
import { flow } from '../fixture.ts';
import { benchOf, Operator } from '../pages/operator.ts';
import { shoot } from './shoot.ts';

const scanned = lineJob({ title: 'Sensor nodes, north hall', quantity: 200 });

flow.use({ environment: { TRUST_BENCH_SIM_FAULTS: 'late@SetDataObject:400' } });

flow('the operator\'s screen: one slot, each result', async ({ chromium: workstation, folders }) => {
  const { page } = workstation;
  const bench = await benchOf(workstation, 1);
  const operator = new Operator(page);
  await operator.run(await releaseJob(folders.state, scanned));
  await shoot(page, 'operator-1-empty');
  bench.plug(1, 'one');
  await operator.shows(1, 'needs-scan');
  await shoot(page, 'operator-1-scan');
  await operator.scanner.scan('SN-2026-0001');
  await operator.shows(1, 'working');
  await page.waitForFunction((text) => document.querySelector('[data-testid=slot-1]')?.textContent.includes(text), operatorTexts.stepOf(1, 3));
  await page.screenshot({ path: 'e2e/results/pictures/operator-1-busy-light-1280.png' });
  await operator.shows(1, 'pass');
  await shoot(page, 'operator-1-pass');
  await bench.take(1);
  await operator.shows(1, 'empty');
  bench.plug(1, 'one');
  await operator.shows(1, 'done-before');
  await shoot(page, 'operator-1-before');
  await bench.take(1);
  bench.plug(1, 'old', 'trust-m-v1');
  await operator.shows(1, 'needs-scan');
  await operator.scanner.scan('SN-2026-0002');
  await operator.shows(1, 'check');
  await shoot(page, 'operator-1-check');
  await bench.take(1);
  bench.plug(1, 'pulled');
  await operator.shows(1, 'needs-scan');
  await operator.scanner.scan('SN-2026-0003');
  await page.waitForFunction((text) => document.querySelector('[data-testid=slot-1]')?.textContent.includes(text), operatorTexts.stepOf(2, 3));
  await bench.take(1);
  await operator.shows(1, 'fail');
  await shoot(page, 'operator-1-fail');
});

flow('the operator\'s screen: four slots, the pad', async ({ chromium: workstation, folders }) => {
  const { page } = workstation;
  const bench = await benchOf(workstation, 4);
  await page.evaluate(() => window.bench.call('slots/change', { number: 2, name: 'By the window' }));
  const operator = new Operator(page);
  await operator.run(await releaseJob(folders.state, scanned));
  await page.getByRole('button', { name: operatorTexts.whoWorks }).click();
  await shoot(page, 'operator-badge');
  await operator.scanner.scan('Ada Ohm');
  bench.plug(3, 'pulled');
  await operator.shows(3, 'needs-scan');
  await operator.scanner.scan('SN-2026-0001');
  await page.waitForFunction((text) => document.querySelector('[data-testid=slot-3]')?.textContent.includes(text), operatorTexts.stepOf(2, 3));
  await bench.take(3);
  await operator.shows(3, 'fail');
  bench.plug(4, 'old', 'trust-m-v1');
  await operator.shows(4, 'needs-scan');
  await operator.scanner.scan('SN-2026-0002');
  await operator.shows(4, 'check');
  bench.plug(1, 'one');
  await operator.shows(1, 'needs-scan');
  await operator.scanner.scan('SN-2026-0003');
  await operator.shows(1, 'pass');
  bench.plug(2, 'two');
  await operator.shows(2, 'needs-scan');
  await operator.scanner.scan('SN-2026-0001');
  await expect(operator.prompt).toContainText('Another chip');
  await shoot(page, 'operator');
  await operator.scanner.scan('SN-2026-0004');
  await operator.shows(2, 'pass');
  await page.getByRole('banner').getByRole('button', { name: 'Leave' }).click();
  await shoot(page, 'operator-pad');
});

flow('the operator\'s screen: sixteen slots', async ({ chromium: workstation, folders }) => {
  const { page } = workstation;
  const bench = await benchOf(workstation, 16);
  const operator = new Operator(page);
  bench.plug(16, 'there before');
  await operator.run(await releaseJob(folders.state, lineJob({ title: 'Sensor nodes, north hall', serial: { from: 'counter', prefix: 'SN-2026-', width: 4, first: 1 }, quantity: 200 })));
  for (let slot = 1; slot <= 13; slot++) bench.plug(slot, `chip ${slot}`, slot % 5 === 0 ? 'trust-m-v1' : 'trust-m-v3');
  for (let slot = 1; slot <= 13; slot++) await operator.shows(slot, slot % 5 === 0 ? 'check' : 'pass');
  await bench.take(3);
  await operator.shows(3, 'empty');
  bench.plug(3, 'chip 3');
  await operator.shows(3, 'done-before');
  await shoot(page, 'operator-16');
});

flow('the operator\'s screen: a job that cannot run; the question before', async ({ chromium: workstation, folders }) => {
  const { page } = workstation;
  const bench = await benchOf(workstation, 4);
  const operator = new Operator(page);
  const expired = await releaseJob(folders.state, { ...scanned, validUntil: '2026-11-02T00:00:00Z' });
  await operator.drop(expired);
  await page.getByRole('dialog').waitFor();
  await shoot(page, 'run-job-expired');
  await page.keyboard.press('Escape');
  await operator.drop(bench.job);
  await page.getByRole('button', { name: runJobTexts.run }).waitFor();
  await shoot(page, 'run-job');
  await page.keyboard.press('Escape');
  // The dialog does not open an expired job, but the program may be started with one.
  await page.evaluate(async (text) => {
    const taken = await window.bench.takeFile(new File([text], 'expired.tbjob'));
    if (taken.ok) await window.bench.call('line/open', { ticket: taken.value.ticket });
  }, expired);
  await page.getByTestId('cannot-run').waitFor();
  await shoot(page, 'operator-cannot-run');
});
