import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, describe, it } from 'vitest';
import type { Exchange } from '../../core/bridge/link.ts';
import type { Job } from '../../core/job/job.ts';
import { decodeJobFile } from '../../core/job/jobFile.ts';
import { must } from '../../core/result/result.ts';
import { chipMemory, lineJob, releaseJob } from '../app/line/testing/lineBench.ts';
import { JobService } from '../app/jobs/index.ts';
import { openJournal } from '../journal/openJournal.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { commandLine, testStation, type Ran } from './testing/commandLine.ts';

const station = testStation();
const counting = { from: 'counter', prefix: 'N', width: 2, first: 1 } as const;

interface Event {
  readonly event?: string;
  readonly result?: string;
  readonly code?: string;
  readonly serial?: string;
  readonly chipId?: string;
  readonly slot?: string;
  readonly error?: { readonly code: string };
}

async function released(change: Partial<Job> = {}): Promise<string> {
  const path = station.path('a.tbjob');
  writeFileSync(path, await releaseJob(station.path('.'), lineJob({ serial: counting, ...change })));
  return path;
}

let chips = 0x300;
const port = (name: string): string => {
  if (!existsSync(station.path(name))) writeFileSync(station.path(name), JSON.stringify(chipMemory(++chips)));
  return `simulated:trust-m-v3@${station.path(name)}`;
};

interface RanJob extends Ran {
  readonly events: readonly Event[];
}

async function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}, onExchange?: (exchange: Exchange) => void): Promise<RanJob> {
  const ran = await commandLine(['--json', 'job', 'run', '--job', station.path('a.tbjob'), ...words], { TRUST_BENCH_STATE_DIR: station.path('.'), ...environment }, onExchange);
  return { ...ran, events: ran.out.trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Event) };
}
const results = ({ events }: RanJob) => events.filter(({ event }) => event === 'result').map(({ result, serial, code }) => [result, serial, code]);

/** Counts the requests of one whole unit. */
async function requests(): Promise<number> {
  let count = 0;
  expect((await run(['--port', port('counted')], {}, () => void count++)).code).toBe(0);
  return count;
}

describe('units one after the other on one port', () => {
  it('the next chip is done when it is there; each has its number', async () => {
    await released();
    const ran = await run(['--port', port('one'), '--count', '2'], { TRUST_BENCH_SIM_FAULTS: `swap@${(await requests()) + 1}:before` });
    expect([ran.code, results(ran)]).toEqual([0, [['pass', 'N02', undefined], ['pass', 'N03', undefined]]]);
    expect(new Set(ran.events.flatMap(({ chipId }) => chipId ?? [])).size).toBe(2);
    expect(new Set(ran.events.map(({ slot }) => slot))).toEqual(new Set([port('one')]));
  });

  it('withdrawn in between: the next unit is not begun, and the program ends', async () => {
    const file = must(decodeJobFile(readFileSync(await released()), 'a'));
    const last = await requests();
    let count = 0;
    const withdraw = (): void => {
      if (++count !== last) return;
      void JobService.in(station.path('.'), openJournal(station.path('.'), nodeRandomness, () => new Date()), () => new Date()).withdraw(file);
    };
    const ran = await run(['--port', port('one'), '--count', '2'], { TRUST_BENCH_SIM_FAULTS: `swap@${last + 1}:before` }, withdraw);
    expect([ran.code, results(ran), ran.events.at(-1)?.error?.code]).toEqual([1, [['pass', 'N02', undefined]], 'job/withdrawn']);
  });
});

describe('one port', () => {
  it('that is not there, or is no board, ends with the exit code of a port', async () => {
    await released();
    expect(await run(['--port', '/dev/ttyNONE'])).toMatchObject({ code: 3, events: [{ error: { code: 'port/not-found' } }] });
    expect(await run(['--port', port('silent')], { TRUST_BENCH_SIM_FAULTS: 'error@*' })).toMatchObject({ code: 3, events: [{ error: { code: 'link/chip-silent' } }] });
  });

  it('a number is for one unit', async () => {
    await released({ serial: { from: 'given' } });
    for (const words of [['--serial', 'A', 'B'], ['--serial', 'A', '--count', '2']]) expect(await run(['--port', port('one'), ...words])).toMatchObject({ code: 2, events: [{ error: { code: 'usage/bad-option' } }] });
  });

  it('a number that the job does not take is told, not left out', async () => {
    await released();
    expect(results(await run(['--port', port('one'), '--serial', 'X']))).toEqual([['refused', 'X', 'job/serial-not-asked']]);
    expect(JSON.parse(readFileSync(station.path('one'), 'utf8'))).toMatchObject({ objects: { f1d4: { data: '00' } } });
  });

  it('the rights that were asked for are needed for each unit: without them nothing is written', async () => {
    await released();
    const ran = await run(['--port', port('one'), '--shielded']);
    expect([ran.code, ran.events.at(-1)]).toEqual([1, expect.objectContaining({ result: 'fail', code: 'chip/not-shielded' })]);
    expect(JSON.parse(readFileSync(station.path('one'), 'utf8'))).toMatchObject({ objects: { f1d4: { data: '00' } } });
  });

  it('a line that was brought into step is told', async () => {
    await released();
    const ran = await run(['--port', port('one')], { TRUST_BENCH_SIM_FAULTS: 'drop@GetDataObject#2:3' });
    expect([ran.code, results(ran)]).toEqual([0, [['pass', 'N01', undefined]]]);
    expect(ran.err).toContain('link resynchronised');
  });
});

it('several slots whose sockets are empty: each is told by its name', async () => {
  await released();
  await commandLine(['slots', 'teach', '1', '--port', port('one'), '--name', 'Left'], { TRUST_BENCH_STATE_DIR: station.path('.') });
  await commandLine(['slots', 'teach', '2', '--port', port('two'), '--name', 'Right'], { TRUST_BENCH_STATE_DIR: station.path('.') });
  const ran = await run(['--slot', 'all'], { TRUST_BENCH_SIM_FAULTS: 'error@*' });
  expect([ran.code, ran.events.map(({ event, slot, code }) => [event, slot, code]).toSorted(([, a = ""], [, b = ""]) => a.localeCompare(b))]).toEqual([3, [['no-chip', 'Left', 'link/chip-silent'], ['no-chip', 'Right', 'link/chip-silent']]]);
});
