import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Job, SerialRule } from '../../core/job/job.ts';
import { encodeJobFile, newJobFile } from '../../core/job/jobFile.ts';
import { sampleJob } from '../../core/job/testing/sampleJob.ts';
import { opensslText } from '../../core/keys/testing/openssl.ts';
import { oid } from '../../core/objects/oid.ts';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import { chipMemory, lineJob } from '../app/line/testing/lineBench.ts';
import { thisOwner } from '../files/owner.ts';
import { openJournal } from '../journal/openJournal.ts';
import { readRuns, unfinishedRun } from '../journal/recordedRuns.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { testStation } from './testing/commandLine.ts';

const station = testStation();


/** Makes the memory of a new chip. Simulated chips of one profile have the same UID, so its last bytes are changed. */
function newChip(name: string, nth: number): string {
  writeFileSync(station.path(name), JSON.stringify(chipMemory(nth)));
  return name;
}

const jobOf = (change: Partial<Job> = {}): Job => lineJob({ quantity: 2, label: undefined, export: undefined, follows: undefined, ...change });

/** Makes a signed job in the test's folder, and trusts its signer. */
async function released(job: Job = jobOf(), name = 'a.tbjob'): Promise<string> {
  const [path, key, trusted] = [station.path(name), station.path(`${name}.pem`), station.path(`${name}.pub`)];
  writeFileSync(path, encodeJobFile(newJobFile(job)));
  const pem = opensslText('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256');
  writeFileSync(key, pem);
  writeFileSync(trusted, opensslText('pkey -pubout', pem));
  expect((await station.runOn('', 'job', 'sign', path, '--signer', key)).code).toBe(0);
  expect((await station.runOn('', 'job', 'trust', trusted)).code).toBe(0);
  return path;
}

interface Event {
  readonly event: string;
  readonly result?: string;
  readonly code?: string;
  readonly chipId?: string;
  readonly serial?: string;
}

let chips = 0;

/** Runs one unit on the chip with this memory; without a memory file, on a new chip. */
async function unit(job: string, chip: string, ...words: string[]): Promise<{ readonly code: number; readonly events: readonly Event[]; readonly result: Event | undefined; readonly err: string }> {
  if (!existsSync(station.path(chip))) newChip(chip, ++chips);
  const ran = await station.run('--port', `simulated:trust-m-v3@${station.path(chip)}`, '--json', 'job', 'run', '--job', job, ...words);
  const events = ran.out.trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Event);
  return { code: ran.code, events, result: events.find(({ event }) => event === 'result'), err: ran.err };
}

const memory = (chip: string): ChipState['objects'] => (JSON.parse(readFileSync(station.path(chip), 'utf8')) as ChipState).objects;
const journal = (): string => station.path('journal');
const says = (text: string): string => Buffer.from(text).toString('hex');

describe('job run', () => {
  it('two units pass, the same chip again, a third unit of two', async () => {
    const job = await released();
    const first = await unit(job, 'one', '--serial', 'SN1');
    expect([first.code, first.result]).toEqual([0, expect.objectContaining({ result: 'pass', serial: 'SN1', chipId: expect.stringMatching(/^[0-9a-f]{20}$/) })]);
    expect(first.events.map(({ event }) => event)).toEqual(['unit', 'step', 'step', 'step', 'result']);
    expect([memory('one')['f1d4']?.data, memory('one')['f1d5']?.data, memory('one')['f1d5']?.metadata]).toEqual([says('SN1'), says('made by us'), expect.stringContaining('c00107')]);
    expect((await readRuns(journal())).map(({ unit: of, operator }) => [of, operator]), 'the record names the unit').toEqual([[{ job: sampleJob.id, revision: 1, title: 'Sensor nodes', serial: 'SN1' }, expect.any(String)]]);
    expect(await unfinishedRun(journal(), undefined)).toBeUndefined();
    const again = await unit(job, 'one');
    expect([again.code, again.result]).toEqual([1, expect.objectContaining({ result: 'done-before', serial: 'SN1', passedAt: expect.any(String) })]);
    expect((await unit(job, 'two', '--serial', 'SN1')).result).toMatchObject({ result: 'refused', code: 'job/serial-used' });
    expect(memory('two')['f1d4']?.data).toBe('00');
    expect((await unit(job, 'two', '--serial', 'SN2')).result).toMatchObject({ result: 'pass', serial: 'SN2' });
    const third = await unit(job, 'three', '--serial', 'SN3');
    expect([third.code, third.result]).toEqual([1, expect.objectContaining({ result: 'refused', code: 'job/quantity-used' })]);
    expect(memory('three')['f1d4']?.data).toBe('00');
    expect((await station.run('--port', `simulated:trust-m-v3@${station.path('three')}`, 'job', 'run', '--job', job, '--serial', 'SN3')).out, 'the word is that of the report').toMatch(/^REFUSED SN3, chip /);
    const report = await station.runOn('', 'job', 'report', '--job', job, '--as', 'json');
    expect(report.json).toMatchObject({ released: 2, passed: 2, left: 0, open: 0, failed: 0, units: [{ serial: 'SN1', result: 'pass' }, { serial: 'SN1', result: 'refused' }, { serial: 'SN2', result: 'pass' }, { result: 'refused', code: 'job/quantity-used' }, { result: 'refused', code: 'job/quantity-used' }] });
  });

  it('in a slot: the events say its name; the board of the slot gets the unit', async () => {
    const [job, chip] = [await released(), newChip('simulated-left.json', ++chips)];
    expect((await station.run('slots', 'teach', '3', '--port', `simulated:v3@${station.path(chip)}`, '--name', 'By the window')).code).toBe(0);
    const ran = await station.run('--json', 'job', 'run', '--job', job, '--slot', 'by the window', '--serial', 'SN1');
    const events = ran.out.trim().split('\n').map((line) => JSON.parse(line) as { readonly event: string; readonly slot: string });
    expect([ran.code, events.map(({ event, slot }) => [event, slot])]).toEqual([0, ['unit', 'step', 'step', 'step', 'result'].map((event) => [event, 'By the window'])]);
    expect(memory(chip)['f1d4']?.data).toBe(says('SN1'));
  });

  it('in several slots at once: each has its board, its number and its result; a slot without a chip is told', async () => {
    const job = await released(jobOf({ quantity: 0 }));
    for (const [slot, name] of [['1', 'Left'], ['2', 'Right'], ['7', 'Far']] as const) {
      newChip(`chip ${slot}`, ++chips);
      expect((await station.run('slots', 'teach', slot, '--port', `simulated:v3@${station.path(`chip ${slot}`)}`, '--name', name)).code).toBe(0);
    }
    const run = async (...words: string[]) => {
      const ran = await station.run('--json', 'job', 'run', '--job', job, ...words);
      const events = ran.out.trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Event & { readonly slot: string; readonly error?: { readonly code: string } });
      return { code: ran.code, events, results: events.filter(({ event }) => event === 'result').toSorted((a, b) => a.slot.localeCompare(b.slot)).map(({ slot, result, serial, code }) => [slot, result, serial, code]) };
    };
    const both = await run('--slot', 'left', 'right', '--serial', 'SN1', 'SN2');
    expect([both.code, both.results]).toEqual([0, [['Left', 'pass', 'SN1', undefined], ['Right', 'pass', 'SN2', undefined]]]);
    for (const slot of ['Left', 'Right']) expect(both.events.filter((one) => one.slot === slot).map(({ event }) => event)).toEqual(['unit', 'step', 'step', 'step', 'result']);
    expect([memory('chip 1')['f1d4']?.data, memory('chip 2')['f1d4']?.data]).toEqual([says('SN1'), says('SN2')]);
    // Two chips have passed before, and the third has no serial number.
    const all = await run('--slot', 'all');
    expect([all.code, all.results]).toEqual([1, [['Far', 'refused', undefined, 'job/serial-missing'], ['Left', 'done-before', 'SN1', undefined], ['Right', 'done-before', 'SN2', undefined]]]);
    for (const words of [['--slot', '1', '--slot', '2', '--serial', 'A'], ['1', '2'], ['--slot', '1', '2', '--port', 'simulated']]) expect((await run(...words)).events).toEqual([{ error: expect.objectContaining({ code: 'usage/bad-option' }) }]);
    expect((await run('--slot', '1', 'none')).events).toEqual([{ error: expect.objectContaining({ code: 'slot/unknown' }) }]);
  });

  it.each<[string, SerialRule, readonly (string | undefined)[]]>([
    ['a counter', { from: 'counter', prefix: 'N', width: 2, first: 9 }, ['N09', 'N10']],
    ['a list', { from: 'list', values: ['b', 'a'] }, ['b', 'a']],
  ])('serial numbers of %s', async (_, serial, wanted) => {
    const job = await released(jobOf({ serial, quantity: 0 }));
    expect([(await unit(job, 'one')).result?.serial, (await unit(job, 'two')).result?.serial]).toEqual(wanted);
    expect((await unit(job, 'three')).result).toMatchObject(serial.from === 'list' ? { result: 'refused', code: 'job/serials-used' } : { result: 'pass', serial: 'N11' });
    expect((await unit(job, 'four', '--serial', 'X')).result).toMatchObject({ result: 'refused', code: serial.from === 'list' ? 'job/serial-not-asked' : 'job/serial-not-asked' });
  });

  it.each(['SN\t1', ' SN1', 'SN1 ', 'x'.repeat(65), 'x'.repeat(5000), 'Nr. ü', 'a\nb'])('a serial number that is none: %j', async (serial) => {
    expect((await unit(await released(), 'one', '--serial', serial)).result).toMatchObject({ result: 'refused', code: 'job/serial-malformed' });
    expect((await unit(station.path('a.tbjob'), 'one', '--serial', 'SN1')).result).toMatchObject({ result: 'pass' });
  });

  it('without a serial number that has to be scanned', async () => {
    const ran = await unit(await released(), 'one');
    expect([ran.code, ran.result]).toEqual([1, expect.objectContaining({ result: 'refused', code: 'job/serial-missing' })]);
    expect(memory('one')['f1d5']?.data).toBe('00');
  });

  it('another family, an object that is locked already, other conditions: to check, and nothing is written', async () => {
    const job = await released();
    const other = await station.run('--port', `simulated:trust-m-v1@${station.path('old')}`, '--json', 'job', 'run', '--job', job, '--serial', 'A');
    expect(JSON.parse(other.out.trim().split('\n').at(-1) ?? '')).toMatchObject({ result: 'check', code: 'job/other-family' });
    expect((await station.onProfile('trust-m-v3', 'object', 'lock', '--id', 'f1d5', '--yes-lock', 'f1d5')).code).toBe(0);
    copyFileSync(station.path('trust-m-v3.state'), station.path('locked'));
    expect((await unit(job, 'locked', '--serial', 'B')).result).toMatchObject({ result: 'check', code: 'job/other-state' });
    expect(memory('locked')['f1d4']?.data).toBe('00');
    expect((await station.runOn(`simulated:trust-m-v3@${station.path('strange')}`, 'object', 'metadata', '--id', 'f1d4', '--set', '{"read":"never"}')).code).toBe(0);
    expect((await unit(job, 'strange', '--serial', 'C')).result).toMatchObject({ result: 'check', code: 'job/other-state' });
  });

  it('something irreversible that was not confirmed at release', async () => {
    const ran = await unit(await released(jobOf({ confirmed: [] })), 'one', '--serial', 'A');
    expect([ran.code, ran.result]).toEqual([1, expect.objectContaining({ result: 'check', code: 'job/not-released' })]);
    expect(memory('one')['f1d4']?.data).toBe('00');
  });

  it('a chip that another job passed, unless this one follows it', async () => {
    const job = await released();
    expect((await unit(job, 'one', '--serial', 'A')).result?.result).toBe('pass');
    const next = jobOf({ id: '00000000-0000-4000-8000-000000000002', steps: [{ id: 'number', kind: 'write-object', object: oid(0xf1d6), content: { kind: 'inline', bytes: Uint8Array.of(1) }, what: 'mark' }], expected: [{ step: 'number', state: 'needed' }], varies: [], serial: undefined, states: [], confirmed: [] });
    expect((await unit(await released(next, 'b.tbjob'), 'one')).result).toMatchObject({ result: 'check', code: 'job/other-job' });
    expect((await unit(await released({ ...next, follows: [sampleJob.id] }, 'c.tbjob'), 'one')).result).toMatchObject({ result: 'pass' });
  });

  it('a day of the journal is missing, or its folder: the job does not run', async () => {
    const job = await released();
    expect((await unit(job, 'one', '--serial', 'A')).result?.result).toBe('pass');
    const day = readdirSync(journal()).find((name) => name.endsWith('.jsonl')) ?? '';
    const text = readFileSync(join(journal(), day), 'utf8');
    writeFileSync(join(journal(), day), text.split('\n').filter((line) => !line.includes('unit-ended')).join('\n'));
    expect((await unit(job, 'two', '--serial', 'B')).err).toContain('job/count-unknown');
    rmSync(journal(), { recursive: true });
    const gone = await unit(job, 'two', '--serial', 'B');
    expect([gone.code, gone.result]).toEqual([1, undefined]);
    expect(gone.err).toContain('job/count-unknown');
    expect((await station.runOn('', 'job', 'verify', job)).json.problems).toMatchObject([{ code: 'job/count-unknown' }]);
    expect(memory('two')['f1d4']?.data).toBe('00');
  });

  it.each<[string, Partial<Job>, string]>([
    ['expired', { validUntil: '2026-11-02T00:00:00Z' }, 'job/expired'],
    ['not yet valid', { validFrom: '2999-01-01T00:00:00Z' }, 'job/not-yet-valid'],
  ])('%s: nothing is done', async (_, change, code) => {
    const ran = await unit(await released(jobOf(change)), 'one', '--serial', 'A');
    expect([ran.code, ran.events]).toEqual([1, [{ error: expect.objectContaining({ code }) }]]);
    expect(memory('one')['f1d4']?.data).toBe('00');
  });

  it('changed while units are left, withdrawn, an older revision, a signer who is no longer trusted', async () => {
    const job = await released();
    expect((await unit(job, 'one', '--serial', 'A')).result?.result).toBe('pass');
    const text = readFileSync(job, 'utf8');
    const refused = async (code: string): Promise<void> => expect((await unit(job, 'two', '--serial', 'B')).events).toEqual([{ error: expect.objectContaining({ code }) }]);
    writeFileSync(job, text.replace('"quantity": 2', '"quantity": 3'));
    await refused('job/changed');
    writeFileSync(job, text);
    const newer = await released(jobOf({ revision: 2 }), 'newer.tbjob');
    expect((await station.runOn('', 'job', 'verify', newer)).code).toBe(0);
    await refused('job/older-revision');
    expect((await unit(newer, 'one', '--serial', 'A')).result, 'a newer revision knows what the older one did').toMatchObject({ result: 'done-before' });
    expect((await station.runOn('', 'job', 'withdraw', newer)).code).toBe(0);
    expect((await unit(newer, 'two', '--serial', 'B')).events).toEqual([{ error: expect.objectContaining({ code: 'job/withdrawn' }) }]);
    const other = await released(jobOf({ id: '00000000-0000-4000-8000-000000000003' }), 'other.tbjob');
    expect((await station.runOn('', 'job', 'trust', station.path('other.tbjob.pub'), '--remove')).code).toBe(0);
    expect((await unit(other, 'two', '--serial', 'B')).events).toEqual([{ error: expect.objectContaining({ code: 'job/signer-not-trusted' }) }]);
    expect(memory('two')['f1d4']?.data).toBe('00');
  });

  it('the clock was set back', async () => {
    const job = await released();
    const tomorrow = new Date(Date.now() + 3_600_000);
    expect((await openJournal(station.path('.'), nodeRandomness, () => tomorrow).appendSigned({ what: 'run-set-aside', run: 'x' })).ok).toBe(true);
    const ran = await unit(job, 'one', '--serial', 'A');
    expect([ran.code, ran.events]).toEqual([1, [{ error: expect.objectContaining({ code: 'job/clock-set-back' }) }]]);
    expect(memory('one')['f1d4']?.data).toBe('00');
  });

  it('a unit whose program was killed: settled at the next start by what the journal has', async () => {
    const job = await released();
    const writer = openJournal(station.path('.'), nodeRandomness, () => new Date());
    const gone = { pid: 999_999, started: '1', host: hostname(), token: 'x' };
    const taken = { what: 'unit-taken', job: sampleJob.id, revision: 1, chipId: '00000000000000000001', title: 'Sensor nodes', owner: gone } as const;
    expect((await writer.appendSigned({ ...taken, run: 'first', serial: 'A' })).ok).toBe(true);
    expect((await unit(job, 'one', '--serial', 'A')).result, 'its serial number stays its own').toMatchObject({ result: 'refused', code: 'job/serial-used' });
    expect((await unit(job, 'one', '--serial', 'B')).result).toMatchObject({ result: 'pass' });
    expect((await unit(job, 'two', '--serial', 'C')).result, 'the stopped unit no longer counts').toMatchObject({ result: 'pass' });
    const report = await station.runOn('', 'job', 'report', '--job', job, '--as', 'json');
    expect(report.json.units[0]).toMatchObject({ run: 'first', result: 'fail', code: 'job/stopped' });
  });

  it('a unit that a living program works on counts until it ends', async () => {
    const job = await released(jobOf({ quantity: 1 }));
    const writer = openJournal(station.path('.'), nodeRandomness, () => new Date());
    expect((await writer.appendSigned({ what: 'unit-taken', run: 'r', job: sampleJob.id, revision: 1, chipId: '00000000000000000001', title: 'x', serial: 'A', owner: thisOwner('r') })).ok).toBe(true);
    expect((await unit(job, 'one', '--serial', 'B')).result).toMatchObject({ result: 'refused', code: 'job/quantity-used' });
  });

  it('the report as a page and as a table', async () => {
    const job = await released();
    await unit(job, 'one', '--serial', '=1+1');
    const csv = await station.run('job', 'report', '--job', job, '--as', 'csv');
    expect(csv.out.split('\r\n')[1]).toMatch(/^[^,]+,'=1\+1,[0-9a-f]{20},pass,,,/);
    expect((await station.run('job', 'report', '--job', job, '--as', 'html', '--out', station.path('r.html'))).code).toBe(0);
    const page = readFileSync(station.path('r.html'), 'utf8');
    expect(page).toContain('<td>=1+1</td>');
    expect(page).toContain('released 2 · passed 1 · failed 0 · to check 0 · in work 0 · left 1');
  });
});
