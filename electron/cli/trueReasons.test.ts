import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import anchors from '../../core/certificates/testing/anchors.json' with { type: 'json' };
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { openProgram } from '../app/testing/program.ts';
import { commandLine } from './testing/commandLine.ts';

const root = mkdtempSync(join(tmpdir(), 'trust-bench-reasons-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder = root;
const file = (name: string): string => join(folder, name);
const memory = (): string => readFileSync(file('chip.json'), 'utf8');

async function run(...words: string[]) {
  const given = [...words, '--port', `simulated@${file('chip.json')}`];
  return commandLine(given, { TRUST_BENCH_STATE_DIR: folder });
}

async function done(...words: string[]): Promise<string> {
  const ran = await run(...words);
  expect(ran.code, `${words.join(' ')}: ${ran.err}`).toBe(0);
  return ran.out;
}

/** Checks that a command is refused and the chip's memory unchanged. @returns the message */
async function refused(...words: string[]): Promise<string> {
  const before = memory();
  const ran = await run(...words);
  expect(ran.code, `${words.join(' ')}: ${ran.out}`).not.toBe(0);
  expect(memory()).toBe(before);
  return ran.err;
}

async function write(id: string, content: string, ...more: string[]): Promise<string[]> {
  writeFileSync(file('content.hex'), content);
  return ['object', 'write', '--id', id, '--in', file('content.hex'), ...more];
}

beforeEach(async () => {
  folder = mkdtempSync(join(root, 't'));
  await done('info');
});

const good = anchors.good['openssl req -new -x509, P-256'];
const version1 = anchors.odd['openssl x509 -req, version 1'].der;

describe('a state of the chip or its application closes the trust anchors of earlier runs', () => {
  /** Makes an operational anchor that can be changed until the application or the chip reaches a state. */
  async function openAnchor(id: string, state: string, content: string): Promise<void> {
    await done(...(await write(id, good)));
    await done('object', 'metadata', '--id', id, '--set', JSON.stringify({ type: 'trust_anchor', change: [state, '<', 'operational'], execute: ['always'] }));
    await done('object', 'metadata', '--id', id, '--set', '{"lcso":"operational"}', '--yes-lock', id);
    if (content !== good) await done(...(await write(id, content)));
  }

  it.each([
    ['LcsA', 'f1c0', 'lcsa', 'e0e8'],
    ['LcsA, in an object for data', 'f1c0', 'lcsa', 'f1e0'],
  ])('%s: one that the chip cannot use is not closed', async (_, object, state, id) => {
    await openAnchor(id, state, version1);
    const said = await refused(...(await write(object, '07', '--yes-lock', object)));
    expect(said).toContain('error: anchor/refused: ');
    expect(said).toContain(id.toUpperCase());
  });

  it('one that the chip reads is closed', async () => {
    await openAnchor('e0e8', 'lcsa', good);
    expect(JSON.parse(await done('--json', ...(await write('f1c0', '07', '--yes-lock', 'f1c0'))))).toMatchObject({ id: '0xF1C0', verified: true });
  });

  it('one that stays open is not asked about', async () => {
    await openAnchor('e0e8', 'lcsa', version1);
    await done(...(await write('f1c0', '03', '--yes-lock', 'f1c0')));
  });
});

describe('a write that the chip does not hold', () => {
  it.each([
    ['f1c1', '40', 'written as a whole, it becomes 0x00, not 0x40'],
    ['e0c1', 'ff', 'written as a whole, it becomes 0x00, not 0xFF'],
  ])('%s: a security status is only cleared by a host', async (id, content, why) => {
    const said = await refused(...(await write(id, content)));
    expect(said).toContain('Nothing was sent: the chip cannot hold these bytes.');
    expect(said).toContain(why);
    expect(said).not.toContain(say(fault('chip/read-back-differs', { object: '', at: 0 })).what);
  });

  it('a part of a security status: the bits that it would lose are named', async () => {
    expect(await refused(...(await write('f1c1', 'ff', '--offset', '0')))).toMatch(/with what it holds now \(0x[0-9A-F]{2}\) it would become 0x[0-9A-F]{2}, not 0xFF/);
  });

  it.each([
    ['f1c0', '0f', /application's lifecycle has no termination: 0xF1C0 takes no 0x0F/],
    ['f1c0', '05', /0x05 is not a lifecycle state/],
    ['e0c0', '00', /0x00 is not a lifecycle state/],
  ])('%s, %s', async (id, content, why) => {
    const said = await refused(...(await write(id, content, '--yes-lock', id)));
    expect(said).toMatch(why);
    expect(said).not.toContain('no further reason');
  });

  it('a lifecycle that would go down', async () => {
    await done(...(await write('f1c0', '07', '--yes-lock', 'f1c0')));
    expect(await refused(...(await write('f1c0', '03', '--yes-lock', 'f1c0')))).toMatch(/only rises: 0xF1C0 is at 0x07 and cannot go back to 0x03/);
  });
});

describe('a lock of content that cannot be read', () => {
  beforeEach(async () => {
    await done(...(await write('f1d4', '5e'.repeat(32))));
    await done('object', 'metadata', '--id', 'f1d4', '--set', '{"read":"never"}');
  });
  const lock = ['object', 'metadata', '--id', 'f1d4', '--set', '{"lcso":"operational"}', '--yes-lock', 'f1d4'];

  it('nothing in this run shows what it holds: no lock, and what to do', async () => {
    const said = await refused(...lock);
    expect(said).toContain('error: plan/lock-without-proof: ');
    expect(said).toContain('Set a read condition that is met');
  });

  it('what the refusal says to do leads to the lock', async () => {
    await done('object', 'metadata', '--id', 'f1d4', '--set', '{"read":["always"]}');
    await done('object', 'metadata', '--id', 'f1d4', '--set', '{"read":"never","lcso":"operational"}', '--yes-lock', 'f1d4');
  });

  it('a rise below operational closes nothing', async () => {
    await done('object', 'metadata', '--id', 'f1d4', '--set', '{"lcso":"initialization"}', '--yes-lock', 'f1d4');
  });
});

it('a key update of the version that is there already: one verdict, and nothing is sent', async () => {
  await done('keys', 'new', '--algorithm', 'secp256r1', '--out', file('signer.pem'), '--certificate', file('signer-cert.pem'), '--subject', 'CN=Signer');
  await done('keys', 'new', '--algorithm', 'secp256r1', '--out', file('device.pem'));
  await done(...(await write('e0e8', readFileSync(file('signer-cert.pem'), 'utf8'))));
  await done('object', 'metadata', '--id', 'e0e8', '--set', '{"type":"trust_anchor","execute":["always"]}');
  await done('object', 'metadata', '--id', 'e0f1', '--set', '{"change":["int","0xe0","0xe8"]}');
  const set = await done('dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E8', 'target_oid=E0F1', 'sign_algo=ES_256', `priv_key=${file('signer.pem')}`, 'payload_type=key', `key_data=${file('device.pem')}`, 'key_algo=3', 'key_usage=10');
  writeFileSync(file('set.txt'), set);
  const update = ['update', '--id', 'e0f1', '--file', file('set.txt')];
  await done(...update);
  for (const more of [[], ['--dry-run']]) {
    const said = await refused(...update, ...more);
    expect(said).toContain('error: plan/key-other-version: ');
    expect(said).toContain('refused: Send the data set (a key, version 1) to 0xE0F1');
    expect(said).not.toContain('already-done');
  }

  // The window decides in the same way.
  mkdirSync(file('state'));
  copyFileSync(file('chip.json'), file('state/simulated-trust-m-v3.json'));
  const program = await openProgram({}, folder);
  try {
    await program.ok('board/connect', { path: 'simulated' });
    const plan = await program.ok('plan/from-data-set', { ticket: await program.take('set.txt', set) });
    expect(plan).toMatchObject({ verdict: 'refused', steps: [{ rehearsal: 'refused', fault: { code: 'plan/key-other-version' } }] });
  } finally {
    await program.close();
  }
});
