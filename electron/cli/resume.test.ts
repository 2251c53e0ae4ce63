import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalPath, killedAt } from '../journal/testing/killedAt.ts';
import { commandLine } from './testing/commandLine.ts';

let folder: string;
const file = (name: string): string => join(folder, name);

async function run(...words: string[]) {
  const environment = { TRUST_BENCH_STATE_DIR: file('state') };
  return commandLine(words, environment);
}

async function done(...words: string[]): Promise<string> {
  const ran = await run(...words);
  expect(ran.code, `${words.join(' ')}: ${ran.err}`).toBe(0);
  return ran.out;
}

const port = (name = 'chip'): string[] => ['--port', `simulated@${file(`${name}.json`)}`];
const [secret, other] = ['5e'.repeat(32), 'a5'.repeat(32)];
const plan = (): string[] => ['run', file('plan.json'), '--yes-lock', 'e0e3', 'f1d4', '--json'];
const journalFolder = (): string => file(join('state', 'journal'));
/** Makes a saved plan of the seven steps that was not run yet. It locks a secret and closes it to readers. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-resume-'));
  writeFileSync(file('secret.txt'), secret);
  writeFileSync(file('other.txt'), other);
  await done('keys', 'new', '--algorithm', 'secp256r1', '--out', file('signer.pem'), '--certificate', file('signer-cert.pem'), '--subject', 'CN=Signer');
  const words = ['prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', file('signer-cert.pem'), '--lock-anchor', '--secret-id', 'f1d4', '--secret', file('secret.txt'), '--lock-secret', '--secret-unreadable', '--update', 'both'];
  await done(...words, '--yes-lock', 'e0e3', 'f1d4', '--dry-run', '--plan-out', file('plan.json'), ...port());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const name = (): string => file('secret.txt');
const states = (out: string) => Object.fromEntries((JSON.parse(out) as { result: { steps: { id: string; state: string; says?: string }[] } }).result.steps.map(({ id, state }) => [id, state]));

async function interrupted(): Promise<void> {
  await done(...plan(), ...port());
  killedAt(journalFolder(), 'lock-secret');
}

describe('a saved plan after an interruption', () => {
  it('takes the locked secret as written when the journal proves it', async () => {
    await interrupted();
    const out = await done(...plan(), ...port());
    expect(states(out)).toMatchObject({ secret: 'unchanged', 'lock-secret': 'unchanged' });
    expect(out).toContain('0xF1D4 is closed and cannot be read; the journal proves that an earlier run wrote this content, 32 bytes');
  });

  it('refuses another secret of the same length, and names the object', async () => {
    await interrupted();
    const before = readFileSync(file('chip.json'), 'utf8');
    const ran = await run(...plan(), '--material', `${name()}=${file('other.txt')}`, ...port());
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/^error: plan\/material-other: .*\(0xF1D4\)/m);
    expect(readFileSync(file('chip.json'), 'utf8')).toBe(before);
  });

  it('refuses it also where the object is still open', async () => {
    await done(...plan(), ...port());
    const locked = readFileSync(file('chip.json'), 'utf8');
    killedAt(journalFolder(), 'secret-metadata');
    rmSync(file('chip.json'));
    const ran = await run(...plan(), '--material', `${name()}=${file('other.txt')}`, ...port());
    expect(ran.err).toMatch(/plan\/material-other/);
    await done(...plan(), ...port());
    expect(readFileSync(file('chip.json'), 'utf8')).toBe(locked);
  });

  it('asks for a secret that is not at hand by its name', async () => {
    await interrupted();
    rmSync(file('secret.txt'));
    const ran = await run(...plan(), ...port());
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/^error: plan\/materials-missing: .*for 0xF1D4 \(32 bytes\)/m);
    expect(ran.err).toContain(`--material "${name()}=FILE`);
    writeFileSync(file('moved.txt'), secret);
    expect(states(await done(...plan(), '--material', `${name()}=${file('moved.txt')}`, ...port()))).toMatchObject({ secret: 'unchanged' });
  });

  it('refuses a name that the plan does not have, and a file that is not there', async () => {
    expect((await run(...plan(), '--material', `secret=${file('other.txt')}`, ...port())).err).toMatch(/usage\/bad-option.*the plan does not name it/);
    expect((await run(...plan(), '--material', `${name()}=${file('nowhere')}`, ...port())).err).toMatch(/file\/not-found/);
  });

  it('without the key of that time nothing is taken as written, and no key is made', async () => {
    await interrupted();
    rmSync(file(join('state', 'content-key')));
    expect((await run(...plan(), ...port())).err).toMatch(/^error: journal\/key-unusable: /m);
    expect(readdirSync(file('state'))).not.toContain('content-key');
    writeFileSync(file(join('state', 'content-key')), 'damaged');
    expect((await run(...plan(), ...port())).err).toMatch(/^error: journal\/key-unusable: .*7 bytes/m);
    expect(readFileSync(file(join('state', 'content-key')), 'utf8')).toBe('damaged');
  });

  it('a journal that was changed proves nothing', async () => {
    await interrupted();
    writeFileSync(journalPath(journalFolder()), readFileSync(journalPath(journalFolder()), 'utf8').replace('"title":"', '"title":"x'));
    const ran = await run(...plan(), ...port());
    expect(ran.code).toBe(4);
    expect(ran.err).toContain('0x8007');
  });

  it('what another plan wrote there since is not taken for this one', async () => {
    await done(...plan(), ...port());
    killedAt(journalFolder(), 'secret-metadata');
    // The same chip before the run. The interrupted run is known, and another plan then writes another secret.
    rmSync(file('chip.json'));
    writeFileSync(file('second.json'), readFileSync(file('plan.json'), 'utf8').replaceAll(name(), file('other.txt')));
    await done('run', file('second.json'), '--yes-lock', 'e0e3', 'f1d4', ...port());
    const ran = await run(...plan(), ...port());
    expect(ran.code).toBe(4);
    expect(ran.err).toContain('0x8007');
  });

  it('another chip of the simulator is not the one of that run', async () => {
    await interrupted();
    await done(...plan(), '--material', `${name()}=${file('other.txt')}`, ...port('second'));
  });
});

describe('what the journal keeps', () => {
  it('an HMAC of the secret, with a key that only its owner reads; neither secret nor key is in it', async () => {
    await done(...plan(), ...port());
    const text = readFileSync(journalPath(journalFolder()), 'utf8');
    expect(text).toMatch(/"contents":\[\{"step":"secret","hmac":"[0-9a-f]{64}"\}\]/);
    expect(text).not.toContain(secret.slice(0, 32));
    const key = file(join('state', 'content-key'));
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(text).not.toContain(readFileSync(key).toString('hex'));
  });

  it('nothing of a content under 16 bytes: it is asked for, and a closed one is not taken as written', async () => {
    const steps = [
      { id: 'w', kind: 'write-object', object: '0xF1D5', what: 'x', content: { inline: 'c0ffee' } },
      { id: 'l', kind: 'lock', object: '0xF1D5', unreadable: true },
    ];
    writeFileSync(file('short.json'), JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'short', steps }));
    await done('run', file('short.json'), '--yes-lock', 'f1d5', ...port());
    expect(readFileSync(journalPath(journalFolder()), 'utf8')).not.toContain('"contents"');
    killedAt(journalFolder(), 'l');
    expect((await run('run', file('short.json'), '--yes-lock', 'f1d5', ...port())).err).toContain('0x8007');
  });
});
