import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fault } from '../../../core/result/fault.ts';
import { say } from '../../../core/result/say.ts';
import { commandLine } from '../../cli/testing/commandLine.ts';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';

/** Window and command line refuse the same object for two purposes, by the same rule. */
let program: TestProgram;
const folder = mkdtempSync(join(tmpdir(), 'bench-distinct-'));
beforeAll(async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
  const integrity = await identity();
  writeFileSync(join(folder, 'anchor.pem'), integrity.certificatePem);
  writeFileSync(join(folder, 'secret.txt'), '5a'.repeat(32));
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true });
});

describe('one object for two uses', () => {
  it.each([
    [{ target: '0xE0E3', anchorObject: '0xE0E3' }, 1, 'target and trust anchor'],
    [{ target: '0xF1D1', secretObject: '0xF1D1' }, 3, 'target and secret'],
    [{ anchorObject: '0xE0E3', secretObject: '0xE0E3' }, 3, 'trust anchor and secret'],
    [{ anchorObject: '0xE0E1', certificateObject: '0xE0E1' }, 1, 'trust anchor and device certificate'],
    [{ secretObject: '0xE0E1', certificateObject: '0xE0E1' }, 3, 'secret and device certificate'],
  ])('in the window: %o', async (answers, step, uses) => {
    await program.ok('wizard/reset', {});
    const view = await program.ok('wizard/answer', { confidentiality: true, update: 'both', ...answers });
    expect(view.problems.filter(({ fault }) => fault.code === 'wizard/same-object').map((problem) => [problem.step, problem.fault.why])).toEqual([[step, say(fault('wizard/same-object', { object: '', uses })).why]]);
    expect((await program.call('plan/from-wizard', {})).ok).toBe(false);
  });

  it.each([
    ['e0e3', 'e0e3', 'f1d1'],
    ['f1d1', 'e0e3', 'f1d1'],
    ['e0f1', 'e0e3', 'e0e3'],
  ])('on the command line: target %s, anchor %s, secret %s', async (target, anchor, secret) => {
    const words = ['--port', 'simulated', 'prepare', '--target', target, '--anchor', anchor, '--anchor-certificate', join(folder, 'anchor.pem'), '--secret-id', secret, '--secret', join(folder, 'secret.txt'), '--update', 'both'];
    const { code, err } = await commandLine(words, { TRUST_BENCH_STATE_DIR: join(folder, 'state') });
    expect([code, err]).toEqual([1, expect.stringContaining('error: wizard/same-object: ')]);
  });
});
