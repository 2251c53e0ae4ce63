import { describe, expect, it } from 'vitest';
import { contractNames } from '../contractNames.ts';
import { makeApi, readNames, type Carrier } from './windowApi.ts';

function made(path = '') {
  const calls: unknown[] = [];
  const taken: unknown[] = [];
  const names: string[] = [];
  const carrier: Carrier = {
    call: (name, request) => (calls.push([name, request]), Promise.resolve('called')),
    take: (name, request) => (taken.push(request), names.push(name), Promise.resolve({ ok: true })),
    pathOf: () => path,
  };
  return { calls, taken, names, ...makeApi(contractNames, carrier) };
}

describe('window.bench', () => {
  it('calls what the contract has', async () => {
    const { api, calls } = made();
    expect(await api.call('app/info', {})).toBe('called');
    expect(calls).toEqual([['app/info', {}]]);
  });

  it.each(['files/take', 'app/none', '__proto__', 'constructor', ''])('does not send %j', async (name) => {
    const { api, calls } = made();
    await expect(api.call(name, {})).rejects.toThrow('no such operation');
    expect(calls).toEqual([]);
  });

  it('tells events to listeners until they leave', () => {
    const { api, emit } = made();
    const heard: unknown[] = [];
    const stop = api.on('board/changed', (event) => heard.push(event));
    emit('board/changed', 1);
    emit('board/none', 2);
    stop();
    emit('board/changed', 3);
    expect(heard).toEqual([1]);
    expect(() => api.on('constructor', () => undefined)).toThrow('no such event');
  });

  it('is one and the same for both hosts, and can not be changed', () => {
    const { api } = made();
    expect(Object.keys(api)).toEqual(['call', 'on', 'takeFile']);
    expect(Object.isFrozen(api)).toBe(true);
  });
});

describe('a file', () => {
  it('goes by path where the host knows it', async () => {
    const { api, taken } = made('/home/me/key.pem');
    await api.takeFile(new File(['abc'], 'key.pem'));
    expect(taken).toEqual([{ name: 'key.pem', size: 3, path: '/home/me/key.pem' }]);
  });

  it('goes by content elsewhere, which is overwritten once it was sent', async () => {
    const contents: unknown[] = [];
    const sent: unknown[] = [];
    const carrier: Carrier = {
      call: () => Promise.resolve(undefined),
      take: (_, request) => (sent.push(request), contents.push(structuredClone(request)), Promise.resolve('taken')),
      pathOf: () => '',
    };
    const { api } = makeApi(contractNames, carrier);
    await api.takeFile(new File(['abc'], 'key.pem'));
    expect(contents).toEqual([{ name: 'key.pem', size: 3, content: new TextEncoder().encode('abc') }]);
    expect(sent).toEqual([{ name: 'key.pem', size: 3, content: new Uint8Array(3) }]);
  });

  it('over 1 MB goes in parts, each overwritten once it was sent', async () => {
    const size = 2.5 * 1024 * 1024;
    const { api, taken, names } = made();
    expect(await api.takeFile(new File([new Uint8Array(size).fill(7)], 'big'))).toEqual({ ok: true });
    expect(names).toEqual(['files/take-part', 'files/take-part', 'files/take-part', 'files/take']);
    const parts = taken.slice(0, 3) as { upload: string; at: number; content: Uint8Array }[];
    expect(parts.map(({ at, content }) => [at, content.length, content.some((byte) => byte !== 0)])).toEqual([[0, 1_048_576, false], [1_048_576, 1_048_576, false], [2_097_152, 524_288, false]]);
    expect(taken[3]).toEqual({ name: 'big', size, upload: parts[0]?.upload });
  });

  it('in parts ends with the first that is refused', async () => {
    const carrier: Carrier = { call: () => Promise.resolve(undefined), take: (name) => Promise.resolve({ ok: false, name }), pathOf: () => '' };
    expect(await makeApi(contractNames, carrier).api.takeFile(new File([new Uint8Array(5 * 1024 * 1024)], 'big'))).toEqual({ ok: false, name: 'files/take-part' });
  });

  it.each([
    ['a folder, or gone', 'NotFoundError', {}],
    ['changed since it was chosen', 'NotReadableError', { changed: true }],
  ])('that can not be read goes without content: %s', async (_, error, more) => {
    const { api, taken } = made();
    const file = Object.assign(new File(['x'], 'name'), { arrayBuffer: () => Promise.reject(new DOMException('no', error)) });
    await api.takeFile(file);
    expect(taken).toEqual([{ name: 'name', size: 1, ...more }]);
  });

  it('that changes between its parts is said to have changed', async () => {
    const { api, taken, names } = made();
    const file = new File([new Uint8Array(5 * 1024 * 1024)], 'big');
    const slice = file.slice.bind(file);
    const changed = { arrayBuffer: () => Promise.reject(new DOMException('no', 'NotReadableError')) };
    await api.takeFile(Object.assign(file, { slice: (from: number, to: number) => (from === 0 ? slice(from, to) : changed) }));
    expect(names).toEqual(['files/take-part', 'files/take']);
    expect(taken[1]).toEqual({ name: 'big', size: 5 * 1024 * 1024, changed: true });
  });

  it.each([undefined, null, 'path', { name: 'a', size: 1, path: '/etc/passwd' }])('that is none (%j) is refused by the main process', async (value) => {
    const { api, taken } = made('/x');
    await api.takeFile(value);
    expect(taken).toEqual([{}]);
  });
});

describe('names handed over', () => {
  it('survive the way', () => expect(readNames(JSON.stringify(contractNames))).toEqual(contractNames));
  it.each(['{}', '[]', 'null', '1', '{"calls":7,"events":[1]}'])('%s gives none', (json) => expect(readNames(json)).toEqual({ calls: [], events: [] }));
});
