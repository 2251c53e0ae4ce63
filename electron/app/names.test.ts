import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visible, visibleDeep, visibleLines } from '../../core/result/visible.ts';
import { checkedSender } from '../ipc/events.ts';
import { openProgram, identity, type TestProgram } from './testing/program.ts';
import { hostilePage, type HostilePage } from './testing/page.ts';

/** A name that ends a line, colours a terminal, changes the text direction, and begins an element. */
const hostile = 'a\r\nb\u001b[31m\u009b\u202ec\u2028\u2066\u007f\ufeff<img src=x>';

let program: TestProgram;
let page: HostilePage;
const told: unknown[] = [];
beforeAll(async () => {
  program = await openProgram();
  page = hostilePage(program);
  program.main.onEvent(checkedSender((name, event) => told.push({ name, event })));
  await program.ok('board/connect', { path: 'simulated' });
});
afterAll(() => program.close());

/** The form that the page receives. */
async function seen(name: string, request: unknown): Promise<unknown> {
  const answer = await page.send(name, request);
  expect(answer).toEqual(visibleDeep(answer));
  return answer.ok ? answer.value : answer.fault;
}

describe('names from files are text in the window', () => {
  it('of files and certificates on the wizard, and in its faults', async () => {
    const own = await identity('secp256r1', { subject: `CN=${hostile.replace('<', '\\<')}\\, CN=evil` });
    const ticket = await program.take(`${hostile.replaceAll('/', '')}.pem`, own.certificatePem + own.keyPem);
    const view = (await seen('wizard/material', { slot: 'device', ticket })) as { device: { certificate: { subject: string; file: string } } };
    expect(view.device.certificate).toMatchObject({ subject: 'CN=a\\0D\\0Ab\\1B[31m\\C2\\9B\\E2\\80\\AEc\\E2\\80\\A8\\E2\\81\\A6\\7F\\EF\\BB\\BF\\<img src=x\\>\\, CN=evil', file: visible(`${hostile}.pem`) });
    expect(Object.values((await seen('wizard/secret', { ticket: await program.take(`${hostile}.txt`, 'no secret') })) as object).join(' ')).toContain(visible(`${hostile}.txt`));
    expect(await seen('files/take-text', { name: hostile, text: 'hello' })).toMatchObject({ name: visible(hostile) });
  });

  it('of a plan: its review, its run, the events, the reports and the journal', async () => {
    const plan = { format: 'trust-bench-plan', version: 1, title: hostile, steps: [{ id: 'write', kind: 'write-object', object: '0xF1D0', content: { inline: '010203' }, what: hostile }] };
    const review = (await seen('plan/open', { ticket: await program.take(`${hostile}.json`, JSON.stringify(plan)) })) as { planId: string; title: string };
    expect(review.title).toBe(visible(hostile));
    await seen('plan/run', { planId: review.planId, confirmations: {} });
    const run = await program.ended();
    expect(run.state).toBe('finished');
    expect(await seen('run/state', {})).toMatchObject({ title: visible(hostile) });
    expect(told).toEqual(visibleDeep(told));
    expect(JSON.stringify(told)).toContain('a\\\\u000d\\\\u000ab\\\\u001b');
    const { rows: [row] } = (await seen('records/list', {})) as { rows: { run: string; title: string }[] };
    expect(row?.title).toBe(visible(hostile));
    await seen('records/open', { run: row?.run });
    for (const as of ['html', 'json']) {
      await seen('run/save-report', { runId: run.runId, as });
      await seen('records/report', { run: row?.run, as });
    }
    const reports = readdirSync(join(program.folder, 'saved')).map((name) => readFileSync(join(program.folder, 'saved', name), 'utf8'));
    expect(reports.length).toBe(4);
    for (const text of reports) {
      expect(text).toBe(visibleLines(text));
      if (!text.startsWith('{')) expect(text).not.toContain('<img');
    }
    const journals = join(program.folder, 'state', 'journal');
    for (const name of readdirSync(journals).filter((day) => day.endsWith('.jsonl'))) {
      const text = readFileSync(join(journals, name), 'utf8');
      expect(text).toBe(visibleLines(text));
    }
  });

  it('of a chip export that is compared, and of a data set', async () => {
    for (const [operation, content] of [['chip/compare', '{"a'], ['datasets/open', 'hello']] as const) {
      await seen(operation, { ticket: await program.take(`${hostile}.json`, content) });
    }
    expect(page.bugs).toEqual([]);
  });
});
