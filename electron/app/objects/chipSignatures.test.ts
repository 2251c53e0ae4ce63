import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { hasOpenssl, openssl, opensslText } from '../../../core/keys/testing/openssl.ts';
import { hex } from '../../../core/bytes/hex.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
afterEach(() => program.close());

/** A chip pads nearly every second P-521 signature. Sixteen signatures without any padded one occur once in ten thousand tries. */
const times = 16;

it('keys on P-521, whose signatures the chip pads: made, tried, and asked for requests', async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
  const plan = await program.ok('plan/from-edit', { id: '0xE0F1', kind: 'generate-key', algorithm: 'secp521r1', usage: ['signature'] });
  await program.ok('plan/run', { planId: plan.planId, confirmations: Object.fromEntries(plan.steps.map(({ id, object }) => [id, object])) });
  const run = await program.ended();
  expect(run, JSON.stringify(run.fault)).toMatchObject({ state: 'finished', steps: [{ state: 'done' }] });
  for (let i = 0; i < times; i++) {
    const test = await program.ok('objects/sign-test', { id: '0xE0F1', message: `message ${i}` });
    expect(test).toMatchObject({ verifiedHere: true, verifiedByChip: true, publicKeyFrom: 'sent by the chip when it made the key' });
  }
  for (let i = 0; i < times; i++) await program.ok('objects/csr', { id: '0xE0F1', subject: `CN=Device ${i}` });
  const folder = join(program.folder, 'saved');
  const requests = readdirSync(folder).filter((name) => name.includes('.csr'));
  expect(requests).toHaveLength(times);
  // OpenSSL accepts only the shortest form.
  if (hasOpenssl) for (const name of requests) openssl('req -verify -noout', readFileSync(join(folder, name)));
});

it('a key whose public part nobody kept is found from two signatures, padded or not', async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated:v3' });
  const first = await program.ok('objects/sign-test', { id: '0xE0F0', message: 'x' });
  for (let i = 0; i < 4; i++) {
    const again = await program.ok('objects/sign-test', { id: '0xE0F0', message: `x${i}` });
    expect(again.publicKey).toBe(first.publicKey);
  }
  expect(hex(first.signature)).toHaveLength(64);
  if (hasOpenssl) expect(opensslText('pkey -pubin -noout -text', first.publicKey)).toContain('prime256v1');
});

it('an object without a key: neither tried nor asked for a request, and the reason is told', async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
  const no = { code: 'object/not-for-this', data: { object: '0xE0F1', what: 'The object holds no key.', why: 'Its metadata names no algorithm.' } };
  expect(await program.fault('objects/sign-test', { id: '0xE0F1', message: 'x' })).toMatchObject(no);
  expect(await program.fault('objects/csr', { id: '0xE0F1', subject: 'CN=x' })).toMatchObject(no);
});
