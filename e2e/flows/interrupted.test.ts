import { expect } from 'playwright/test';
import { toHex } from '../../core/bytes/hex.ts';
import { wrapIdentity } from '../../core/certificates/identity.ts';
import { appTexts } from '../../renderer/app/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';
import { flow, type Workstation } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity, type IdentityFiles } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';

// Real times of the chip and of the line, so that a step is running when it is interrupted.
const slow = { TRUST_BENCH_SIM_TIMING: 'datasheet' };

async function toReview({ page }: Workstation, device: IdentityFiles, integrity: IdentityFiles): Promise<Provision> {
  const program = new Provision(page);
  await program.toReview(device, integrity);
  return program;
}

/** Waits until the list of steps shows that the first step is done. */
const firstDone = (workstation: Workstation) =>
  expect.poll(async () => (await workstation.page.evaluate(() => window.bench.call('run/state', {}))) as unknown, { timeout: 20_000, intervals: [20] });

flow.describe('interrupted', () => {
  flow('cancelled in the middle: stops between two steps, nothing is locked, and goes on later', async ({ folders, open }) => {
    const workstation = await open(slow);
    const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
    const program = await toReview(workstation, device, integrity);
    await program.write();
    await workstation.page.getByRole('button', { name: /^Cancel/ }).click();
    await program.verdict('Stopped');
    const chip = new ChipMemory(folders);
    expect(chip.field('e0e3', 'lcso'), 'never locked before the proof').toBe('01');
    expect(chip.key('e0f1')).toBeUndefined();
    await workstation.page.getByRole('button', { name: /Resume|Continue/ }).click();
    await program.verdict(runTexts.finishedProved);
    expect(new ChipMemory(folders).key('e0f1')).toBe(device.key.secret.open(toHex));
    expect(new ChipMemory(folders).field('e0e3', 'lcso')).toBe('07');
  });

  flow('the link is lost in the middle, the board is plugged in again, the run is finished', async ({ folders, open }) => {
    const workstation = await open(slow);
    const { page } = workstation;
    const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
    const program = await toReview(workstation, device, integrity);
    await program.write();
    await firstDone(workstation).toMatchObject({ value: { steps: [{ state: 'done' }, {}, {}, {}, {}, {}, {}] } });
    await page.evaluate(() => window.bench.call('board/simulate', { does: 'unplug' }));
    await page.getByText('Lost', { exact: true }).first().waitFor();
    expect(new ChipMemory(folders).field('e0e3', 'lcso')).toBe('01');
    await page.evaluate(() => window.bench.call('board/simulate', { does: 'plug' }));
    await page.getByText('Connected', { exact: true }).first().waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: /Resume|Continue/ }).click();
    await program.verdict(runTexts.finishedProved);
    const chip = new ChipMemory(folders);
    expect(chip.key('e0f1')).toBe(device.key.secret.open(toHex));
    expect(toHex(chip.data('e0e3'))).toBe(toHex(integrity.certificate));
    expect(chip.field('e0e3', 'lcso')).toBe('07');
  });

  flow('the cable is pulled in the middle of the certificate\'s write: it is torn, read back, written again', async ({ folders, open }) => {
    // The run first writes the certificate, which the chip does not write atomically.
    const workstation = await open({ ...slow, TRUST_BENCH_SIM_FAULTS: 'unplug@SetDataObject#1:during' });
    const { page } = workstation;
    const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
    const program = await toReview(workstation, device, integrity);
    await program.write();
    await page.getByText('Lost', { exact: true }).first().waitFor({ timeout: 20_000 });
    const torn = toHex(new ChipMemory(folders).data('e0e1'));
    expect(torn).not.toBe(toHex(wrapIdentity(device.certificate)));
    expect(torn, 'part of it is there').toContain(toHex(wrapIdentity(device.certificate)).slice(0, 40));
    expect(new ChipMemory(folders).field('e0e3', 'lcso')).toBe('01');
    await page.getByRole('button', { name: 'Simulate…' }).click();
    await page.getByRole('menuitem', { name: appTexts.plug }).click();
    await page.getByText('Connected', { exact: true }).first().waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: /Resume|Continue/ }).click();
    await program.verdict(runTexts.finishedProved);
    const chip = new ChipMemory(folders);
    expect(toHex(chip.data('e0e1'))).toBe(toHex(wrapIdentity(device.certificate)));
    expect(chip.key('e0f1')).toBe(device.key.secret.open(toHex));
    expect(chip.field('e0e3', 'lcso')).toBe('07');
  });

  flow('answers and material are there after the window was reloaded, the answers after a restart', async ({ folders, openInOwnBrowser: open }) => {
    const first = await open(slow);
    const device = await makeIdentity(folders.base, 'device');
    const program = new Provision(first.page);
    await program.useSimulatedBoard();
    await program.drop(device.keyPath, device.certificatePath);
    await first.page.getByText(wizardTexts.belong).waitFor();
    await program.choose(/0xE0F2/);
    await first.page.reload();
    await first.page.getByText(wizardTexts.belong).waitFor();
    expect(await first.page.getByRole('radio', { name: /0xE0F2/ }).isChecked()).toBe(true);
    await first.close();
    const again = await open(slow);
    await again.page.getByRole('radio', { name: /0xE0F2/ }).waitFor();
    expect(await again.page.getByRole('radio', { name: /0xE0F2/ }).isChecked()).toBe(true);
  });
});

