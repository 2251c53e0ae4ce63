import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationName } from '../../../core/contract/operations.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';

/** A chip where F1D4 can only be written after proving the reference in F1D0. */
const secret = '5a'.repeat(32);
let program: TestProgram;
let folder: string;

const write = (id: string, object: string, inline: string) => ({ id, kind: 'write-object', object, what: 'x', content: { inline } });
const metadata = (id: string, object: string, changes: string) => ({ id, kind: 'write-metadata', object, changes, purpose: 'x' });
const open = async (...steps: readonly object[]) => program.ok('plan/open', { ticket: await program.take('plan.json', JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'x', steps })) });
const authorize = async () => program.ok('chip/authorize', { reference: '0xF1D0', ticket: await program.take('secret.txt', secret) });

async function run(...steps: readonly object[]): Promise<void> {
  const { planId } = await open(...steps);
  await program.ok('plan/run', { planId, confirmations: {} });
  expect(await program.ended()).toMatchObject({ state: 'finished' });
}

/** Counts the requests that an operation of the window sends to the chip. */
async function asks(name: OperationName): Promise<number> {
  const last = (await program.ok('trace/read', { after: 0 })).at(-1)?.id ?? 0;
  await program.ok(name, {} as never);
  return (await program.ok('trace/read', { after: last })).length;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-known-'));
  program = await openProgram({}, folder);
  await program.ok('board/connect', { path: 'simulated' });
  await run(metadata('a', '0xF1D0', '2006e80131d30100'), write('b', '0xF1D0', secret), metadata('c', '0xF1D4', '2005d00323f1d0'));
});
afterEach(async () => {
  await program.close();
  rmSync(folder, { recursive: true });
});

const chipId = async (): Promise<string> => (await program.ok('board/state', {})).chip?.chipId ?? '';

const nothing = async (): Promise<void> => undefined;

/** Name of the event, the reason why the review is void, a preparation, and the event itself. */
const signals: readonly (readonly [string, 'chip' | 'run' | 'access', () => Promise<unknown>, () => Promise<unknown>])[] = [
  [
    'another chip is on the board',
    'chip',
    nothing,
    async () => {
      const before = await chipId();
      await program.ok('board/simulate', { does: 'new-chip' });
      await program.ok('board/health', {});
      await expect.poll(async () => [(await program.ok('board/state', {})).link, (await chipId()) !== before], { timeout: 10_000 }).toEqual(['connected', true]);
    },
  ],
  ['a run has ended', 'run', nothing, () => run(write('d', '0xF1D5', '02'))],
  ['this connection authorized itself', 'access', nothing, authorize],
  [
    'an authorization was lost with a reset of the board',
    'access',
    authorize,
    async () => {
      await program.ok('board/simulate', { does: 'reset' });
      await program.ok('board/health', {});
      await expect.poll(async () => (await program.ok('board/state', {})).chip?.authorized, { timeout: 10_000 }).toBeUndefined();
    },
  ],
];

describe.each(signals)('%s', (_, because, first, happens) => {
  it.each(['wizard/state', 'datasets/form'] as const)('%s asks the chip again, and then no more', async (name) => {
    await first();
    await program.ok(name, {});
    expect(await asks(name), 'it is known').toBe(0);
    await happens();
    expect(await asks(name), 'it is no longer known').toBeGreaterThan(0);
    expect(await asks(name), 'it is known again').toBe(0);
  });

  it('the review that was shown no longer counts', async () => {
    await first();
    const { planId } = await open(write('w', '0xF1D5', '01'));
    program.events.splice(0);
    await happens();
    // A run begins with its own review.
    const expected = because === 'run' ? 'newer' : because;
    expect(await program.fault('plan/run', { planId, confirmations: {} })).toMatchObject({ code: 'plan/review-void', data: { because: expected } });
    if (because !== 'run') expect(program.events.find(({ name, event }) => name === 'plan/void' && 'planId' in event && event.planId === planId)).toBeDefined();
  });

  it('the list of objects says what changed on this chip, and nothing of another one', async () => {
    await first();
    await program.ok('objects/list', {});
    await happens();
    const changed = (await program.ok('objects/list', {})).filter((row) => row.changed.length > 0 && row.id === '0xF1D5');
    expect(changed.map(({ id }) => id)).toEqual(because === 'run' ? ['0xF1D5'] : []);
  });
});

describe('the wizard\'s choice of an object that only an authorized connection writes', () => {
  const unfit = async (): Promise<string | undefined> => (await program.ok('wizard/state', {})).choices.secrets.find(({ id }) => id === '0xF1D4')?.unfit;

  it('follows the authorization, and its loss with a reset', async () => {
    expect(await unfit()).toContain('closed');
    await authorize();
    expect(await unfit()).toBeUndefined();
    await program.ok('board/simulate', { does: 'reset' });
    await program.ok('board/health', {});
    await expect.poll(async () => (await program.ok('board/state', {})).chip?.authorized, { timeout: 10_000 }).toBeUndefined();
    expect(await unfit()).toContain('closed');
  });

  it('is still shown while the board is away', async () => {
    await program.ok('wizard/state', {});
    await program.ok('board/simulate', { does: 'unplug' });
    expect((await program.ok('board/state', {})).link).toBe('lost');
    expect(await unfit()).toContain('closed');
  });
});

it('the window reads the wizard while a run is on without waiting for its end', async () => {
  await program.ok('wizard/state', {});
  const { planId } = await open(write('d', '0xF1D5', '03'), write('e', '0xF1D5', '04'));
  await program.ok('plan/run', { planId, confirmations: {} });
  await program.ok('wizard/state', {});
  const view = await program.ok('run/state', {});
  await program.ended();
  expect(view?.state).toBe('running');
});

describe('the title of a port that its path does not tell', () => {
  const path = 'simulated@simulated-reel-one.json';
  const titles = (): string[] => program.events.flatMap(({ name, event }) => (name === 'board/changed' && 'link' in event && event.port !== undefined ? [event.port.title] : []));
  beforeEach(async () => {
    await program.ok('board/disconnect', {});
    writeFileSync(join(folder, 'state', 'simulated-reel-one.json'), program.memory());
    program.events.splice(0);
  });

  it('is in every event of the board', async () => {
    await program.ok('ports/list', {});
    await program.ok('board/connect', { path });
    await program.ok('wizard/state', {});
    await program.ok('board/health', {});
    expect(titles().length).toBeGreaterThan(4);
    expect(new Set(titles())).toEqual(new Set(['Simulated board: reel-one']));
  });

  it('is told as soon as the ports were listed', async () => {
    await program.ok('board/connect', { path });
    await program.ok('wizard/state', {});
    expect(titles().at(-1)).toBe('Simulated board: reel-one');
  });
});
