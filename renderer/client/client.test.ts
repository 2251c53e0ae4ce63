import '../testing/noProgram.ts';
import { describe, expect, it, vi } from 'vitest';
import type { BenchApi, CallableName } from '../../core/contract/messages.ts';
import { createFakeBench } from '../testing/fakeBench.ts';
import { connectedBoard, simulatedPort, traceRows } from '../testing/fakeChip.ts';
import { createClient } from './bench.ts';
import { createBoardStore, sortPorts } from '../board/boardStore.ts';
import { createPlanStore, openConfirmations } from '../plan/planStore.ts';
import { createRunStore } from '../plan/runStore.ts';
import { createSettingsStore, zoomBy } from '../settings/settingsStore.ts';
import { addRows, filterRows, traceLimit } from '../trace/traceStore.ts';
import { createWizardStore } from '../wizard/wizardStore.ts';

const setUp = () => {
  const bench = createFakeBench();
  return { ...bench, client: createClient(bench.api) };
};
const take = async (client: ReturnType<typeof createClient>, name: string) => {
  const answer = await client.takeFile(new File(['x'], name));
  return answer.ok ? answer.value : expect.fail('not taken');
};

describe('client', () => {
  const odd = (answer: unknown): BenchApi => ({ ...createFakeBench().api, call: vi.fn().mockResolvedValue(answer) });
  it.each([[undefined], [{ ok: true }], [{ ok: true, value: { theme: 'pink' } }], [{ ok: false }], ['text']])('turns a malformed answer into a fault: %j', async (answer) => {
    const got = await createClient(odd(answer)).call('settings/get', {});
    expect(got).toMatchObject({ ok: false, fault: { code: 'window/bad-reply' } });
  });
  it('turns a call that throws into a fault', async () => {
    const api: BenchApi = { ...createFakeBench().api, call: () => Promise.reject(new Error('gone')) };
    expect(await createClient(api).call('board/state', {})).toMatchObject({ ok: false, fault: { why: 'gone' } });
  });
  it('lets only well-formed events through', () => {
    const heard = vi.fn();
    let send: (event: never) => void = () => undefined;
    const api: BenchApi = { ...createFakeBench().api, on: (_name, listener) => ((send = listener), () => undefined) };
    createClient(api).on('board/changed', heard);
    Reflect.apply(send, undefined, [{ link: 'purple' }]);
    expect(heard).not.toHaveBeenCalled();
    Reflect.apply(send, undefined, [connectedBoard(simulatedPort)]);
    expect(heard).toHaveBeenCalledOnce();
  });
});

describe('board store', () => {
  it('lists boards first and the simulated one last', () => {
    const kinds = sortPorts([simulatedPort, { path: 'b', kind: 'other', title: 'b' }, { path: 'a', kind: 'kitprog3', title: 'a' }]).map(({ kind }) => kind);
    expect(kinds).toEqual(['kitprog3', 'other', 'simulated']);
  });
  it('connects, and follows events', async () => {
    const { client } = setUp();
    const store = createBoardStore(client);
    await store.getState().connect(simulatedPort.path);
    expect(store.getState().board).toMatchObject({ link: 'connected', simulated: true });
    await store.getState().hand('unplug');
    expect(store.getState().board.link).toBe('lost');
  });
});

describe('wizard store', () => {
  it('asks for a password in place, says a wrong one, and keeps none', async () => {
    const { client, calls } = setUp();
    const store = createWizardStore(client);
    await store.getState().material('device', await take(client, 'encrypted-key.pem'));
    expect(store.getState().locked).toMatchObject({ slot: 'device', fault: undefined });
    await store.getState().unlock('wrong');
    expect(store.getState().locked?.fault?.code).toBe('key/wrong-password');
    await store.getState().unlock('bench');
    expect(store.getState().locked).toBeUndefined();
    expect(store.getState().view?.device.key?.file).toBe('encrypted-key.pem');
    expect(JSON.stringify(store.getState())).not.toContain('bench');
    expect(calls.filter(({ name }) => name === 'wizard/material')).toHaveLength(2);
  });
  it('a key that waits for its password goes with all answers, and when a complete other pair is there', async () => {
    const { client, calls } = setUp();
    const store = createWizardStore(client);
    await store.getState().load();
    await store.getState().material('device', await take(client, 'encrypted-key.pem'));
    await store.getState().reset();
    expect(store.getState().locked).toBeUndefined();
    expect(calls.filter(({ name }) => name === 'files/forget')).toHaveLength(1);
    await store.getState().unlock('bench');
    expect(store.getState().view?.device.key, 'nothing to open any more').toBeUndefined();
    await store.getState().material('device', await take(client, 'encrypted-key.pem'));
    await store.getState().material('device', await take(client, 'device-key.pem'));
    await store.getState().material('device', await take(client, 'device-cert.pem'));
    expect(store.getState().view?.device.belongTogether).toBe(true);
    expect(store.getState().locked).toBeUndefined();
  });
  it('a certificate dropped beside a locked key leaves the question standing', async () => {
    const { client } = setUp();
    const store = createWizardStore(client);
    await store.getState().material('device', await take(client, 'encrypted-key.pem'));
    await store.getState().material('device', await take(client, 'cert.pem'));
    expect(store.getState().locked?.ticket.name).toBe('encrypted-key.pem');
    expect(store.getState().view?.device.certificate?.file).toBe('cert.pem');
  });
  it('a slow reply stands when a later call failed, and gives way when one succeeded', async () => {
    const { client, api } = setUp();
    const slow: (() => void)[] = [];
    const waiting: BenchApi = {
      ...api,
      call: async (name, request) => {
        const answer = await api.call(name, request);
        if (name === 'wizard/make-integrity') await new Promise<void>((go) => slow.push(go));
        return answer;
      },
    };
    const store = createWizardStore(createClient(waiting));
    await store.getState().load();
    const made = store.getState().makeIntegrity();
    await store.getState().material('device', await take(client, 'encrypted-key.pem'));
    await store.getState().unlock('wrong');
    slow.shift()?.();
    await made;
    expect(store.getState().view?.integrity.belongTogether).toBe(true);
    const again = store.getState().makeIntegrity();
    await store.getState().clear('integrity');
    slow.shift()?.();
    await again;
    expect(store.getState().view?.integrity).toEqual({});
  });
  it('shows an answer at once', async () => {
    const { client } = setUp();
    const store = createWizardStore(client);
    await store.getState().load();
    const done = store.getState().answer({ confidentiality: true });
    expect(store.getState().view?.answers.confidentiality).toBe(true);
    await done;
    expect(store.getState().view?.problems.some(({ step }) => step === 5)).toBe(true);
  });
});

describe('settings store', () => {
  it('keeps what went wrong at the start until it is dismissed, though the program tells it once', async () => {
    const { api } = setUp();
    const notice = { code: 'file/set-aside', what: 'A file of the program itself could not be read.', object: 'settings.json', why: 'It is damaged: it is not JSON.', todo: 'x' };
    const told = [notice];
    const call = vi.fn().mockImplementation((name: CallableName, request: never) => (name === 'app/notices' ? Promise.resolve({ ok: true, value: told.splice(0) }) : api.call(name, request)));
    const store = createSettingsStore(createClient({ ...api, call }));
    await store.getState().load();
    await store.getState().load();
    expect([store.getState().notices, told]).toEqual([[notice], []]);
    store.getState().dismiss(store.getState().notices[0] ?? expect.fail('none'));
    expect(store.getState().notices).toEqual([]);
  });
});

describe('plan and run stores', () => {
  it('wants every irreversible step confirmed, by any form of the id', async () => {
    const { client } = setUp();
    const store = createPlanStore(client);
    await store.getState().fromWizard();
    const plan = store.getState().plan ?? expect.fail('no plan');
    expect(openConfirmations(plan, {}).map(({ id }) => id)).toEqual(['lock']);
    store.getState().type('lock', 'e0e4');
    expect(openConfirmations(plan, store.getState().typed)).toHaveLength(1);
    store.getState().type('lock', 'e0e3');
    expect(openConfirmations(plan, store.getState().typed)).toEqual([]);
  });
  it('asks for the same review again, but not for what was typed once its run has begun', async () => {
    const { client, emit } = setUp();
    const store = createPlanStore(client);
    await store.getState().edit({ kind: 'write', id: '0xF1D7', hex: 'c0ffee' }, 'objects');
    expect(await store.getState().again()).toBe(true);
    const { planId } = store.getState().plan ?? expect.fail('no plan');
    const begun = await client.call('plan/run', { planId, confirmations: {} });
    emit('run/changed', begun.ok ? begun.value : expect.fail('not begun'));
    expect(await store.getState().again()).toBe(false);
    expect(store.getState().plan).toBeUndefined();
  });
  it('an event that overtook its reply stays', async () => {
    const { client, api, emit } = setUp();
    const begun = await client.call('plan/run', { planId: 'plan-1', confirmations: {} });
    const run = begun.ok ? begun.value : expect.fail('not begun');
    const late: BenchApi = {
      ...api,
      call: async (name, request) => {
        await Promise.resolve();
        emit('run/changed', { ...run, progress: 0.9 });
        return api.call(name, request);
      },
    };
    const store = createRunStore(createClient(late));
    await store.getState().load();
    expect(store.getState().run?.progress).toBe(0.9);
  });
});

describe('trace and zoom', () => {
  it('adds each row once and keeps the newest', () => {
    expect(addRows(traceRows, traceRows)).toHaveLength(traceRows.length);
    const [first] = traceRows;
    const many = Array.from({ length: traceLimit + 5 }, (_, id) => ({ ...(first ?? expect.fail('no row')), id }));
    expect(addRows([], many)).toHaveLength(traceLimit);
  });
  it('filters by words and by failure', () => {
    expect(filterRows(traceRows, 'e0c2', false)).toHaveLength(1);
    expect(filterRows(traceRows, '', true)).toHaveLength(1);
  });
  it.each([
    [1, 1, 1.1],
    [1, -1, 0.9],
    [2, 1, 2],
    [0.8, -1, 0.8],
  ] as const)('zoom from %d by %i', (from, direction, to) => expect(zoomBy(from, direction)).toBe(to));
});
