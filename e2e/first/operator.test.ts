import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import { lineJob, releaseJob } from '../../electron/app/line/testing/lineBench.ts';
import { operatorTexts } from '../../renderer/operator/texts.ts';
import { flow, root, type Folders } from '../fixture.ts';
import { benchOf, Operator } from '../pages/operator.ts';

interface Report {
  readonly released: number;
  readonly passed: number;
  readonly failed: number;
  readonly toCheck: number;
  readonly left: number;
  readonly units: readonly { readonly serial?: string; readonly result?: string; readonly code?: string; readonly operator?: string }[];
}

/** The command line's report of the job, at the same station as the window. */
function reportOf(folders: Folders, job: string): Report {
  const out = join(folders.base, 'report.json');
  execFileSync(process.execPath, [join(root, 'electron', 'build', 'cli.mjs'), 'job', 'report', '--job', job, '--as', 'json', '--out', out], { env: { ...process.env, TRUST_BENCH_STATE_DIR: folders.state } });
  return JSON.parse(readFileSync(out, 'utf8')) as Report;
}

const text = (hex: string | undefined): string => Buffer.from(hex ?? '', 'hex').toString();
/** Returns the serial number, the fixed text and the lifecycle of the locked object. */
const held = (objects: ChipState['objects']): readonly [string, string, string] => [text(objects['f1d4']?.data), text(objects['f1d5']?.data), /c001(..)/.exec(objects['f1d5']?.metadata ?? '')?.[1] ?? ''];

flow.describe('with chips that take their time to write', () => {
  flow.use({ environment: { TRUST_BENCH_SIM_FAULTS: 'late@SetDataObject:200' } });

  flow('20 chips in 4 slots, by scanner and plugging alone: counters, records, memories @chromium', async ({ chromium: workstation, folders }) => {
    const { page } = workstation;
    const bench = await benchOf(workstation, 4);
    const [operator, jobPath] = [new Operator(page), join(folders.base, 'line.tbjob')];
    const { scanner } = operator;
    const job = await releaseJob(folders.state, lineJob({ quantity: 30 }));
    writeFileSync(jobPath, job);
    await operator.run(job);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sensor nodes');
    for (const slot of [1, 2, 3, 4]) await operator.shows(slot, 'empty');

    // The badge is scanned, then the label of the first unit, before the unit's chip is plugged in.
    await page.getByRole('button', { name: operatorTexts.whoWorks }).click();
    await expect(operator.prompt).toHaveText(operatorTexts.prompts.badge);
    await scanner.scan('Ada Ohm');
    await page.getByRole('button', { name: 'Ada Ohm' }).waitFor();
    await scanner.scan('SN-0001');
    await expect(operator.prompt).toHaveText(operatorTexts.prompts.plugIn('SN-0001'));
    bench.plug(1, 'c01');
    await operator.shows(1, 'pass');
    await expect(operator.slot(1)).toContainText('SN-0001');

    // For the other units, the chip that has waited longest gets the scanned number.
    bench.plug(2, 'c02');
    await operator.shows(2, 'needs-scan');
    bench.plug(3, 'c03');
    await operator.shows(3, 'needs-scan');
    await scanner.scan('SN-0002');
    await scanner.scan('SN-0003', { end: 'Tab' });
    for (const slot of [2, 3]) await operator.shows(slot, 'pass');

    // Each of these is refused: a broken scan, a number typed by a person, a label read twice in one scan, the number of
    // another chip, and the same label again.
    bench.plug(4, 'c04');
    await operator.shows(4, 'needs-scan');
    await scanner.scan('SN-00', { end: 'none' });
    await expect(operator.prompt).toContainText(say(fault('scan/broken', { text: '', why: '' })).what);
    await page.keyboard.type('SN-0004', { delay: 200 });
    await page.keyboard.press('Enter');
    await expect(operator.prompt).toContainText('The Enter at its end is missing, or it came in pieces.');
    await scanner.scan('SN-0004SN-0004');
    await expect(operator.prompt).toContainText(say(fault('scan/doubled', { text: '', once: '' })).what);
    await scanner.scan('SN-0001');
    await expect(operator.prompt).toContainText(say(fault('job/serial-used', { serial: '', chipId: '', at: '', result: '' })).what);
    await operator.shows(4, 'needs-scan');
    expect(held(bench.memory('c04'))).toEqual(['\0', '\0', '01']);
    await scanner.scan('SN-0004');
    await scanner.scan('SN-0004');
    await expect(operator.prompt).toContainText(say(fault('scan/repeated', { text: '' })).what);
    await operator.shows(4, 'pass');

    // Done before, in another slot; a defective chip, whose object is locked already; another family; one that is pulled out.
    for (const slot of [1, 2, 3, 4]) await bench.take(slot);
    for (const slot of [1, 2, 3, 4]) await operator.shows(slot, 'empty');
    bench.plug(2, 'c01');
    await operator.shows(2, 'done-before');
    await expect(operator.slot(2)).toContainText('as SN-0001. Nothing was written.');
    bench.plug(1, 'c05', 'trust-m-v3', ({ objects }) => ({ f1d5: { ...objects['f1d5'], metadata: (objects['f1d5']?.metadata ?? '').replace('c00101', 'c00107') } }));
    await operator.shows(1, 'needs-scan');
    await scanner.scan('SN-0105');
    await operator.shows(1, 'check');
    bench.plug(3, 'c06', 'trust-m-v1');
    await operator.shows(3, 'needs-scan');
    await scanner.scan('SN-0106');
    await operator.shows(3, 'check');
    bench.plug(4, 'c07');
    await operator.shows(4, 'needs-scan');
    await scanner.scan('SN-0007');
    await page.waitForFunction((text) => document.querySelector('[data-testid=slot-4]')?.textContent.includes(text), operatorTexts.stepOf(2, 3));
    await bench.take(4);
    await operator.shows(4, 'fail');
    await expect.poll(() => operator.counts()).toEqual(['4', '1', '2', '80 %', '26']);
    bench.plug(4, 'c07');
    await operator.shows(4, 'pass');
    await expect(operator.slot(4)).toContainText('SN-0007');

    // The rest, four at a time.
    for (const first of [8, 12, 16]) {
      for (const slot of [1, 2, 3, 4]) await bench.take(slot);
      for (const slot of [1, 2, 3, 4]) await operator.shows(slot, 'empty');
      for (const slot of [1, 2, 3, 4]) {
        const nth = String(first + slot - 1).padStart(2, '0');
        bench.plug(slot, `c${nth}`);
        await operator.shows(slot, 'needs-scan');
        await scanner.scan(`SN-00${nth}`);
      }
      for (const slot of [1, 2, 3, 4]) await operator.shows(slot, 'pass');
    }
    for (const slot of [1, 2, 3]) await bench.take(slot);
    bench.plug(1, 'c20');
    await operator.shows(1, 'needs-scan');
    await scanner.scan('SN-0020');
    await operator.shows(1, 'pass');
    await expect.poll(() => operator.counts()).toEqual(['18', '0', '2', '94.4 %', '12']);

    for (const [chip, number] of [['c01', 'SN-0001'], ['c04', 'SN-0004'], ['c07', 'SN-0007'], ['c08', 'SN-0008'], ['c15', 'SN-0015'], ['c20', 'SN-0020']] as const) {
      expect(held(bench.memory(chip)), chip).toEqual([number, 'made by us', '07']);
    }
    expect(held(bench.memory('c05'))).toEqual(['\0', '\0', '07']);
    expect(held(bench.memory('c06'))).toEqual(['\0', '\0', '01']);
    const report = reportOf(folders, jobPath);
    expect(report).toMatchObject({ released: 30, passed: 18, failed: 0, toCheck: 2, left: 12 });
    const passed = report.units.filter(({ result }) => result === 'pass');
    expect(passed.flatMap(({ serial }) => serial ?? []).toSorted((a, b) => a.localeCompare(b))).toEqual(['01', '02', '03', '04', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20'].map((end) => `SN-00${end}`));
    expect(new Set(passed.map(({ operator: who }) => who))).toEqual(new Set(['Ada Ohm']));
    expect(report.units.filter(({ result }) => result === 'check').map(({ code }) => code).toSorted((a = '', b = '') => a.localeCompare(b))).toEqual(['job/other-family', 'job/other-state']);
    expect(workstation.complaints).toEqual([]);
  });
});
