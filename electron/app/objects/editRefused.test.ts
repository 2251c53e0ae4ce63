import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Family } from '../../../core/certificates/testing/family.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
afterEach(async () => {
  await program.close();
  rmSync(program.folder, { recursive: true, force: true });
});

/** A chip on which F1D5 is terminated. */
async function openEnded(): Promise<void> {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated:v3' });
  const memory = JSON.parse(program.memory()) as { objects: Record<string, object> };
  memory.objects['f1d5'] = { ...memory.objects['f1d5'], metadata: '200fc0010fc4018cc50101d00100d10100' };
  const kept = JSON.stringify(memory);
  await program.main.close();
  writeFileSync(join(program.folder, 'state', 'simulated-trust-m-v3.json'), kept);
  program = await openProgram({}, program.folder);
  await program.ok('board/connect', { path: 'simulated:v3' });
}

describe('edits in the window', () => {
  it.each([
    ['content', { kind: 'write', id: '0xF1D5', hex: '01' }],
    ['metadata', { kind: 'metadata', id: '0xF1D5', json: '{"change":"never"}' }],
  ] as const)('%s of a terminated object: the rehearsal says that it is terminated', async (_, edit) => {
    await openEnded();
    const answer = await program.call('plan/from-edit', edit);
    expect(JSON.stringify(answer)).toContain('0xF1D5 is terminated');
  });

  it('the version (C1) goes back while the object is not operational, and is refused after', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated:v3' });
    const plan = await program.ok('plan/from-edit', { kind: 'metadata', id: '0xF1D5', hex: '2004c1020000' });
    expect(JSON.stringify(plan)).not.toContain('"fault"');
    const answer = await program.call('plan/from-edit', { kind: 'metadata', id: '0xE0C0', json: '{"version":[false,0]}' });
    expect(JSON.stringify(answer)).toContain('0xE0C0 is operational');
  });

  it('a chain file into a certificate object: its leaf, or all of it as a TLS identity', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated:v3' });
    const family = new Family('a chain in the window');
    const [caKey, leafKey] = [family.key(), family.key()];
    const other = await family.root('CA', caKey);
    const middleKey = family.key();
    const middle = await family.issue('Middle', middleKey, { key: caKey, certificate: other }, { isCa: true });
    const device = await family.issue('Device', leafKey, { key: middleKey, certificate: middle });
    const ticket = await program.take('chain.pem', [device, middle, other].map(({ der }) => encodePem('CERTIFICATE', der)).join(''));
    const written = async (chain: boolean): Promise<string> => {
      const plan = await program.ok('plan/from-edit', { kind: 'write', id: '0xE0E1', ticket, ...(chain ? { chain } : {}) });
      await program.ok('plan/run', { planId: plan.planId, confirmations: {} });
      await program.ended();
      const { data } = await program.ok('objects/read', { id: '0xE0E1' });
      return data ?? '';
    };
    const hexOf = (der: Uint8Array): string => Buffer.from(der).toString('hex');
    const one = (await written(false)).toLowerCase();
    expect([one.includes(hexOf(device.der)), one.includes(hexOf(middle.der))]).toEqual([true, false]);
    const both = (await written(true)).toLowerCase();
    expect([both.includes(hexOf(device.der)), both.includes(hexOf(middle.der))]).toEqual([true, true]);
  });
});
