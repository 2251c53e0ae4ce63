import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { profiles } from '../../core/simulator/profiles/profiles.ts';
import { hasOpenssl, openssl, opensslText } from '../../core/keys/testing/openssl.ts';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-reasons-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const { e0f3, f1d5 } = profiles['trust-m-v3'].objects;
/** E0F3 and F1D5 are terminated. */
const ended = file('ended.json', JSON.stringify({ ...profiles['trust-m-v3'].objects, e0f3: { ...e0f3, metadata: '2008c0010fd003e1fc07' }, f1d5: { ...f1d5, metadata: '200fc0010fc4018cc50101d00100d10100' } }));

async function run(port: string, ...words: string[]): Promise<readonly [code: number, err: string]> {
  const { code, err } = await commandLine(['--port', port, ...words], { TRUST_BENCH_STATE_DIR: folder });
  return [code, err];
}

it.skipIf(!hasOpenssl)('object read warns of a flawed certificate, with what is wrong in it, and shows it nevertheless', async () => {
  const key = opensslText('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256');
  const make = (...more: string[]): Uint8Array => openssl(`req -x509 -new -key @0 -subj /CN=odd -days 30 -outform DER${more.map((one) => ` -addext ${one}`).join('')}`, '', [key]);
  const port = `simulated:v3@${join(folder, 'flawed.json')}`;
  const put = (id: string, der: Uint8Array): void => writeFileSync(join(folder, `${id}.der`), der);
  put('flawed', make('basicConstraints=critical,CA:FALSE', 'keyUsage=keyCertSign'));
  put('sound', make());
  const warning = "warning: the certificate of CN=odd: Its key may sign certificates (keyCertSign), but it is not a CA. No chain with it is trusted.\n";
  for (const json of [[], ['--json']]) {
    for (const [name, said] of [['flawed', warning], ['sound', '']] as const) {
      expect((await run(port, 'object', 'write', '--id', 'f1e0', '--in', join(folder, `${name}.der`)))[0]).toBe(0);
      const [code, err] = await run(port, ...json, 'object', 'read', '--id', 'f1e0');
      expect([code, err.split('\n').filter((line) => line.includes('certificate')).join('\n')]).toEqual([0, said.trimEnd()]);
    }
  }
});

describe('a refusal says why', () => {
  it.each([
    ['a new key', ['keys', 'generate', '--id', 'e0f3', '--algorithm', 'secp256r1', '--usage', 'sign', '--yes-overwrite', 'e0f3'], '0xE0F3'],
    ['metadata', ['object', 'metadata', '--id', 'e0f3', '--set', '{"change":"always"}'], '0xE0F3'],
    ['a lower lifecycle', ['object', 'metadata', '--id', 'e0f3', '--set', '{"lcso":"creation"}'], '0xE0F3'],
    ['content', ['object', 'write', '--id', 'f1d5', '--in', file('one.hex', '01')], '0xF1D5'],
    ['reading', ['object', 'read', '--id', 'f1d5'], '0xF1D5'],
    ['the version', ['object', 'metadata', '--id', 'f1d5', '--set', '{"version":[false,0]}'], '0xF1D5'],
  ])('%s of a terminated object', async (_, words, object) => {
    const [code, err] = await run(`simulated:${ended}`, ...words);
    expect(code).toBe(4);
    expect(err).toContain(`${object} is terminated`);
    expect(err).not.toContain('no further reason');
  });

  it('the lifecycle only rises', async () => {
    const port = `simulated:v3@${join(folder, 'rises.json')}`;
    expect((await run(port, 'object', 'metadata', '--id', 'f1d5', '--set', '{"lcso":"initialization"}', '--yes-lock', 'f1d5'))[0]).toBe(0);
    const [code, err] = await run(port, 'object', 'metadata', '--id', 'f1d5', '--set', '{"lcso":"creation"}');
    expect([code, err]).toEqual([4, expect.stringContaining('The lifecycle of an object only rises: 0xF1D5 is in initiali') as string]);
  });

  it.each([
    ['e0c4', '05', '0xE0C4 (current limit) takes one byte from 6 to 15 (mA).'],
    ['e0c4', '10', '0xE0C4 (current limit) takes one byte from 6 to 15 (mA).'],
    ['f1d5', '00'.repeat(141), '0xF1D5 holds at most 140 bytes; the content would end at byte 141.'],
  ])('%s: a value out of range, content that is too long', async (id, hex, why) => {
    const [code, err] = await run('simulated:v3', 'object', 'write', '--id', id, '--in', file('value.hex', hex));
    expect([code, err]).toEqual([4, expect.stringContaining(why) as string]);
  });

  it('the version may be set back until the object is operational', async () => {
    const port = `simulated:v3@${join(folder, 'version.json')}`;
    expect(await run(port, 'object', 'metadata', '--id', 'f1d5', '--set', '{"version":[false,0]}')).toMatchObject([0, expect.not.stringContaining('error') as string]);
    const [code, err] = await run(port, 'object', 'metadata', '--id', 'e0c0', '--set', '{"version":[false,0]}');
    expect([code, err]).toEqual([4, expect.stringContaining('0xE0C0 is operational') as string]);
  });
});
