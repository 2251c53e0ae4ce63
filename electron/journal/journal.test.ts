import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { toolsOn } from '../../core/plan/stepKind.ts';
import { runPlan } from '../../core/plan/run.ts';
import { rehearse } from '../../core/plan/rehearse.ts';
import { fault, type Fault } from '../../core/result/fault.ts';
import { must, ok } from '../../core/result/result.ts';
import { procedures } from '../../e2e/harness/faults/procedures.ts';
import { makeRig, openSession } from '../../e2e/harness/faults/rig.ts';
import { verifyChain } from './chain.ts';
import { journalFiles } from './files.ts';
import { headName, headSigner } from './head.ts';
import { Journal } from './journal.ts';
import { RunRecord } from './recorder.ts';
import { verifyFile } from './verify.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'trust-bench-journal-')), 'journal');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const day = '2026-03-01.jsonl';
const moment = (text = '2026-03-01T08:00:00Z') => (): Date => new Date(text);
const journal = (now = moment(), signed = false): Journal =>
  new Journal({ folder, now, who: 'tester@bench', ...(signed ? { signer: headSigner(folder, seededRandom('bench key')) } : {}) });
const note = (run: string, step = 'a') => ({ what: 'step-begun', run, step, irreversible: true }) as const;
const path = (file = day): string => join(folder, file);
const linesOf = (file = day): string[] => readFileSync(path(file), 'utf8').split('\n').slice(0, -1);
const put = (lines: readonly string[]): void => writeFileSync(path(), lines.map((line) => `${line}\n`).join(''));

async function fill(count: number, signed = false): Promise<void> {
  const one = journal(moment(), signed);
  for (let i = 0; i < count; i++) must(await (signed && i === count - 1 ? one.appendSigned(note(`run ${i}`)) : one.append(note(`run ${i}`))));
}

const broken = async (): Promise<string> => {
  const checked = await verifyFile(path());
  return checked.ok ? 'whole' : checked.fault.code;
};

describe('the chain', () => {
  it('every line names the one before; who and when are in it', async () => {
    await fill(3);
    const lines = linesOf().map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ what, seq, who, at }) => [what, seq, who, at])).toEqual([
      ['opened', 1, 'tester@bench', '2026-03-01T08:00:00.000Z'],
      ...[2, 3, 4].map((seq) => ['step-begun', seq, 'tester@bench', '2026-03-01T08:00:00.000Z']),
    ]);
    expect(await broken()).toBe('whole');
  });

  it('any changed byte is found, but in the very last line without a signature', async () => {
    await fill(6);
    const text = readFileSync(path(), 'utf8');
    const inLast = text.lastIndexOf('\n', text.length - 2);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: inLast }), fc.integer({ min: 1, max: 94 }), (at, shift) => {
        const byte = text.charCodeAt(at);
        const other = byte < 32 ? 33 : 32 + ((byte - 32 + shift) % 95);
        const changed = text.slice(0, at) + String.fromCharCode(other) + text.slice(at + 1);
        expect(verifyChain(changed, '0'.repeat(64)).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('removed, added, doubled and moved lines are found', async () => {
    await fill(5);
    const lines = linesOf();
    for (let at = 0; at < lines.length - 1; at++) {
      put(lines.filter((_, index) => index !== at));
      expect(await broken(), `without line ${at + 1}`).toBe('journal/broken');
      put(lines.toSpliced(at, 0, lines[at] as string));
      expect(await broken(), `line ${at + 1} twice`).toBe('journal/broken');
      put(lines.toSpliced(at, 0, lines[at + 1] as string).toSpliced(at + 2, 1));
      expect(await broken(), `lines ${at + 1} and ${at + 2} changed over`).toBe('journal/broken');
      put(lines.toSpliced(at, 0, '{"what":"step-begun"}'));
      expect(await broken(), `a line before ${at + 1}`).toBe('journal/broken');
    }
    put(lines);
    expect(await broken()).toBe('whole');
  });

  it('a cut end, and a changed last line, are found by the signed head', async () => {
    await fill(4, true);
    expect(await broken()).toBe('whole');
    const lines = linesOf();
    put(lines.slice(0, -1));
    expect(await broken()).toBe('journal/cut');
    put(lines.with(-1, (lines.at(-1) as string).replace('run 3', 'run 9')));
    expect(await broken()).toBe('journal/broken');
    put(lines);
    const head = readFileSync(path(headName(day)), 'utf8');
    writeFileSync(path(headName(day)), head.replace('"lines": 5', '"lines": 4'));
    expect(await broken()).toBe('journal/bad-signature');
  });

  it('a file whose end was cut before it began is found when its first line leans on the day before', async () => {
    must(await journal(moment('2026-03-01T10:00:00Z')).append(note('one')));
    must(await journal(moment('2026-03-02T10:00:00Z')).append(note('two')));
    expect((await verifyFile(path('2026-03-02.jsonl'))).ok).toBe(true);
    put(linesOf().slice(0, -1));
    expect(await verifyFile(path('2026-03-02.jsonl'))).toMatchObject({ ok: false, fault: { code: 'journal/broken', data: { line: 1 } } });
  });

  it('what was written past the last signature before midnight is signed when the next day begins', async () => {
    let now = '2026-03-01T23:59:00Z';
    const one = journal(() => new Date(now), true);
    must(await one.appendSigned(note('one')));
    must(await one.append(note('two')));
    expect(await verifyFile(path())).toMatchObject({ ok: true, value: { notes: [expect.stringContaining('after the last signature')] } });
    now = '2026-03-02T00:01:00Z';
    must(await one.append(note('two', 'b')));
    expect(await verifyFile(path())).toMatchObject({ ok: true, value: { notes: [], signedLines: 3 } });
  });

  it('an end that somebody cut is not signed when the next day begins', async () => {
    let now = '2026-03-01T23:59:00Z';
    const one = journal(() => new Date(now), true);
    for (const run of ['one', 'two']) must(await one.append(note(run)));
    must(await one.appendSigned(note('three')));
    put(linesOf().slice(0, -1));
    now = '2026-03-02T00:01:00Z';
    must(await one.append(note('four')));
    expect(await broken()).toBe('journal/cut');
  });

  it('lines that are cut while the program runs: it says so in the journal, signed or not', async () => {
    const one = journal(moment('2026-03-01T10:00:00Z'));
    for (const run of ['one', 'two', 'three']) must(await one.append(note(run)));
    put(linesOf().slice(0, -2));
    must(await one.append(note('four')));
    expect(linesOf().map((line) => (JSON.parse(line) as { what: string }).what)).toEqual(['opened', 'step-begun', 'lines-missing', 'step-begun']);
    expect(await verifyFile(path())).toMatchObject({ ok: false, fault: { code: 'journal/cut', data: { known: 4, found: 2 } } });
  });

  it('an end that was cut between two starts of the program is not signed over', async () => {
    await fill(4, true);
    put(linesOf().slice(0, -1));
    const next = journal(moment('2026-03-01T12:00:00Z'), true);
    must(await next.appendSigned(note('five')));
    expect(['journal/cut', 'journal/broken']).toContain(await broken());
  });

  it('a clock that was set back keeps the order', async () => {
    must(await journal(moment('2026-03-02T10:00:00Z')).append(note('one')));
    const told: Fault[] = [];
    const now = moment('2026-03-01T10:00:00Z');
    const back = new Journal({ folder, now, who: 'tester@bench', onNotice: (notice) => told.push(notice) });
    for (const run of ['two', 'three']) must(await back.append(note(run)));
    expect(readdirSync(folder).sort()).toEqual(['2026-03-01.jsonl', '2026-03-02.jsonl']);
    expect(await journalFiles(folder)).toEqual(['2026-03-02.jsonl', '2026-03-01.jsonl']);
    expect(linesOf().map((line) => (JSON.parse(line) as { what: string }).what)).toEqual(['opened', 'clock-set-back', 'step-begun', 'step-begun']);
    expect(told).toEqual([fault('journal/clock-set-back', { last: '2026-03-02T10:00:00.000Z', now: '2026-03-01T10:00:00.000Z' })]);
    expect(await broken()).toBe('whole');
    // The clock goes forward again: the later day gets a second file, since its first one is not the last of the chain.
    must(await journal(moment('2026-03-02T11:00:00Z')).append(note('four')));
    expect(await journalFiles(folder)).toEqual(['2026-03-02.jsonl', '2026-03-01.jsonl', '2026-03-02.2.jsonl']);
    for (const file of await journalFiles(folder)) expect(await verifyFile(path(file)), file).toMatchObject({ ok: true });
  });

  it('a line that a crash cut short stays, is named, and the chain goes on', async () => {
    await fill(2);
    appendFileSync(path(), '{"seq":4,"prev":"00');
    must(await journal().append(note('after')));
    const checked = await verifyFile(path());
    expect(checked).toMatchObject({ ok: true, value: { torn: 1, lines: 6 } });
    put(linesOf().toSpliced(3, 1));
    expect(await broken()).toBe('journal/broken');
  });

  it('two writers at once keep one chain', async () => {
    const writers = [journal(), journal()];
    await Promise.all(writers.flatMap((writer, w) => Array.from({ length: 20 }, (_, i) => writer.append(note(`${w} ${i}`)))));
    expect(linesOf()).toHaveLength(41);
    expect(await broken()).toBe('whole');
  });

  it('a file that a crash left empty is begun again', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path(), '');
    must(await journal().append(note('one')));
    expect(await broken()).toBe('whole');
  });

  it.each(['999999999', ''])('a writer that was killed leaves a lock that is nobody\'s (%j)', async (left) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path('.lock'), left);
    expect(await journal().append(note('one'))).toEqual(ok(undefined));
  });

  it.each(['', JSON.stringify({ pid: 1, started: '1', host: 'another computer', token: 'x' })])('so does one that was made when the clock was a year ahead (%j)', async (left) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path('.lock'), left);
    const ahead = Date.now() / 1000 + 365 * 86_400;
    utimesSync(path('.lock'), ahead, ahead);
    expect(await journal().append(note('one'))).toEqual(ok(undefined));
  });
});

describe('a journal that cannot be written', () => {
  const full = (): void => {
    mkdirSync(folder, { recursive: true });
    symlinkSync('/dev/full', path());
  };
  const noFolder = (): void => writeFileSync(folder, 'a file');

  it.each([
    ['disk full', full, 'The disk is full.'],
    ['no folder', noFolder, 'taken by a file'],
  ])('%s: says so, and what to do', async (_, spoil, why) => {
    spoil();
    const written = await journal().append(note('one'));
    expect(written).toMatchObject({ ok: false, fault: { code: 'journal/not-written', data: { folder, reason: expect.stringContaining(why) } } });
  });

  it('in the middle of a run: the run stops before the next step, and nothing more is sent', async () => {
    const procedure = await (procedures[0] as (typeof procedures)[number])();
    const [start] = procedure.chips;
    if (start === undefined) throw new Error('no chip');
    const writes: number[] = [];
    let spoilt = false;
    const rig = makeRig(start, [], (apdu) => {
      if (((apdu[0] ?? 0) & 0x7f) === 0x02) writes.push(spoilt ? 1 : 0);
    });
    const session = must(await openSession(rig.board.port, rig.clock));
    const one = journal();
    const rehearsal = await rehearse(procedure.plan, session.identity, { materials: procedure.materials(), random: seededRandom('x'), clock: rig.clock });
    const record = must(await RunRecord.begin(one, { run: 'r', plan: procedure.plan, rehearsal, identity: session.identity, port: 'p', simulated: true, materials: procedure.materials() }));
    let steps = 0;
    const result = await runPlan(procedure.plan, toolsOn(session, { materials: procedure.materials(), random: seededRandom('y') }), {
      before: async (step) => {
        steps += 1;
        if (steps === 3) {
          rmSync(path());
          symlinkSync('/dev/full', path());
          spoilt = true;
        }
        return record.hooks.before(step);
      },
      after: record.hooks.after,
    });
    expect(result).toMatchObject({ state: 'failed', fault: { code: 'journal/not-written' } });
    expect(writes.length).toBeGreaterThan(0);
    expect(writes).not.toContain(1);
    rmSync(path());
  });

  it.each([
    ['that is not a key', (file: string) => writeFileSync(file, 'not a key'), 'is not a private key'],
    ['that cannot be read', (file: string) => mkdirSync(file), 'cannot be read: It is a folder.'],
  ])('a station key %s is not replaced by a new one', async (_, spoil, why) => {
    const one = journal(moment(), true);
    must(await one.append(note('one')));
    const key = join(folder, '..', 'bench-key.pem');
    spoil(key);
    const sealed = await one.appendSigned(note('two'));
    expect(sealed).toMatchObject({ ok: false, fault: { code: 'journal/not-written', data: { reason: expect.stringContaining(why) } } });
    expect(readdirSync(folder)).toEqual([day]);
    rmSync(key, { recursive: true });
    expect(await one.appendSigned(note('three'))).toEqual(ok(undefined));
  });

  it('cutting a file to nothing is found', async () => {
    await fill(2, true);
    truncateSync(path(), 0);
    expect(await broken()).toBe('journal/cut');
  });
});
