import '../testing/noProgram.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PortView } from '../../core/contract/board.ts';
import type { WindowApi } from '../../core/contract/messages.ts';
import { identity, openProgram } from '../../electron/app/testing/program.ts';
import { givePairs } from '../../electron/app/testing/provision.ts';
import { strangeKeys } from '../../electron/app/testing/strangeKeys.ts';
import { openWindow, type TestWindow } from '../testing/openWindow.ts';
import { createClient, type ApiClient } from './apiClient.ts';
import { createBoardStore, sortPorts } from '../board/boardStore.ts';
import { createPlanStore, openConfirmations } from '../plan/planStore.ts';
import { createRunStore } from '../plan/runStore.ts';
import { createSettingsStore, zoomBy } from '../settings/settingsStore.ts';
import { addRows, filterRows, traceLimit } from '../trace/traceStore.ts';
import { createWizardStore } from '../wizard/wizardStore.ts';

const opened: TestWindow[] = [];
afterEach(() => Promise.all(opened.splice(0).map(({ program }) => program.close())));
async function open(environment?: Readonly<Record<string, string>>): Promise<TestWindow> {
  const page = await openWindow(await openProgram(environment));
  opened.push(page);
  return page;
}
/** A file dropped on the window. */
const drop = async (client: ApiClient, name: string, text: string) => {
  const answer = await client.takeFile(new File([text], name));
  return answer.ok ? answer.value : expect.fail('not taken');
};
const dropLocked = (client: ApiClient) => drop(client, 'device-key.pem', strangeKeys.encrypted);
/** The password of that key. */
const password = 'correct';

describe('client', () => {
  const noAnswer: WindowApi = { call: () => Promise.reject(new Error('gone')), takeFile: () => Promise.reject(new Error('gone')), on: () => () => undefined };
  it.each([[undefined], [{ ok: true }], [{ ok: true, value: { theme: 'pink' } }], [{ ok: false }], ['text']])('turns a malformed answer into a fault: %j', async (answer) => {
    const got = await createClient({ ...noAnswer, call: vi.fn().mockResolvedValue(answer) }).call('settings/get', {});
    expect(got).toMatchObject({ ok: false, fault: { code: 'window/bad-reply' } });
  });
  it('turns a call that throws into a fault', async () => {
    expect(await createClient(noAnswer).call('board/state', {})).toMatchObject({ ok: false, fault: { why: 'gone' } });
  });
  it('lets only well-formed events through', async () => {
    const { program } = await open();
    const heard = vi.fn();
    let send: (event: never) => void = () => undefined;
    createClient({ ...noAnswer, on: (_name, listener) => ((send = listener), () => undefined) }).on('board/changed', heard);
    Reflect.apply(send, undefined, [{ link: 'purple' }]);
    expect(heard).not.toHaveBeenCalled();
    const board = await program.ok('board/connect', { path: 'simulated' });
    Reflect.apply(send, undefined, [board]);
    expect(heard.mock.calls).toEqual([[board]]);
  });
});

describe('board store', () => {
  it('lists boards first and the simulated one last', () => {
    const port = (path: string, kind: PortView['kind']): PortView => ({ path, kind, title: path });
    const kinds = sortPorts([port('simulated', 'simulated'), port('b', 'other'), port('a', 'kitprog3')]).map(({ kind }) => kind);
    expect(kinds).toEqual(['kitprog3', 'other', 'simulated']);
  });
  it('connects, and follows events', async () => {
    const { client, program } = await open();
    const store = createBoardStore(client);
    expect(await store.getState().connect('simulated')).toBe(true);
    expect(store.getState().board).toMatchObject({ link: 'connected', simulated: true });
    await store.getState().simulate('unplug');
    expect(store.getState().board.link).toBe('lost');
    // This store did not request the disconnection; only the event reports it.
    await program.ok('board/disconnect', {});
    expect(store.getState().board.link).toBe('none');
  });
});

describe('wizard store', () => {
  it('asks for a password in place, says a wrong one, and keeps none', async () => {
    const { client, asked } = await open();
    const store = createWizardStore(client);
    await store.getState().material('device', await dropLocked(client));
    expect(store.getState().locked).toMatchObject({ slot: 'device', fault: undefined });
    await store.getState().unlock('wrong');
    expect(store.getState().locked?.fault?.code).toBe('key/wrong-password');
    await store.getState().unlock(password);
    expect(store.getState().locked).toBeUndefined();
    expect(store.getState().view?.device.key?.file).toBe('device-key.pem');
    expect(JSON.stringify(store.getState())).not.toContain(password);
    expect(asked('wizard/material')).toHaveLength(2);
  });
  it('a key that waits for its password goes with all answers, and when a complete other pair is there', async () => {
    const { client, asked } = await open();
    const store = createWizardStore(client);
    await store.getState().load();
    await store.getState().material('device', await dropLocked(client));
    await store.getState().reset();
    expect(store.getState().locked).toBeUndefined();
    expect(asked('files/forget')).toHaveLength(1);
    await store.getState().unlock(password);
    expect(store.getState().view?.device.key, 'nothing is left to open').toBeUndefined();
    await store.getState().material('device', await dropLocked(client));
    const { keyPem, certificatePem } = await identity();
    await store.getState().material('device', await drop(client, 'other-key.pem', keyPem));
    await store.getState().material('device', await drop(client, 'other-cert.pem', certificatePem));
    expect(store.getState().view?.device.belongTogether).toBe(true);
    expect(store.getState().locked).toBeUndefined();
  });
  it('a certificate dropped beside a locked key leaves the question standing', async () => {
    const { client } = await open();
    const store = createWizardStore(client);
    await store.getState().material('device', await dropLocked(client));
    await store.getState().material('device', await drop(client, 'cert.pem', (await identity()).certificatePem));
    expect(store.getState().locked?.ticket.name).toBe('device-key.pem');
    expect(store.getState().view?.device.certificate?.file).toBe('cert.pem');
  });
  it('a slow reply stands when a later call failed, and gives way when one succeeded', async () => {
    const page = await open();
    const slow: (() => void)[] = [];
    const store = createWizardStore(
      page.with(async (name, _request, go) => {
        const answer = await go();
        if (name === 'wizard/make-integrity') await new Promise<void>((goOn) => slow.push(goOn));
        return answer;
      }),
    );
    await store.getState().load();
    const made = store.getState().makeIntegrity();
    await expect.poll(() => slow.length).toBe(1);
    await store.getState().material('device', await dropLocked(page.client));
    await store.getState().unlock('wrong');
    expect(store.getState().locked?.fault?.code).toBe('key/wrong-password');
    slow.shift()?.();
    await made;
    expect(store.getState().view?.integrity.belongTogether).toBe(true);
    const again = store.getState().makeIntegrity();
    await expect.poll(() => slow.length).toBe(1);
    await store.getState().clear('integrity');
    slow.shift()?.();
    await again;
    expect(store.getState().view?.integrity).toEqual({});
  });
  it('shows an answer at once', async () => {
    const { client } = await open();
    const store = createWizardStore(client);
    await store.getState().load();
    expect(store.getState().view?.problems.some(({ step }) => step === 5)).toBe(false);
    const done = store.getState().answer({ confidentiality: true });
    expect(store.getState().view?.answers.confidentiality).toBe(true);
    await done;
    expect(store.getState().view?.problems.some(({ step }) => step === 5)).toBe(true);
  });
});

describe('settings store', () => {
  it('keeps what went wrong at the start until it is dismissed, though the program tells it once', async () => {
    const page = await open();
    const notice = { code: 'file/set-aside', what: 'It was not read.', object: 'settings.json', why: 'It is damaged: it is not JSON.', todo: 'x' };
    const told = [notice];
    const store = createSettingsStore(page.with((name, _request, go) => (name === 'app/notices' ? Promise.resolve({ ok: true, value: told.splice(0) } as never) : go())));
    await store.getState().load();
    await store.getState().load();
    expect([store.getState().notices, told]).toEqual([[notice], []]);
    store.getState().dismiss(store.getState().notices[0] ?? expect.fail('none'));
    expect(store.getState().notices).toEqual([]);
  });
});

describe('plan and run stores', () => {
  it('wants every irreversible step confirmed, by any form of the id', async () => {
    const { client, program } = await open();
    await program.ok('board/connect', { path: 'simulated' });
    await givePairs(program, { device: await identity(), integrity: await identity() });
    await program.ok('wizard/answer', { lockAnchor: true });
    const store = createPlanStore(client);
    expect(await store.getState().fromWizard()).toBe(true);
    const plan = store.getState().plan ?? expect.fail('no plan');
    expect(openConfirmations(plan, {}).map(({ id }) => id)).toEqual(['lock-anchor']);
    store.getState().type('lock-anchor', 'e0e4');
    expect(openConfirmations(plan, store.getState().typed)).toHaveLength(1);
    store.getState().type('lock-anchor', 'e0e3');
    expect(openConfirmations(plan, store.getState().typed)).toEqual([]);
  });
  it('asks for the same review again, but not for what was typed once its run has begun', async () => {
    const { client, program } = await open();
    await program.ok('board/connect', { path: 'simulated' });
    const store = createPlanStore(client);
    await store.getState().edit({ kind: 'write', id: '0xF1D7', hex: 'c0ffee' }, 'objects');
    expect(await store.getState().again()).toBe(true);
    const { planId } = store.getState().plan ?? expect.fail('no plan');
    await program.ok('plan/run', { planId, confirmations: {} });
    expect((await program.ended()).state).toBe('finished');
    expect(await store.getState().again()).toBe(false);
    expect(store.getState().plan).toBeUndefined();
  });
  it('an event that overtook its reply stays', async () => {
    const page = await open();
    await page.program.ok('board/connect', { path: 'simulated' });
    const { planId } = await page.program.ok('plan/from-edit', { kind: 'write', id: '0xF1D7', hex: 'c0ffee' });
    await page.program.ok('plan/run', { planId, confirmations: {} });
    const run = await page.program.ended();
    const store = createRunStore(
      page.with(async (_name, _request, go) => {
        await Promise.resolve();
        page.emit('run/changed', { ...run, progress: 0.9 });
        return go();
      }),
    );
    await store.getState().load();
    expect([run.progress, store.getState().run?.progress]).toEqual([1, 0.9]);
  });
});

describe('trace and zoom', () => {
  /** Exchanges with a board, including a command that failed once. */
  const exchanged = async () => {
    const { program } = await open({ TRUST_BENCH_SIM_FAULTS: 'error@SetDataObject#1' });
    await program.ok('board/connect', { path: 'simulated' });
    const { planId } = await program.ok('plan/from-edit', { kind: 'write', id: '0xF1D7', hex: 'c0ffee' });
    await program.ok('plan/run', { planId, confirmations: {} });
    await program.ended();
    return program.ok('trace/read', { after: 0 });
  };
  it('adds each row once and keeps the newest', async () => {
    const rows = await exchanged();
    expect(addRows(rows, rows)).toEqual(rows);
    const [first] = rows;
    const many = Array.from({ length: traceLimit + 5 }, (_, id) => ({ ...(first ?? expect.fail('no row')), id }));
    expect(addRows([], many).map(({ id }) => id)).toEqual(Array.from({ length: traceLimit }, (_, at) => at + 5));
  });
  it('filters by words and by failure', async () => {
    const rows = await exchanged();
    expect(new Set(filterRows(rows, 'e0c2', false).map(({ object }) => object))).toEqual(new Set(['0xE0C2 Coprocessor UID']));
    expect(filterRows(rows, 'e0c2', true)).toEqual([]);
    expect(filterRows(rows, '', true).map(({ command, object }) => [command, object])).toEqual([['SetDataObject', '0xF1D7 Data object 8']]);
  });
  it.each([
    [1, 1, 1.1],
    [1, -1, 0.9],
    [2, 1, 2],
    [0.8, -1, 0.8],
  ] as const)('zoom from %d by %i', (from, direction, to) => expect(zoomBy(from, direction)).toBe(to));
});
