import { expect } from 'playwright/test';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';

flow.describe('another chip', () => {
  flow('put there in the middle of a lock: the window says so, nothing is written to it, and the record says that the run failed', async ({ folders, open }) => {
    // The fifth write of the wizard's plan is the lock of the trust anchor.
    const workstation = await open({ TRUST_BENCH_SIM_FAULTS: 'swap@SetDataObject#5:error' });
    const { page } = workstation;
    const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
    const program = new Provision(page);
    await program.toReview(device, integrity);
    await program.write();
    await page.getByText(/^Another chip is on this port now: [0-9A-F]{12} [0-9A-F]{4} [0-9A-F]{4}$/).first().waitFor({ timeout: 20_000 });
    await page.getByText(say(fault('chip/other', { expected: '', found: '' })).what, { exact: true }).first().waitFor();
    const run: unknown = await page.evaluate(() => window.bench.call('run/state', {}));
    expect(run).toMatchObject({ value: { state: 'failed', fault: { code: 'chip/other' }, steps: [{}, {}, {}, {}, {}, { id: 'prove-key', state: 'done' }, { id: 'lock-anchor', state: 'failed' }] } });
    const records: unknown = await page.evaluate(() => window.bench.call('records/list', {}));
    expect(records).toMatchObject({ value: { rows: [{ state: 'failed' }] } });
    const chip = new ChipMemory(folders);
    expect(chip.field('e0e3', 'lcso'), 'the new chip is not locked').toBe('01');
    expect(chip.key('e0f1'), 'and has no key').toBeUndefined();
    for (const object of ['e0e1', 'e0e3']) expect(chip.data(object).every((byte) => byte === 0), `${object} of the new chip is empty`).toBe(true);
    expect(await page.evaluate(() => window.bench.call('run/resume', {}))).toMatchObject({ ok: false, fault: { code: 'chip/other' } });
  });
});
