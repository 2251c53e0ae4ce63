import { isFileOperation } from '../../core/contract/messages.ts';
import { describe, expect, it } from 'vitest';
import { events, operations } from '../../core/contract/operations.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok } from '../../core/result/result.ts';
import { say } from '../../core/result/say.ts';
import type { Handlers } from '../app/handlers.ts';
import { OperatorGate } from '../app/line/index.ts';
import { createRouter, type Message } from './router.ts';
import { stubHandlers } from './testing/stubHandlers.ts';

const origin = 'bench://app/';
const page = { url: 'bench://app/index.html', mainFrame: true };
const info = { version: '1', host: 'electron', platform: 'linux' } as const;

function made(own: Partial<Handlers> = {}, takesPaths = true) {
  const lines: string[] = [];
  const handlers = stubHandlers({ 'app/info': () => Promise.resolve(ok(info)), ...own });
  const route = createRouter({ handlers, origin, takesPaths, log: (line) => lines.push(line) });
  const send = (message: Partial<Message>) => route({ door: 'call', name: 'app/info', request: {}, sender: page, ...message });
  return { send, lines };
}

const content = Uint8Array.of(1, 2, 3);

describe('what the router refuses', () => {
  const refused: readonly (readonly [string, Partial<Message>, string])[] = [
    ['an unknown operation', { name: 'app/format-disk' }, 'No operation has this name.'],
    ['a name from the prototype', { name: '__proto__' }, 'No operation has this name.'],
    ['the constructor', { name: 'constructor' }, 'No operation has this name.'],
    ['toString', { name: 'toString' }, 'No operation has this name.'],
    ['hasOwnProperty', { name: 'hasOwnProperty' }, 'No operation has this name.'],
    ['a name that is a number', { name: 7 }, 'No operation has this name.'],
    ['a name that is an object', { name: { toString: () => 'app/info' } }, 'No operation has this name.'],
    ['no name', { name: undefined }, 'No operation has this name.'],
    ['a very long name', { name: 'x'.repeat(100_000) }, 'No operation has this name.'],
    ['an extra key', { request: { more: 1 } }, 'Its request breaks the contract: the whole (unrecognized_keys).'],
    ['a wrong type', { name: 'board/connect', request: { path: 1 } }, 'Its request breaks the contract: "path" (invalid_type).'],
    ['a missing field', { name: 'board/connect', request: {} }, 'Its request breaks the contract: "path" (invalid_type).'],
    ['too long a text', { name: 'board/connect', request: { path: 'x'.repeat(401) } }, 'Its request breaks the contract: "path" (too_big).'],
    ['an unknown choice', { name: 'board/simulate', request: { does: 'burn' } }, 'Its request breaks the contract: "does" (invalid_value).'],
    ['no request', { request: undefined }, 'Its request breaks the contract: the whole (invalid_type).'],
    ['null', { request: null }, 'Its request breaks the contract: the whole (invalid_type).'],
    ['an array', { request: [] }, 'Its request breaks the contract: the whole (invalid_type).'],
    ['content that is not a byte array', { door: 'take', name: 'files/take', request: { name: 'a', size: 3, content: [1, 2, 3] } }, 'Its request breaks the contract: "content" (invalid_type).'],
    ['another origin', { sender: { url: 'https://example.com/', mainFrame: true } }, 'It came from a page that is not ours.'],
    ['an origin that starts alike', { sender: { url: 'bench://app.evil/', mainFrame: true } }, 'It came from a page that is not ours.'],
    ['a frame inside the page', { sender: { ...page, mainFrame: false } }, 'It came from a page that is not ours.'],
    ['no address', { sender: { url: '', mainFrame: true } }, 'It came from a page that is not ours.'],
    ['a file by name', { name: 'files/take', request: { name: 'a', size: 3, content } }, 'Files are handed over by dropping or choosing them only.'],
    ['a part of one by name', { name: 'files/take-part', request: { upload: 'u', name: 'a', size: 3, at: 0, content } }, 'Files are handed over by dropping or choosing them only.'],
    ['another operation at the door of files', { door: 'take' }, 'Files are handed over by dropping or choosing them only.'],
  ];
  it.each(refused)('%s', async (_, message, why) => {
    const { send, lines } = made();
    const answer = await send(message);
    expect(answer).toMatchObject({ ok: false, fault: { code: 'app/bad-message', why } });
    expect(lines).toEqual([]);
  });

  it('a path, where the host takes none', async () => {
    const { send } = made({}, false);
    const answer = await send({ door: 'take', name: 'files/take', request: { name: 'a', size: 3, path: '/etc/passwd' } });
    expect(answer).toMatchObject({ ok: false, fault: { why: 'This host takes files by content only.' } });
  });
});

describe("while the operator's screen is open", () => {
  const allowed = ['line/state', 'line/scan', 'line/start', 'line/operator', 'line/leave', 'line/confirm-clock', 'settings/get', 'app/info', 'app/notices'];
  it('each operation that is not the operator\'s is refused before its request is read, at both doors', async () => {
    const asked: string[] = [];
    const gate = new OperatorGate();
    const all = Object.fromEntries(Object.keys(operations).map((name) => [name, () => (asked.push(name), Promise.resolve(err(fault('plan/no-board', {}))))]));
    const route = createRouter({ handlers: stubHandlers(all), origin, takesPaths: true, refuses: (name) => gate.refuses(name) });
    gate.close('');
    for (const name of Object.keys(operations)) {
      for (const door of ['call', 'take'] as const) {
        const answer = await route({ door, name, request: { none: 'such' }, sender: page });
        expect(answer, name).toMatchObject({ ok: false, fault: { code: allowed.includes(name) ? 'app/bad-message' : 'app/operator-only' } });
      }
    }
    expect(await route({ door: 'call', name: 'board/state', request: {}, sender: page })).toMatchObject({ ok: false, fault: { code: 'app/operator-only', object: 'board/state' } });
    expect(asked).toEqual([]);
    gate.open();
    expect(await route({ door: 'call', name: 'board/state', request: {}, sender: page })).toMatchObject({ ok: false, fault: { code: 'plan/no-board' } });
    expect(asked).toEqual(['board/state']);
  });

  it('only the events of its own are sent', () => {
    const gate = new OperatorGate();
    const names = Object.keys(events) as (keyof typeof events)[];
    expect(names.filter((name) => gate.tells(name))).toEqual(names);
    gate.close('');
    expect(names.filter((name) => gate.tells(name))).toEqual(['app/noticed', 'line/changed']);
  });
});

describe('what the router lets through', () => {
  it('a good request and its reply', async () => {
    expect(await made().send({})).toEqual({ ok: true, value: info });
  });

  it('a file at its own door, by path and by content', async () => {
    const seen: unknown[] = [];
    const ticket = { ticket: 't', name: 'a', size: 3, content: 'unknown' } as const;
    const own: Partial<Handlers> = { 'files/take': (request) => (seen.push(request), Promise.resolve(ok(ticket))) };
    const byPath = { name: 'a', size: 3, path: '/a' };
    const byContent = { name: 'a', size: 3, content };
    expect(await made(own).send({ door: 'take', name: 'files/take', request: byPath })).toEqual({ ok: true, value: ticket });
    expect(await made(own, false).send({ door: 'take', name: 'files/take', request: byContent })).toEqual({ ok: true, value: ticket });
    expect(seen).toEqual([byPath, byContent]);
  });

  it('a fault, said in words, without keys that have no value', async () => {
    const refused = fault('port/in-use', { port: 'COM3' });
    const { send } = made({ 'board/connect': () => Promise.resolve(err(refused)) });
    const answer = await send({ name: 'board/connect', request: { path: 'COM3' } });
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(Object.keys(answer.fault)).toEqual(['code', 'what', 'object', 'why', 'todo']);
  });

  it('the raw words of a cause', async () => {
    const lost = fault('link/dead', {}, fault('link/error-frame', {}));
    const { send } = made({ 'board/health': () => Promise.resolve(err(lost)) });
    expect(await send({ name: 'board/health' })).toMatchObject({ fault: { code: 'link/dead', raw: 'BEEFDEADFFFF' } });
  });

  it('every operation of the contract by its name', async () => {
    const { send } = made();
    for (const name of Object.keys(operations)) {
      const answer = await send({ name, request: { none: 'such' }, door: isFileOperation(name) ? 'take' : 'call' });
      expect(answer).toMatchObject({ ok: false, fault: { object: name, why: expect.stringContaining('breaks the contract') } });
    }
  });
});

describe('mistakes of our own', () => {
  const secret = 'BEGIN PRIVATE KEY';
  const broken: readonly (readonly [string, Handlers['app/info']])[] = [
    ['a handler that throws', () => { throw new TypeError(secret); }],
    ['a handler that rejects', () => Promise.reject(new Error(secret))],
    ['a handler that throws a text', () => Promise.reject(secret)],
    ['a reply that breaks the contract', () => Promise.resolve(ok({ ...info, key: secret }))],
    ['a reply without a value', () => Promise.resolve(ok(JSON.parse('null')))],
  ];
  it.each(broken)('%s: one fixed sentence, and a log without data', async (_, handler) => {
    const { send, lines } = made({ 'app/info': handler });
    const answer = await send({});
    expect(answer).toMatchObject({ ok: false, fault: { code: 'app/bug', object: 'app/info', what: say(fault('app/bug', { operation: 'app/info' })).what } });
    expect(lines).toHaveLength(1);
    expect(lines.join() + JSON.stringify(answer)).not.toContain(secret);
  });
});
