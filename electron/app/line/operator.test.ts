import { scryptSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeJobFile } from '../../../core/job/jobFile.ts';
import { must } from '../../../core/result/result.ts';
import { events, operations, type OperationName } from '../../../core/contract/operations.ts';
import { openJournal } from '../../journal/openJournal.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { JobService } from '../jobs/index.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';
import { PinStore } from './pinStore.ts';
import { lineBench, lineJob, releaseJob, type LineBench } from './testing/lineBench.ts';

let folder: string;
let main: TestProgram;
let bench: LineBench;
const state = (): string => join(folder, 'state');
const pin = 'grüne 4711';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-'));
  main = await openProgram({}, folder);
  bench = await lineBench(main, 2);
});
afterEach(async () => {
  await main.close();
  rmSync(folder, { recursive: true, force: true });
});

const openLine = async (): Promise<void> => void (await main.ok('line/open', { ticket: await main.take('a.tbjob', bench.job) }));
async function restart(job?: string): Promise<void> {
  await main.close();
  main = await openProgram({}, folder, job);
}

describe("the operator's window", () => {
  it('answers only its own operations, and is told of nothing else', async () => {
    await main.ok('board/connect', { path: 'simulated' });
    await openLine();
    const allowed = ['line/state', 'line/scan', 'line/start', 'line/operator', 'line/leave', 'line/confirm-clock', 'settings/get', 'app/info', 'app/notices'];
    for (const name of Object.keys(operations) as OperationName[]) expect(main.main.refuses(name)?.code, name).toBe(allowed.includes(name) ? undefined : 'app/operator-only');
    expect((await main.main.handlers['board/state']({})), "the engineer's board is free").toMatchObject({ ok: true, value: { link: 'none' } });
    main.events.length = 0;
    // Operations that cause events of the engineer's areas. The operator's window must not get these events.
    await main.main.handlers['board/connect']({ path: 'simulated' });
    await main.main.handlers['slots/change']({ number: 1, name: 'Left' });
    await main.ok('line/operator', { name: 'Ada' });
    await bench.until('told', () => main.events.length > 0);
    expect(new Set(main.events.map(({ name }) => name))).toEqual(new Set(['line/changed']));
    for (const { event } of main.events) expect(events['line/changed'].safeParse(event).success).toBe(true);
  });

  it('is not opened by a file that is not a job, nor while a plan runs', async () => {
    expect(await main.fault('line/open', { ticket: await main.take('a.tbjob', '{}') })).toMatchObject({ code: 'job/not-a-job' });
    expect(await main.ok('line/state', {})).toBeUndefined();
    expect(await main.ok('board/state', {})).toMatchObject({ link: 'none' });
  });

  it('shows why the job can\'t run, and stops all slots', async () => {
    const expired = await releaseJob(state(), lineJob({ validUntil: '2026-11-02T00:00:00Z' }));
    const view = await main.ok('line/open', { ticket: await main.take('old.tbjob', expired) });
    expect(view).toMatchObject({ fault: { code: 'job/expired' }, slots: [{ state: 'stopped', fault: { code: 'job/expired' }, startable: false }, { state: 'stopped' }] });
    expect(await main.fault('board/state', {})).toMatchObject({ code: 'app/operator-only' });
    bench.plug(1, 'one');
    await main.ok('line/scan', { text: 'SN-1' });
    expect((await bench.slot(1)).state).toBe('stopped');
    expect(await main.fault('line/start', { slot: 1 })).toMatchObject({ code: 'line/not-startable' });
    expect(bench.memory('one')['f1d4']?.data).toBe('00');
  });

  it('withdrawn while it is open: no further unit is begun', async () => {
    await openLine();
    bench.plug(1, 'one');
    await bench.reaches(1, 'needs-scan');
    const service = JobService.in(state(), openJournal(state(), nodeRandomness, () => new Date()), () => new Date());
    must(await service.withdraw(must(decodeJobFile(Buffer.from(bench.job), 'a'))));
    await main.ok('line/scan', { text: 'SN-1' });
    expect(await bench.until('blocked', ({ fault }) => fault !== undefined)).toMatchObject({ fault: { code: 'job/withdrawn' }, slots: [{ state: 'stopped' }, { state: 'stopped' }] });
    expect(bench.memory('one')['f1d4']?.data).toBe('00');
  });

  it('a chip that was in a slot before waits for the button, also when the job needs no scan', async () => {
    bench.plug(1, 'one');
    const job = await releaseJob(state(), lineJob({ serial: { from: 'counter', prefix: 'N-', width: 2, first: 1 } }));
    await main.ok('line/open', { ticket: await main.take('a.tbjob', job) });
    expect(await bench.reaches(1, 'ready')).toMatchObject({ startable: true });
    expect((await main.ok('line/start', { slot: 1 })).slots[0]).toMatchObject({ state: 'working' });
    expect(await bench.reaches(1, 'pass')).toMatchObject({ serial: 'N-01' });
  });

  it('is shown again after a restart, with its job and operator', async () => {
    await openLine();
    await main.ok('line/operator', { name: ' Ada Ohm ' });
    await restart();
    expect(await main.ok('line/state', {})).toMatchObject({ job: { title: 'Sensor nodes' }, operator: 'Ada Ohm', slots: [{ state: 'connecting' }, {}] });
    expect(await main.fault('board/state', {})).toMatchObject({ code: 'app/operator-only' });
  });

  it('is there again when its file is damaged: nothing can be done, and the engineer can leave it', async () => {
    await main.ok('line/set-pin', { pin });
    await openLine();
    await main.close();
    writeFileSync(join(state(), 'operator.json'), '{"open":');
    for (let start = 1; start <= 2; start++) {
      main = await openProgram({}, folder);
      expect(await main.ok('line/state', {})).toMatchObject({ fault: { code: 'line/no-job' }, slots: [{ state: 'stopped' }, { state: 'stopped' }] });
      expect(await main.fault('board/state', {})).toMatchObject({ code: 'app/operator-only' });
      if (start === 1) await main.close();
    }
    await main.ok('line/leave', { pin });
    expect(await main.ok('board/state', {})).toMatchObject({ link: 'none' });
  });

  it('is opened by --operator, also with a file that is not there, and then without the option', async () => {
    await main.close();
    writeFileSync(join(folder, 'b.tbjob'), bench.job);
    main = await openProgram({}, folder, join(folder, 'b.tbjob'));
    expect(await main.ok('line/state', {})).toMatchObject({ job: { title: 'Sensor nodes', serial: 'given' }, pinSet: false });
    await restart();
    expect(await main.ok('line/state', {})).toMatchObject({ job: { title: 'Sensor nodes' } });
    await restart(join(folder, 'none.tbjob'));
    expect(await main.ok('line/state', {})).toMatchObject({ job: { title: 'none.tbjob' }, fault: { code: 'file/not-found' }, slots: [{ state: 'stopped' }, { state: 'stopped' }] });
    expect(await main.fault('line/start', { slot: 1 })).toMatchObject({ code: 'line/not-open' });
  });

  it('the records name who works', async () => {
    await main.ok('settings/set', { operator: 'The engineer' });
    await openLine();
    const text = (): string => readdirSync(join(state(), 'journal')).filter((name) => name.endsWith('.jsonl')).map((name) => readFileSync(join(state(), 'journal', name), 'utf8')).join('');
    bench.plug(1, 'one');
    await bench.reaches(1, 'needs-scan');
    await main.ok('line/operator', { name: 'Ada' });
    await main.ok('line/scan', { text: 'SN-1' });
    await bench.reaches(1, 'pass');
    expect(text()).toContain('"operator":"Ada"');
    expect(text()).not.toContain('The engineer');
  });
});

describe("the engineer's PIN", () => {
  it('leaves and frees the ports for the engineer, and the line does not take them again', async () => {
    await main.ok('line/set-pin', { pin });
    await openLine();
    bench.plug(1, 'one');
    await bench.reaches(1, 'needs-scan');
    await main.ok('line/leave', { pin });
    // As long as a port that is watched needs to be opened again.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await main.ok('board/connect', { path: 'simulated@simulated-slot1.json' })).toMatchObject({ link: 'connected' });
  });

  it('confirms the clock: jobs run again; wrong tries count, and the result of before stays', async () => {
    await openLine();
    bench.plug(1, 'one');
    await bench.reaches(1, 'needs-scan');
    await main.ok('line/scan', { text: 'SN-1' });
    await bench.reaches(1, 'pass');
    const tomorrow = new Date(Date.now() + 86_400_000);
    must(await openJournal(state(), nodeRandomness, () => tomorrow).appendSigned({ what: 'run-set-aside', run: 'x' }));
    bench.plug(2, 'two');
    expect(await bench.until('blocked', ({ fault }) => fault !== undefined)).toMatchObject({ fault: { code: 'job/clock-set-back' }, slots: [{ state: 'pass', serial: 'SN-1' }, { state: 'stopped' }] });
    expect(await main.fault('line/confirm-clock', { pin })).toMatchObject({ code: 'line/no-pin' });
    must(await new PinStore(state(), () => new Date(), nodeClock).set(pin));
    for (const wrong of ['0000', '4711']) expect(await main.fault('line/confirm-clock', { pin: wrong })).toMatchObject({ code: 'pin/wrong' });
    expect(await bench.view()).toMatchObject({ fault: { code: 'job/clock-set-back' }, slots: [{ state: 'pass' }, { state: 'stopped' }] });
    expect(await main.ok('line/confirm-clock', { pin })).not.toHaveProperty('fault');
    expect(await bench.slot(1)).toMatchObject({ state: 'pass', serial: 'SN-1' });
    await bench.reaches(2, 'needs-scan');
    await main.ok('line/scan', { text: 'SN-2' });
    await bench.reaches(2, 'pass');
    const journal = readdirSync(join(state(), 'journal')).filter((name) => name.endsWith('.jsonl')).map((name) => readFileSync(join(state(), 'journal', name), 'utf8')).join('');
    expect(journal).toContain('"what":"clock-confirmed"');
    expect(journal + JSON.stringify(main.events)).not.toContain(pin);
    // Wrong tries for both purposes are counted together.
    await main.fault('line/confirm-clock', { pin: '1' });
    await main.fault('line/leave', { pin: '2' });
    await main.fault('line/confirm-clock', { pin: '3' });
    expect([(await main.fault('line/leave', { pin })).code, (await main.fault('line/confirm-clock', { pin })).code]).toEqual(['pin/wait', 'pin/wait']);
  });

  it('confirms no clock where no job is open', async () => {
    expect(await main.fault('line/confirm-clock', { pin })).toMatchObject({ code: 'line/not-open' });
  });

  it('nobody can leave without a PIN, and the fault says how to set one', async () => {
    await openLine();
    expect(await main.ok('line/state', {})).toMatchObject({ pinSet: false });
    expect(await main.fault('line/leave', { pin: '' })).toMatchObject({ code: 'line/no-pin' });
    expect(await main.fault('line/leave', { pin: '0000' })).toMatchObject({ code: 'line/no-pin' });
    expect((await main.call('line/set-pin', { pin: '0000' })).ok).toBe(false);
  });

  it('lets the engineer out; units that run are cancelled and the boards are free', async () => {
    await main.ok('line/set-pin', { pin });
    await openLine();
    expect(await main.ok('line/state', {})).toMatchObject({ pinSet: true });
    bench.plug(1, 'one');
    await bench.reaches(1, 'needs-scan');
    expect(await main.fault('line/leave', { pin: '4711' })).toMatchObject({ code: 'pin/wrong' });
    expect(await main.fault('board/state', {})).toMatchObject({ code: 'app/operator-only' });
    expect(await main.ok('line/leave', { pin })).toEqual({ done: true });
    expect(await main.ok('line/state', {})).toBeUndefined();
    expect(await main.ok('board/connect', { path: 'simulated@simulated-slot1.json' })).toMatchObject({ link: 'connected' });
    await restart();
    expect(await main.ok('line/state', {})).toBeUndefined();
  });

  it.each(['123', ' 1234', '1234 ', '12\n34', '12\u202e34', ''])('%j is not one', async (text) => {
    expect(await main.fault('line/set-pin', { pin: text })).toMatchObject({ code: 'pin/form' });
  });

  it.each(['1234', 'x'.repeat(64), 'ÄÖÜß'])('%j is one', async (text) => {
    expect(await main.ok('line/set-pin', { pin: text })).toEqual({ done: true });
  });

  it('is changed with the old one only', async () => {
    await main.ok('line/set-pin', { pin });
    expect(await main.fault('line/set-pin', { pin: 'another' })).toMatchObject({ code: 'pin/wrong' });
    expect(await main.fault('line/set-pin', { pin: 'another', old: '1234' })).toMatchObject({ code: 'pin/wrong' });
    await main.ok('line/set-pin', { pin: 'another', old: pin });
    await openLine();
    expect(await main.fault('line/leave', { pin })).toMatchObject({ code: 'pin/wrong' });
    await main.ok('line/leave', { pin: 'another' });
  });

  it('after three wrong ones each try has to wait, also after a restart and at once', async () => {
    await main.ok('line/set-pin', { pin });
    await openLine();
    const codes: string[] = [];
    for (let nth = 0; nth < 3; nth++) codes.push((await main.fault('line/leave', { pin: `wrong ${nth}` })).code);
    const both = await Promise.all(['wrong', pin].map((text) => main.fault('line/leave', { pin: text })));
    expect([...codes, ...both.map(({ code }) => code)]).toEqual(['pin/wrong', 'pin/wrong', 'pin/wrong', 'pin/wait', 'pin/wait']);
    await restart();
    const waits = await main.fault('line/leave', { pin });
    // Some of the 30 s have passed.
    expect([waits.code, (waits.data as { seconds: number }).seconds > 15]).toEqual(['pin/wait', true]);
  });

  it('is kept as scrypt with a salt, for its owner alone; nowhere in the state folder, messages or faults', async () => {
    await main.ok('line/set-pin', { pin: 'Geheimnis-4711' });
    await openLine();
    const wrong = await main.fault('line/leave', { pin: 'Falsch-0815' });
    const path = join(state(), 'engineer-pin.json');
    const kept = JSON.parse(readFileSync(path, 'utf8')) as { scrypt: { N: number; r: number; p: number }; salt: string; hash: string };
    expect([kept.scrypt.N >= 2 ** 15, kept.scrypt.r, kept.salt.length, statSync(path).mode & 0o777]).toEqual([true, 8, 32, 0o600]);
    expect(scryptSync('Geheimnis-4711', Buffer.from(kept.salt, 'hex'), 32, { ...kept.scrypt, maxmem: 2 ** 28 }).toString('hex')).toBe(kept.hash);
    await main.ok('line/leave', { pin: 'Geheimnis-4711' });
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'));
    const said = `${files.join('\n')}${JSON.stringify(main.events)}${JSON.stringify(wrong)}`;
    for (const secret of ['Geheimnis-4711', 'Falsch-0815']) for (const form of ['latin1', 'hex', 'base64'] as const) expect(said).not.toContain(Buffer.from(secret).toString(form));
  });

  it('with a damaged file lets nobody leave', async () => {
    await main.ok('line/set-pin', { pin });
    await openLine();
    writeFileSync(join(state(), 'engineer-pin.json'), '{}');
    expect(await main.fault('line/leave', { pin })).toMatchObject({ code: 'pin/unreadable' });
    expect(readFileSync(join(state(), 'engineer-pin.json'), 'utf8')).toBe('{}');
  });
});
