import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-closed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

async function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return commandLine(words, { TRUST_BENCH_STATE_DIR: folder, ...environment });
}

async function done(...words: string[]): Promise<string> {
  const ran = await run(words);
  expect(ran.code, `${words.join(' ')}: ${ran.err}`).toBe(0);
  return ran.out;
}

const express = ['--port', `simulated:express@${file('express.json')}`];
const v3 = ['--port', `simulated@${file('v3.json')}`];
const locked = 'cd'.repeat(64);

/** Checks that a step was refused with the chip's expected code, that no step is reported as written, and that the memory is unchanged. */
async function refused(memory: string, says: RegExp, ...words: string[]): Promise<void> {
  const before = readFileSync(file(memory), 'utf8');
  const ran = await run(words);
  expect(ran.code).toBe(4);
  expect(ran.err).toContain('0x8007');
  expect(ran.err).toMatch(says);
  expect(ran.out).not.toMatch(/written|"verified"/);
  expect(readFileSync(file(memory), 'utf8')).toBe(before);
}

beforeAll(async () => {
  writeFileSync(file('new.hex'), 'ab'.repeat(64));
  writeFileSync(file('same.hex'), locked);
  writeFileSync(file('short.hex'), 'ab'.repeat(8));
  await done('keys', 'new', '--algorithm', 'secp256r1', '--out', file('signer.pem'), '--certificate', file('signer-cert.pem'), '--subject', 'CN=Signer');
  await done('info', ...express);
  await done('object', 'write', '--id', 'f1d4', '--in', file('same.hex'), ...v3);
  await done('object', 'metadata', '--id', 'f1d4', '--set', '{"read":"never","lcso":"operational"}', '--yes-lock', 'f1d4', ...v3);
});

describe('an object that is closed and cannot be read is never said to be written', () => {
  it.each([
    ['e140', 'new.hex'],
    ['f1d0', 'new.hex'],
    ['f1d0', 'short.hex'],
  ])('object write to %s of an Express chip, %s: the terms that are not met', async (id, input) => {
    await refused('express.json', /Not met now: .*shielded connection/, '--json', 'object', 'write', '--id', id, '--in', file(input), ...express);
  });

  it('the authorization is among the terms of 0xF1D0', async () => {
    expect((await run(['object', 'write', '--id', 'f1d0', '--in', file('new.hex'), ...express])).err).toMatch(/authorized with 0xF1D0\. \[0x8007\]/);
  });

  it.each([
    ['other bytes of the same length', ['--in', file('new.hex')]],
    ['even the same bytes: nothing shows that they are there', ['--in', file('same.hex')]],
    ['a part of them', ['--in', file('short.hex'), '--offset', '3']],
  ])('object write to a locked secret of a V3 chip: %s', async (_, words) => {
    await refused('v3.json', /Not met now: LcsO < operational|Not met now: .*operational/, 'object', 'write', '--id', 'f1d4', ...words, ...v3);
  });

  it('import: refused object by object, exit code not 0', async () => {
    writeFileSync(file('import.json'), JSON.stringify({ e140: { data: 'ab'.repeat(64) }, f1d0: { data: 'cd'.repeat(64) } }));
    const ran = await run(['--json', 'import', '--in', file('import.json'), ...express]);
    expect(ran.code).toBe(1);
    const { done: count, refused: no, objects } = JSON.parse(ran.out) as { done: number; refused: number; objects: { id: string; state: string; why: string[] }[] };
    expect([count, no]).toEqual([0, 2]);
    for (const { state, why } of objects) {
      expect(state).toBe('refused');
      expect(why.join()).toMatch(/Not met now.*0x8007/);
    }
  });

  it('prepare with a secret', async () => {
    writeFileSync(file('secret.txt'), 'a5'.repeat(64));
    const words = ['prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', file('signer-cert.pem'), '--secret-id', 'f1d4', '--secret', file('secret.txt'), '--update', 'data', ...v3];
    await refused('v3.json', /Not met now/, ...words);
  });

  it('a plan file, inline or by name', async () => {
    const plan = (content: object) => writeFileSync(file('plan.json'), JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'x', steps: [{ id: 'w', kind: 'write-object', object: '0xF1D4', what: 'x', content }] }));
    plan({ inline: locked });
    await refused('v3.json', /Not met now/, 'run', file('plan.json'), ...v3);
    plan({ material: 'same.hex', bytes: 64 });
    await refused('v3.json', /Not met now/, 'run', file('plan.json'), ...v3);
  });

  it('what can be read and is equal is not written again, and is not called written', async () => {
    writeFileSync(file('data.hex'), 'c0ffee');
    await done('object', 'write', '--id', 'f1d5', '--in', file('data.hex'), ...v3);
    await done('object', 'lock', '--id', 'f1d5', '--yes-lock', 'f1d5', ...v3);
    expect(JSON.parse(await done('--json', 'object', 'write', '--id', 'f1d5', '--in', file('data.hex'), ...v3))).toMatchObject({ written: false, verified: true });
    expect(await done('object', 'write', '--id', 'f1d5', '--in', file('data.hex'), ...v3)).toBe('0xF1D5 already holds these bytes (read as hexadecimal), verified by read-back\n');
  });
});

describe('a counter that cannot be read', () => {
  it.each([[[]], [['--add', '1']]])('is not read blindly, nor counted: counter %o', async (more) => {
    await done('object', 'metadata', '--id', 'e121', '--set', '{"read":"never"}', ...v3);
    await refused('v3.json', /Its read condition is: never, and it is not met now\. Nothing was sent\./, 'counter', '--id', 'e121', ...more, ...v3);
  });
});

it.each(['e0f1', 'e0fc', 'e200'])('bytes into the key object %s: refused with the reason, which is not its change condition', async (id) => {
  await refused('v3.json', /holds a key\. A host cannot write its content, whatever the change condition is\./, 'object', 'write', '--id', id, '--in', file('short.hex'), ...v3);
});

it.each(['e0c0', 'f1c0'])('the end of the whole chip (%s) is never written, not even when its id is typed', async (id) => {
  writeFileSync(file('end.hex'), '0f');
  const before = readFileSync(file('v3.json'), 'utf8');
  const ran = await run(['object', 'write', '--id', id, '--in', file('end.hex'), '--yes-lock', id, ...v3]);
  expect(ran.code).toBe(4);
  expect(readFileSync(file('v3.json'), 'utf8')).toBe(before);
  if (id === 'e0c0') expect(ran.err).toContain('This content terminates the whole chip: after that it answers no command, and nothing can be read back.');
});

/** The content was written and closed to readers. Then the application was opened again, so the lock cannot be proved. */
describe('an import of hidden content that is locked, interrupted between "read = never" and the lock', () => {
  const port = ['--port', `simulated@${file('reopened.json')}`, '--timeout', '100'];
  const object = () => (JSON.parse(readFileSync(file('reopened.json'), 'utf8')) as { objects: Record<string, { metadata: string; data: string }> }).objects['f1d8'];

  it('is refused without a lock, and what the refusal advises leads to the end', async () => {
    writeFileSync(file('hidden.json'), JSON.stringify({ f1d8: { metadata: '2006d101ffc00107', data: 'aabbcc' } }));
    const words = ['import', '--in', file('hidden.json'), '--yes-lock', 'f1d8', ...port];
    const cut = await run(words, { TRUST_BENCH_SIM_FAULTS: 'error@SetDataObject#3' });
    const advice = 'Set a read condition that is met (possible while the object is not locked), then run the plan again';
    expect([cut.code, cut.err]).toEqual([1, expect.stringContaining(advice)]);
    expect(object()).toEqual({ metadata: '2011c00101c4018cc50103d003e1fc07d101ff', data: 'aabbcc' });

    const again = await run(words);
    expect([again.code, again.out], 'without it, the same refusal').toEqual([1, expect.stringContaining(advice)]);
    expect(object()?.metadata).toBe('2011c00101c4018cc50103d003e1fc07d101ff');

    await done('object', 'metadata', '--id', 'f1d8', '--set', '{"read":"always"}', ...port);
    expect(await done(...words)).toContain('1 done, 0 unchanged, 0 refused');
    expect(object()).toEqual({ metadata: '2011c00107c4018cc50103d003e1fc07d101ff', data: 'aabbcc' });
  });
});
