import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { concat } from '../../../core/bytes/bytes.ts';
import { hex } from '../../../core/bytes/hex.ts';
import { curves } from '../../../core/keys/curves.ts';
import { encodeDer, encodeSignatureIntegers } from '../../../core/keys/der.ts';
import type { Handler } from '../../../core/simulator/handlers/handler.ts';
import { runProgram } from '../../cli/program.ts';
import { commandLine } from '../../cli/testing/commandLine.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';

/** What the simulated chip's CalcSign answers instead of its signature. */
const patch = vi.hoisted(() => ({ answer: undefined as Uint8Array | undefined }));
vi.mock(import('../../../core/simulator/handlers/calcSign.ts'), async (original) => {
  const { calcSign } = await original();
  const patched: Handler = async (...given) => {
    const right = await calcSign(...given);
    return patch.answer === undefined || typeof right === 'number' ? right : patch.answer;
  };
  return { calcSign: patched };
});

const number = (text: string): Uint8Array => hex(text.padStart(64, '0'));
const order = number(curves.secp256r1.curve.Point.Fn.ORDER.toString(16));
const pair = (r: Uint8Array, s: Uint8Array): Uint8Array => encodeSignatureIntegers(concat(r, s));
const one = number('1');

const malformed: readonly (readonly [string, Uint8Array, string])[] = [
  ['broken DER', hex('0220010203'), 'It is not two DER numbers'],
  ['one number', encodeDer(0x02, one), 'It is not two DER numbers'],
  ['numbers that are too long', pair(concat(one, one), concat(one, one)), 'It is not two DER numbers'],
  ['r = 0', pair(number('0'), one), 'Its number r is zero'],
  ['s = 0', pair(one, number('0')), 'Its number s is zero'],
  ['r = n', pair(order, one), 'Its number r is not below the order of the curve'],
  ['s = n', pair(one, order), 'Its number s is not below the order of the curve'],
];

describe.each(malformed)('a chip that signs with %s', (_, answer, why) => {
  let program: TestProgram;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trust-bench-malformed-'));
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated' });
    patch.answer = answer;
  });
  afterEach(async () => {
    patch.answer = undefined;
    await program.close();
    rmSync(folder, { recursive: true });
  });

  it('in the window: trying a key, and a request', async () => {
    const no = { code: 'chip/no-signature', data: { object: '0xE0F0', why: expect.stringContaining(why) as string } };
    expect(await program.fault('objects/sign-test', { id: '0xE0F0', message: 'x' })).toMatchObject(no);
    expect(await program.fault('objects/csr', { id: '0xE0F0', subject: 'CN=x' })).toMatchObject(no);
  });

  it('on the command line: prove, and a key that is made', async () => {
    const run = async (...words: string[]) => {
      const { code, out, err } = await commandLine([...words, '--port', `simulated@${join(folder, 'chip.json')}`], { TRUST_BENCH_STATE_DIR: folder });
      return { code, said: out + err };
    };
    const proved = await run('prove', '--key', 'e0f0', '--certificate', 'e0e0');
    expect([proved.code !== 0, proved.said]).toEqual([true, expect.stringContaining(why)]);
    expect(proved.said).toContain('chip/no-signature');
    expect(proved.said).not.toContain('another key');
    const made = await run('keys', 'generate', '--id', 'e0f1', '--algorithm', 'secp256r1', '--usage', 'sign', '--public', join(folder, 'public.pem'), '--json');
    expect(made.said).toContain(why);
    expect(made.said).not.toContain('another key');
  });
});

it('an RSA signature of another length', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-malformed-'));
  const run = async (...words: string[]) => {
    let said = '';
    const code = await runProgram([...words, '--port', `simulated@${join(folder, 'chip.json')}`], { out: (text) => (said += String(text)), err: (text) => (said += text), environment: { TRUST_BENCH_STATE_DIR: folder }, version: '0' });
    return { code, said };
  };
  patch.answer = new Uint8Array(255).fill(1);
  const made = await run('keys', 'generate', '--id', 'e0fc', '--algorithm', 'rsa2048', '--usage', 'sign', '--public', join(folder, 'public.pem'), '--json');
  patch.answer = undefined;
  rmSync(folder, { recursive: true });
  expect(made.said).toContain('It has 255 bytes, and a signature of this key has 256.');
});
