import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFault } from '../serial/openFault.ts';
import { openSerial } from '../serial/openSerial.ts';
import { say } from '../../core/result/say.ts';
import { identity, openProgram, type Identity, type TestProgram } from './testing/program.ts';
import { strangeKeys } from './testing/strangeKeys.ts';
import { hasSocat } from '../../e2e/harness/socat.ts';


let program: TestProgram;
let own: Identity;
let other: Identity;

beforeAll(async () => {
  program = await openProgram();
  [own, other] = [await identity(), await identity()];
  await program.ok('board/connect', { path: 'simulated' });
  await program.ok('wizard/material', { slot: 'device', ticket: await program.take('own.pem', own.keyPem + own.certificatePem) });
});
afterAll(() => program.close());

const half = (text: string): string => text.slice(0, Math.floor(text.length / 2));
const binary = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 37 + 11) & 0xff);

/** For each bad file: the input, the expected fault, and a word that the message must contain. */
const files: readonly [what: string, content: () => string | Uint8Array, code: string, says: RegExp][] = [
  ['a truncated key', () => half(own.keyPem), 'key/truncated', /PRIVATE KEY/],
  ['a truncated certificate', () => half(own.certificatePem), 'key/truncated', /CERTIFICATE/],
  ['binary garbage', () => binary(500), 'key/not-a-key', /binary/],
  ['plain text', () => 'hello, this is a letter', 'key/not-a-key', /text/],
  ['an encrypted key without password', () => strangeKeys.encrypted, 'key/encrypted', /password/],
  ['two keys in one file', () => own.keyPem + other.keyPem, 'key/several', /2/],
  ['a P-224 key', () => strangeKeys.p224, 'key/unsupported-curve', /224/],
  ['an Ed25519 key', () => strangeKeys.ed25519, 'key/unsupported-algorithm', /Ed25519/],
  ['an RSA-4096 key', () => strangeKeys.rsa4096, 'key/rsa-size', /4096/],
];

describe('a bad key or certificate file is told, and changes nothing', () => {
  it.each(files)('%s', async (_, content, code, says) => {
    const [memory, form] = [program.memory(), JSON.stringify(await program.ok('wizard/state', {}))];
    const ticket = await program.take('input.pem', content());
    const refusal = await program.fault('wizard/material', { slot: 'device', ticket });
    expect(refusal.code).toBe(code);
    const { what, why, todo } = say(refusal);
    expect(`${what} ${why}`).toMatch(says);
    expect(todo).not.toBe('');
    expect(program.memory()).toBe(memory);
    expect(JSON.stringify(await program.ok('wizard/state', {}))).toBe(form);
  });

  it('an empty file, and one of 100 MB', async () => {
    expect(await program.fault('files/take', { name: 'empty.pem', size: 0, content: new Uint8Array() })).toMatchObject({ code: 'file/empty' });
    expect(await program.fault('files/take', { name: 'huge.pem', size: 100_000_000 })).toMatchObject({ code: 'file/too-large' });
  });

  it('an encrypted key with the wrong password, then with the right one', async () => {
    const ticket = await program.take('locked.pem', strangeKeys.encrypted);
    expect((await program.fault('wizard/material', { slot: 'integrity', ticket, password: 'wrong' })).code).toBe('key/wrong-password');
    const view = await program.ok('wizard/material', { slot: 'integrity', ticket, password: 'correct' });
    expect(view.integrity.key?.algorithmName).toBe('NIST P-256');
    await program.ok('wizard/clear', { slot: 'integrity' });
  });

  it('a DER file that is named .pem is taken for what it is', async () => {
    const view = await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('really-der.pem', own.der) });
    expect(view.integrity.certificate?.subject).toBe('CN=Test');
    await program.ok('wizard/clear', { slot: 'integrity' });
  });

  it('a key and a certificate that do not belong together', async () => {
    await program.ok('wizard/material', { slot: 'device', ticket: await program.take('other.pem', other.certificatePem) });
    const view = await program.ok('wizard/state', {});
    expect(view.device.belongTogether).toBe(false);
    expect(view.problems.map(({ fault }) => fault.code)).toContain('wizard/does-not-belong');
    expect((await program.fault('plan/from-wizard', {})).code).toBe('wizard/does-not-belong');
    await program.ok('wizard/material', { slot: 'device', ticket: await program.take('own.pem', own.certificatePem) });
  });

  it('an expired certificate is a warning', async () => {
    const expired = await identity('secp256r1', { now: new Date('2001-01-01'), days: 10 });
    const view = await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('old.pem', expired.keyPem + expired.certificatePem) });
    expect(view.integrity.certificate?.warnings.join()).toMatch(/2001/);
    expect(view.problems.filter(({ step }) => step === 1)).toEqual([]);
    await program.ok('wizard/clear', { slot: 'integrity' });
  });

  it('a certificate over the object\'s size is a problem, one over 1300 bytes a warning', async () => {
    const long = await identity('rsa2048', { subject: `CN=${'x'.repeat(40)}, ${Array.from({ length: 5 }, (_, i) => `OU=${'y'.repeat(60)}${i}`).join(', ')}` });
    const ticket = await program.take('long.pem', long.keyPem + long.certificatePem);
    expect(long.der.length).toBeGreaterThan(1300);
    const asDevice = await program.ok('wizard/material', { slot: 'device', ticket });
    expect(asDevice.device.certificate?.warnings.join()).toMatch(/1300/);
    const asAnchor = await program.ok('wizard/material', { slot: 'integrity', ticket });
    await program.ok('wizard/answer', { anchorObject: '0xE0E8' });
    expect(asAnchor.integrity.certificate?.size).toBe(long.der.length);
    expect((await program.ok('wizard/state', {})).problems.filter(({ step }) => step === 1).map(({ fault }) => fault.code)).toContain('certificate/too-large');
    await program.ok('wizard/answer', { anchorObject: '0xE0E3' });
  });
});

describe('a bad port is told', () => {
  it('a port that does not exist', async () => {
    const alone = await openProgram();
    expect((await alone.fault('board/connect', { path: '/dev/ttyACM99' })).code).toBe('port/not-found');
    expect((await alone.ok('board/state', {})).link).toBe('not-connected');
    await alone.close();
  });

  it.skipIf(!hasSocat())('a port that is not a bridge (needs socat)', async () => {
    const alone = await openProgram();
    const path = join(alone.folder, 'tty');
    // A program that prints without end, like a device with a console.
    const peer = spawn('socat', [`pty,rawer,link=${path}`, 'exec:yes'], { stdio: 'ignore' });
    for (let i = 0; i < 100 && !existsSync(path); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    const refusal = await alone.fault('board/connect', { path });
    expect(['link/not-a-bridge', 'link/dead']).toContain(refusal.code);
    expect((await alone.ok('board/state', {})).link).toBe('not-a-bridge');
    peer.kill();
    await alone.close();
  }, 60_000);

  it.skipIf(!hasSocat())('a port in use (needs socat)', async () => {
    const alone = await openProgram();
    const path = join(alone.folder, 'tty');
    const peer = spawn('socat', [`pty,rawer,link=${path}`, 'pipe'], { stdio: 'ignore' });
    for (let i = 0; i < 100 && !existsSync(path); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    const first = await openSerial(path, { baud: 115_200 });
    expect(first.ok).toBe(true);
    expect((await alone.fault('board/connect', { path })).code).toBe('port/in-use');
    if (first.ok) await first.value.close();
    peer.kill();
    await alone.close();
  });

  it('no permission: the group is named', () => {
    const refusal = openFault('/dev/ttyACM0', 'Error: Permission denied, cannot open /dev/ttyACM0', 'linux');
    expect(refusal.code).toBe('port/no-permission');
    expect(say(refusal).todo).toContain('dialout');
  });
});
