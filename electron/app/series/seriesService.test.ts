import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../core/bytes/bytes.ts';
import type { SeriesView } from '../../../core/contract/datasets.ts';
import { generateKey } from '../../../core/keys/privateKey.ts';
import { oid } from '../../../core/objects/oid.ts';
import { must, ok } from '../../../core/result/result.ts';
import { limitOf } from '../../files/archive/limits.ts';
import { createTickets } from '../../files/tickets.ts';
import type { SaveFile } from '../../ports.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { sniff } from '../material/index.ts';
import { SeriesService } from './index.ts';

let folder: string;
let service: SeriesService;
let ticket: string;
/** Ends the dialogs in which the user chooses where to save. */
let dialogs: ((saved: Awaited<ReturnType<SaveFile>>) => void)[];
let told: SeriesView['state'][];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-series-'));
  [dialogs, told] = [[], []];
  const signer = await generateKey('secp256r1', nodeRandomness);
  const tickets = createTickets(sniff, limitOf);
  ticket = must(tickets.takeText('reel.csv', '01'.repeat(25))).ticket;
  const content = { target: oid(0xf1d0), trustAnchor: oid(0xe0e8), payloadVersion: 1, payload: { kind: 'data', bytes: utf8('text'), offset: 0, writeType: 'write' } } as const;
  service = new SeriesService({
    tickets,
    saveFile: () => new Promise((resolve) => dialogs.push(resolve)),
    template: async () => ok({ content, signer }),
    onChange: ({ state }) => told.push(state),
  });
});
afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

const opened = async (): Promise<void> => {
  while (dialogs.length === 0) await new Promise((done) => setImmediate(done));
};
const ended = async (): Promise<void> => {
  while (service.state()?.state === 'running') await new Promise((done) => setImmediate(done));
};
const choose = (): void => dialogs.shift()?.(ok({ name: 'sets.csv', folder }));

describe('a series whose place is being chosen', () => {
  it('is not begun when it was cancelled meanwhile; it can be resumed', async () => {
    const started = service.start(ticket, 'folder');
    await opened();
    service.cancel();
    choose();
    expect(await started).toMatchObject({ ok: true, value: { state: 'cancelled', done: 0 } });
    await ended();
    expect([told, readdirSync(join(folder, 'sets'))]).toEqual([[], []]);
    service.resume();
    await ended();
    expect(service.state()).toMatchObject({ state: 'finished', done: 1 });
  });

  it('takes the place of a cancelled one, which cannot be resumed: its keys are wiped', async () => {
    const first = service.start(ticket, 'folder');
    await opened();
    service.cancel();
    choose();
    await first;
    const second = service.start(ticket, 'folder');
    await opened();
    expect(service.resume()).toMatchObject({ ok: false, fault: { code: 'plan/nothing-running' } });
    choose();
    await second;
    await ended();
    expect(service.state()).toMatchObject({ state: 'finished', done: 1 });
  });

  it('is the only one: another one is refused', async () => {
    const first = service.start(ticket, 'folder');
    expect(await service.start(ticket, 'folder')).toMatchObject({ ok: false, fault: { code: 'plan/running' } });
    await opened();
    choose();
    expect((await first).ok).toBe(true);
    await ended();
    expect(service.state()).toMatchObject({ state: 'finished' });
  });
});
