import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hex } from '../../../core/bytes/hex.ts';
import { unwrapCertificate } from '../../../core/certificates/identity.ts';
import { oid } from '../../../core/objects/oid.ts';
import { encodePlan } from '../../../core/plan/planFile.ts';
import { must } from '../../../core/result/result.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { commandLine } from '../../cli/testing/commandLine.ts';
import { identity, openProgram } from '../testing/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-pair-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dumped = must(unwrapCertificate(hex(profiles['trust-m-v3'].objects['e0e0']?.data ?? ''))).certificates[0] as Uint8Array;

const run = (...words: string[]) => commandLine(words, { TRUST_BENCH_STATE_DIR: folder });

describe('the vendor\'s first demonstration on a simulated chip: E0F0 and E0E0', () => {
  it.each(['v3', 'v1', 'express'])('command line, %s: the reason is that the certificate is a real chip\'s', async (profile) => {
    const { code, err } = await run('--port', `simulated:${profile}@${join(folder, `${profile}.json`)}`, 'prove', '--key', 'e0f0', '--certificate', 'e0e0');
    expect(code).toBe(1);
    expect(err).toMatch(/^error: plan\/simulated-pair: .*0xE0E0.*0xE0F0/m);
    expect(err).not.toContain('another key is in this object');
  });

  it('a sample chip with a pair of its own proves it', async () => {
    expect((await run('bundle', 'make-sample', '--out', join(folder, 'sample'))).code).toBe(0);
    const [chip = ''] = readdirSync(join(folder, 'sample'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    const { code, err } = await run('--port', `simulated@${join(folder, 'sample', chip)}`, 'prove', '--key', 'e0f0', '--certificate', 'e0e0');
    expect(code, err).toBe(0);
  });

  it('another certificate is still another key', async () => {
    writeFileSync(join(folder, 'other.pem'), (await identity()).certificatePem);
    const { err } = await run('--port', `simulated@${join(folder, 'other.json')}`, 'prove', '--key', 'e0f0', '--certificate', join(folder, 'other.pem'));
    expect(err).toContain('another key is in this object');
  });

  it('window: a plan that proves it says the same', async () => {
    const program = await openProgram();
    await program.ok('board/connect', { path: 'simulated' });
    const text = encodePlan({ title: 'prove', steps: [{ id: 'prove', kind: 'prove-key', key: oid(0xe0f0), certificate: dumped }] });
    const plan = await program.ok('plan/open', { ticket: await program.take('plan.json', text) });
    await program.ok('plan/run', { planId: plan.planId, confirmations: {} });
    const ended = await program.ended();
    expect(ended).toMatchObject({ state: 'failed', fault: { code: 'plan/simulated-pair', object: '0xE0F0' } });
    await program.close();
  });
});
