import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fault } from '../../../core/result/fault.ts';
import { say } from '../../../core/result/say.ts';
import { commandLine } from '../../cli/testing/commandLine.ts';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';

/** `prepare` refuses and warns exactly as the window does: both use the same rules. */
let program: TestProgram;
const folder = mkdtempSync(join(tmpdir(), 'bench-rules-'));
const file = (name: string): string => join(folder, name);
let pem = '';

const station = (...words: string[]) => commandLine(words, { TRUST_BENCH_STATE_DIR: file('state') });

beforeAll(async () => {
  program = await openProgram();
  const integrity = await identity();
  pem = integrity.certificatePem;
  writeFileSync(file('anchor.pem'), pem);
  writeFileSync(file('secret.txt'), '5a'.repeat(32));
  writeFileSync(file('data.hex'), 'c0ffee');
  await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('anchor.pem', pem) });
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true });
});

interface Given {
  readonly target?: string;
  readonly anchor?: string;
  readonly secret?: string;
  readonly update?: 'data' | 'metadata' | 'both';
}

/** Returns the command line's options for the answers of `inWindow`. */
const prepare = (port: string, { target = 'f1d4', anchor = 'e0e3', secret, update = 'data' }: Given) =>
  station('--port', port, 'prepare', '--target', target, '--anchor', anchor, '--anchor-certificate', file('anchor.pem'), '--update', update, ...(secret === undefined ? [] : ['--secret-id', secret, '--secret', file('secret.txt')]), '--dry-run');

async function inWindow({ target = 'f1d4', anchor = 'e0e3', secret, update = 'data' }: Given) {
  if (secret !== undefined) await program.ok('wizard/secret', { ticket: await program.take('secret.txt', '5a'.repeat(32)) });
  return program.call('wizard/answer', { target, anchorObject: anchor, update, confidentiality: secret !== undefined, ...(secret === undefined ? {} : { secretObject: secret }) });
}

/** Answers that do not depend on a chip's state: the fault's code and the exit code. */
const whatever: readonly (readonly [string, Given, string, number])[] = [
  ['a key object as trust anchor', { anchor: 'e0f1', target: 'f1d4' }, 'update/bad-option', 2],
  ['a certificate object for the secret', { secret: 'e0e2' }, 'update/bad-option', 2],
  ['the lifecycle of the chip as target', { target: 'e0c0', update: 'metadata' }, 'update/bad-option', 2],
  ['a session context as target', { target: 'e100', update: 'metadata' }, 'update/bad-option', 2],
  ['a certificate that the object does not hold', { anchor: 'f1d5' }, 'certificate/too-large', 1],
  ['one object for two uses', { anchor: 'e0e3', target: 'e0e3' }, 'wizard/same-object', 1],
];

describe('the same answers are refused at both entries', () => {
  it.each(whatever)('%s', async (_, given, code, exit) => {
    const view = await inWindow(given);
    expect(view.ok && view.value.problems.map(({ fault }) => fault.code)).toContain(code);
    await program.ok('board/connect', { path: 'simulated' });
    expect((await program.call('plan/from-wizard', {})).ok).toBe(false);
    const ran = await prepare('simulated', given);
    expect([ran.code, ran.err]).toEqual([exit, expect.stringContaining(`error: ${code}: `)]);
  });

  it.each([['target', '0x1234'], ['anchorObject', 'e0ff'], ['secretObject', 'f1dc'], ['certificateObject', 'e0e4']])('an object that is in no table: %s', async (field, id) => {
    const before = (await program.ok('wizard/state', {})).answers;
    expect((await program.fault('wizard/answer', { [field]: id, lockAnchor: true })).code).toBe('object/unknown');
    expect((await program.ok('wizard/state', {})).answers).toEqual(before);
  });

  it('an id that is none is refused, and nothing is taken in its place', async () => {
    expect((await program.fault('wizard/answer', { target: 'E0F' })).code).toBe('object/bad-id');
    expect((await prepare('simulated', { target: 'E0F' })).err).toContain('error: object/bad-id: ');
  });

  it.each([{ target: '1234' }, { anchor: 'e0ff' }, { secret: 'f1dc' }])('on the command line: %o', async (given) => {
    expect((await prepare('simulated', given)).err).toContain('error: object/unknown: ');
  });

  it('an id is taken in any of its forms', async () => {
    expect((await program.ok('wizard/answer', { target: 'e0f2' })).answers.target).toBe('0xE0F2');
  });

  it('a chip of the first version has no AES key', async () => {
    await program.ok('board/connect', { path: 'simulated:trust-m-v1' });
    const view = await inWindow({ target: 'e200', update: 'metadata' });
    expect(view.ok && view.value.problems.map(({ fault }) => fault.code)).toContain('wizard/not-on-chip');
    expect((await prepare('simulated:trust-m-v1', { target: 'e200', update: 'metadata' })).err).toContain('error: wizard/not-on-chip: ');
  });
});

describe('what the state of the chip refuses', () => {
  const port = `simulated@${file('chip.json')}`;
  /** Writes and locks an object on the chip of `port`, and on the window's. */
  async function locked(id: string): Promise<void> {
    expect((await station('--port', port, 'object', 'write', '--id', id, '--in', file('data.hex'))).code).toBe(0);
    expect((await station('--port', port, 'object', 'lock', '--id', id, '--yes-lock', id)).code).toBe(0);
    await program.ok('board/connect', { path: 'simulated' });
    const write = await program.ok('plan/from-edit', { kind: 'write', id, hex: 'c0ffee' });
    await program.ok('plan/run', { planId: write.planId, confirmations: {} });
    expect((await program.ended()).state).toBe('finished');
    const lock = await program.ok('plan/from-edit', { kind: 'lock', id });
    await program.ok('plan/run', { planId: lock.planId, confirmations: { [lock.steps[0]?.id ?? '']: id } });
    expect((await program.ended()).state).toBe('finished');
  }

  it.each<[string, string, Given, string]>([
    ['the target is operational', '0xF1D6', { target: '0xF1D6' }, 'wizard/target-operational'],
    ['the secret is closed and holds something else', '0xF1D7', { secret: '0xF1D7' }, 'wizard/object-closed'],
    ['the trust anchor is closed and holds something else', '0xF1E0', { anchor: '0xF1E0' }, 'wizard/object-closed'],
  ])('%s', async (_, id, given, code) => {
    await locked(id);
    const view = await inWindow(given);
    expect(view.ok && view.value.problems.map(({ fault }) => [fault.code, fault.raw])).toContainEqual([code, '0x8007']);
    const ran = await prepare(port, given);
    expect([ran.code, ran.err]).toEqual([4, expect.stringContaining(`error: ${code}: `)]);
  });
});

describe('what is warned of', () => {
  it('a trust anchor that has expired: once in the window, in its own card, without its name', async () => {
    const expired = await identity('secp256r1', { now: new Date('2024-01-01T00:00:00Z'), days: 365, subject: 'CN=Old anchor' });
    const says = 'The certificate has expired. It was valid until 2024-12-31. The chip has no clock and does not check this.';
    const view = await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('old.pem', expired.certificatePem) });
    expect(view.integrity.certificate?.warnings).toEqual([says]);
    expect(view.warnings.filter(({ text }) => text.includes('expired'))).toEqual([]);
    writeFileSync(file('anchor.pem'), expired.certificatePem);
    const ran = await prepare('simulated', {});
    expect(ran.err.split('The certificate has expired. (CN=Old anchor)')).toHaveLength(2);
    writeFileSync(file('anchor.pem'), pem);
    await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('anchor.pem', pem) });
  });

  it('a secret that stays open, and a target that everyone can write', async () => {
    await program.ok('board/connect', { path: 'simulated' });
    const view = await inWindow({ target: '0xF1D8', secret: '0xF1D9' });
    const open = say(fault('wizard/secret-open', { object: '0xF1D9' })).what;
    expect(view.ok && view.value.warnings.map(({ text }) => text)).toContain(open);
    expect((await prepare('simulated', { target: 'f1d8', secret: 'f1d9' })).err).toContain(open);
  });
});
