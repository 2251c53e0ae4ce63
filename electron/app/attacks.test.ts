import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toHex } from '../../core/bytes/hex.ts';
import { utf8 } from '../../core/bytes/bytes.ts';
import { operations } from '../../core/contract/operations.ts';
import { identity, openProgram, type TestProgram } from './testing/program.ts';
import { hostilePage, type HostilePage } from './testing/page.ts';

/** Tries all that a script in the window could send through the contract. The main process must refuse it, whatever the page shows. */
let program: TestProgram;
let page: HostilePage;
/** Another of the user's files, outside the state folder. */
let precious: string;
const preciousText = '{"version":1,"profile":"trust-m-v3","objects":{}}';

beforeEach(async () => {
  program = await openProgram();
  page = hostilePage(program);
  await program.ok('board/connect', { path: 'simulated' });
  const home = join(program.folder, 'home');
  mkdirSync(home);
  precious = join(home, 'precious.json');
  writeFileSync(precious, preciousText);
});
afterEach(async () => {
  // No attack causes an internal error.
  expect(page.bugs).toEqual([]);
  await program.close();
});

const files = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

describe('files of the user, by way of a port\'s name', () => {
  const wanted: readonly [what: string, path: () => string, code: string][] = [
    ['another file as a chip\'s memory', () => `simulated@${precious}`, 'port/not-simulated'],
    ['another file, with a profile', () => `simulated:v3@${precious}`, 'port/not-simulated'],
    ['a new file elsewhere', () => `simulated:v3@${join(program.folder, 'home', 'new.json')}`, 'port/not-simulated'],
    ['a way out of the folder', () => 'simulated:v3@../home/precious.json', 'port/not-simulated'],
    ['a way out, in Windows\' words', () => 'simulated:v3@..\\home\\precious.json', 'port/not-simulated'],
    ['a way out behind a right beginning', () => 'simulated:v3@simulated-/../../home/precious.json', 'port/not-simulated'],
    ['the settings', () => 'simulated@settings.json', 'port/not-simulated'],
    ['the wizard\'s answers', () => 'simulated@wizard.json', 'port/not-simulated'],
    ['the journal', () => 'simulated@journal/2026-01-01.jsonl', 'port/not-simulated'],
    ['a stream of a file', () => 'simulated@simulated-a.json:x', 'port/not-simulated'],
    ['a line feed', () => 'simulated@simulated-a.json\n', 'port/not-found'],
    ['a zero byte', () => 'simulated@simulated-a\0.json', 'port/not-simulated'],
    ['a file as a profile', () => `simulated:${precious}`, 'port/not-simulated'],
    ['a profile out of the prototype', () => 'simulated:constructor', 'port/not-simulated'],
    ['another one', () => 'simulated:__proto__', 'port/not-simulated'],
    ['a file as a serial port', () => precious, 'port/not-found'],
    ['nothing, told in the same words', () => `${precious}.none`, 'port/not-found'],
    ['a folder', () => program.folder, 'port/not-found'],
    ['a relative path', () => '../home/precious.json', 'port/not-found'],
  ];
  it.each(wanted)('%s', async (_, path, code) => {
    const before = files(program.folder);
    expect(await page.code('board/connect', { path: path() })).toBe(code);
    expect(files(program.folder)).toEqual(before);
    expect(readFileSync(precious, 'utf8')).toBe(preciousText);
  });

  it.runIf(process.platform === 'linux')('a device that is not a serial port is not opened', async () => {
    const link = join(program.folder, 'home', 'tty');
    symlinkSync('/dev/null', link);
    for (const path of ['/dev/null', '/dev/zero', link]) expect(await page.code('board/connect', { path })).toBe('port/not-serial');
    expect(await page.code('board/connect', { path: '/proc/self/mem' })).toBe('port/not-found');
  });

  it('a memory in the state folder, by its name, is fine', async () => {
    expect(await page.code('board/connect', { path: 'simulated:v3@simulated-mine.json' })).toBe('done');
    expect(existsSync(join(program.folder, 'state', 'simulated-mine.json'))).toBe(true);
    expect(await page.code('board/connect', { path: 'simulated' })).toBe('done');
  });
});

describe('names that become files', () => {
  it('a key\'s name leads nowhere but into the save folder', async () => {
    for (const name of ['../../escape', '..\\..\\escape', '/etc/escape', 'CON', '.ssh/authorized_keys', 'a\0b', '~/.profile', '%2e%2e%2fescape']) {
      const made = await program.ok('keys/new', { algorithm: 'secp256r1', name });
      const saved = await program.ok('keys/save', { id: made.selected ?? '', part: 'public' });
      expect(saved.folder).toBe(join(program.folder, 'saved'));
      expect(saved.name).not.toMatch(/[/\\\0:]/);
      expect(files(program.folder).filter((path) => /escape|authorized/.test(path)).every((path) => path.startsWith('saved'))).toBe(true);
    }
  });

  it('nothing that is there is overwritten', async () => {
    const [first, second] = [await program.ok('trace/save', {}), await program.ok('trace/save', {})];
    expect(second.name).not.toBe(first.name);
  });

  it('a run is no file', async () => {
    for (const run of ['../../home/precious.json', precious, '__proto__', 'constructor', '']) {
      for (const name of ['records/open', 'records/resume', 'records/set-aside']) expect(await page.code(name, { run })).toBe('journal/no-run');
      expect(await page.code('records/report', { run, as: 'html' })).toBe('journal/no-run');
    }
    expect(await page.code('run/save-report', { runId: '../x', as: 'html' })).toBe('plan/nothing-running');
  });
});

describe('what was not handed over', () => {
  const guesses = ['00000000-0000-4000-8000-000000000000', '__proto__', 'constructor', 'toString', '', '1', '../x'];
  const takers: readonly [string, (ticket: string) => unknown][] = [
    ['wizard/material', (ticket) => ({ slot: 'device', ticket })],
    ['wizard/secret', (ticket) => ({ ticket })],
    ['wizard/pairs', (ticket) => ({ tickets: [ticket] })],
    ['wizard/sort', (ticket) => ({ tickets: [ticket] })],
    ['plan/open', (ticket) => ({ ticket })],
    ['plan/from-data-set', (ticket) => ({ ticket })],
    ['plan/from-edit', (ticket) => ({ kind: 'write', id: '0xF1D4', ticket })],
    ['objects/compare', (ticket) => ({ id: '0xE0E0', ticket })],
    ['objects/offered', (ticket) => ({ id: '0xE0E0', ticket })],
    ['chip/import', (ticket) => ({ ticket })],
    ['chip/compare', (ticket) => ({ ticket })],
    ['chip/authorize', (ticket) => ({ reference: '0xF1D0', ticket })],
    ['reels/open', (ticket) => ({ tickets: [ticket] })],
    ['reels/add-anchor', (ticket) => ({ ticket })],
    ['datasets/open', (ticket) => ({ ticket })],
    ['datasets/give', (ticket) => ({ slot: 'key', ticket })],
    ['keys/open', (ticket) => ({ ticket })],
    ['series/start', (ticket) => ({ ticket, as: 'zip' })],
    ['jobs/look', (ticket) => ({ ticket })],
    ['line/open', (ticket) => ({ ticket })],
  ];
  it.each(takers)('%s with a guessed ticket', async (name, request) => {
    for (const ticket of guesses) expect(await page.code(name, request(ticket))).toBe('file/ticket-gone');
  });
  it('no operation that takes a ticket is missing above', () => {
    const taking = Object.entries(operations).filter(([, { request }]) => /"tickets?"/.test(JSON.stringify('shape' in request ? Object.keys(request.shape) : ['ticket']))).map(([name]) => name);
    // The last four are not refused: forgetting does nothing, and the others need an item first.
    expect(new Set([...takers.map(([name]) => name), 'files/forget', 'reels/unlock', 'plan/material', 'files/take'])).toEqual(new Set([...taking, 'files/take']));
  });
  it('a path is not taken by content\'s door', async () => {
    expect(await page.code('files/take', { name: 'a', size: 1, path: precious })).toBe('app/bad-message');
  });
  it.each(['keys/save', 'keys/request', 'keys/ticket', 'datasets/view', 'datasets/export', 'datasets/plan', 'plan/save'])('%s of what is not held', async (name) => {
    const more: Readonly<Record<string, unknown>> = { 'keys/save': { part: 'key' }, 'keys/request': { subject: 'CN=x' }, 'datasets/export': { as: 'console' } };
    for (const id of ['__proto__', 'constructor', 'x']) {
      const request = name === 'plan/save' ? { planId: id } : { id, ...Object(more[name]) };
      expect(await page.code(name, request)).toMatch(/^(file\/ticket-gone|plan\/not-reviewed)$/);
    }
  });
});

describe('a private key that was made in the main process', () => {
  it('is not shown by any operation that takes its ticket', async () => {
    for (const algorithm of ['secp256r1', 'aes128'] as const) {
      const made = await program.ok('keys/new', { algorithm, name: `mine-${algorithm}` });
      const handed = await program.ok('keys/ticket', { id: made.selected ?? '' });
      const { ticket } = handed;
      for (const name of ['objects/compare', 'objects/offered']) expect(await page.code(name, { id: '0xE0E0', ticket })).toBe('file/ticket-secret');
      expect(await page.code('plan/from-edit', { kind: 'write', id: '0xF1D4', ticket })).toBe('file/ticket-secret');
      for (const slot of ['data', 'metadata']) expect(await page.code('datasets/give', { slot, ticket })).toBe('file/ticket-secret');
      for (const name of ['plan/open', 'plan/from-data-set', 'datasets/open', 'chip/import', 'chip/compare', 'reels/add-anchor']) expect(await page.code(name, { ticket })).toBe('file/ticket-secret');
      expect(await page.code('reels/open', { tickets: [ticket] })).toBe('file/ticket-secret');
      expect(await page.code('series/start', { ticket, as: 'zip' })).toBe('file/ticket-secret');
      // In the right place it is accepted, and still not shown.
      const given = await page.send('datasets/give', { slot: 'key', ticket });
      expect(given.ok).toBe(true);
      expect(JSON.stringify(given)).not.toContain('PRIVATE KEY');
    }
  });
});

describe('what the chip or a reel keeps', () => {
  it('an object that cannot be read is not revealed', async () => {
    for (const id of ['0xE0F0', '0xE0F1', '0xE0FC', '0xE200']) {
      const said = await page.send('objects/read', { id, reveal: true });
      expect(said.ok && Object(said.value)).toMatchObject({ unreadable: expect.any(String) });
      expect(Object(said.ok && said.value).data).toBeUndefined();
      expect(await page.code('objects/export', { id, as: 'hex' })).toBe('object/not-read');
    }
  });
  it('a secret that can be read is given only when it is asked for', async () => {
    const said = await page.send('objects/read', { id: '0xE140' });
    expect(said).toMatchObject({ ok: true, value: { secret: true } });
    expect(Object(said.ok && said.value).data).toBeUndefined();
    expect(await page.send('objects/compare', { id: '0xE140', ticket: await program.take('x', 'y') })).not.toHaveProperty('value.chip');
  });
  it('objects that are none', async () => {
    for (const id of ['0xE0FF', '__proto__', '', '0x', '-1', '0xE0F1 ']) expect(await page.code('objects/read', { id })).toMatch(/^(object|oid|hex|bytes)\/|^done$/);
    expect(await page.code('objects/read', { id: '0xFFFF', reveal: true })).not.toBe('done');
  });
  it('a reel that is not open gives nothing out', async () => {
    for (const id of ['__proto__', 'constructor', 'x']) {
      expect(await page.code('reels/show-secret', { id, chipId: '0'.repeat(20), kind: 'pbs' })).toBe('bundle/closed');
      expect(await page.code('reels/export-secrets', { id, as: 'json', typedReel: id })).toBe('bundle/closed');
    }
  });
});

describe('too much, and the wrong way round', () => {
  it('a great many confirmations, and keys of the prototype', async () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`step${i}`, '0xE0E3']));
    expect(await page.code('plan/run', { planId: 'x', confirmations: many })).toBe('app/bad-message');
    expect(await page.code('plan/run', { planId: 'x', confirmations: { a: 'x'.repeat(1000) } })).toBe('app/bad-message');
    const strange: unknown = JSON.parse('{"__proto__":"0xE0E3","constructor":"0xE0E3"}');
    expect(await page.code('plan/run', { planId: 'x', confirmations: strange })).toMatch(/^(app\/bad-message|plan\/not-reviewed)$/);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
  it('texts and files over their limits', async () => {
    expect(await page.code('files/take-text', { name: 'a', text: 'x'.repeat(4_000_001) })).toBe('app/bad-message');
    expect(await page.code('files/take-text', { name: 'x'.repeat(300), text: 'a' })).toBe('app/bad-message');
    expect(await page.code('settings/set', { lastRoom: 'x'.repeat(1_000_000) })).toBe('app/bad-message');
    expect(await page.code('settings/set', { zoom: 1e9 })).toBe('app/bad-message');
    expect(await page.code('wizard/answer', { target: 'x'.repeat(1_000_000) })).toBe('app/bad-message');
    expect(await page.code('reels/rows', { id: 'x', search: '', from: 0, count: 1e6 })).toBe('app/bad-message');
    expect(await page.code('app/open-link', { link: 'https://example.com' })).toBe('app/bad-message');
    expect(await page.code('app/open-link', { link: '__proto__' })).toBe('app/bad-message');
  });
  it('three thousand tickets: memory stays bounded, the oldest go', async () => {
    const first = await program.take('first', 'first');
    for (let i = 0; i < 3000; i++) await program.take(`file${i}`, 'x');
    expect(await page.code('plan/open', { ticket: first })).toBe('file/ticket-gone');
  });
  it('without a run, a review or a series there is nothing to go on with', async () => {
    expect(await page.code('run/resume', {})).toBe('plan/nothing-running');
    expect(await page.code('series/resume', {})).toBe('plan/nothing-running');
    expect(await page.code('run/cancel', {})).toBe('done');
  });
  it('connecting many times at once leaves one board, that works', async () => {
    const codes = await Promise.all(['simulated', 'simulated:v1', 'simulated:express', 'simulated'].map((path) => page.code('board/connect', { path })));
    expect(codes.at(-1)).toBe('done');
    expect(await program.ok('board/state', {})).toMatchObject({ link: 'connected', port: { path: 'simulated' } });
    expect(await page.code('objects/list', {})).toBe('done');
  });
});

it('a key that was handed over is in no message', async () => {
  const { keyPem } = await identity();
  const body = keyPem.split('\n')[1] ?? '-';
  await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('k.pem', keyPem) });
  const said = JSON.stringify([program.events, await page.send('wizard/state', {}), await page.send('trace/read', { after: 0 })]);
  expect(said).not.toContain(body);
  expect(said).not.toContain(toHex(utf8(body)));
});
