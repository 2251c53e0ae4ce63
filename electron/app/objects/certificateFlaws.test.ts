import { afterAll, beforeAll, expect, it } from 'vitest';
import { toHex } from '../../../core/bytes/hex.ts';
import { hasOpenssl, openssl, opensslText } from '../../../core/keys/testing/openssl.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
beforeAll(async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
});
afterAll(() => program.close());

it.skipIf(!hasOpenssl)('faults of the certificate in an object are shown with it; one without faults has no such row', async () => {
  const key = opensslText('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256');
  const make = (...more: string[]): Uint8Array => openssl(`req -x509 -new -key @0 -subj /CN=odd -days 30 -outform DER${more.map((one) => ` -addext ${one}`).join('')}`, '', [key]);
  const flawed = make('basicConstraints=critical,CA:FALSE', 'keyUsage=keyCertSign');
  const rowsOf = async (der: Uint8Array) => {
    const text = JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'odd', steps: [{ id: 'a', kind: 'write-object', object: '0xF1E0', what: 'x', content: { inline: toHex(der) } }] });
    const { ticket } = await program.ok('files/take-text', { name: 'plan.json', text });
    const { planId } = await program.ok('plan/open', { ticket });
    await program.ok('plan/run', { planId, confirmations: {} });
    expect((await program.ended()).state).toBe('finished');
    return (await program.ok('objects/read', { id: '0xF1E0' })).decoded.flatMap(({ rows }) => rows);
  };
  expect(await rowsOf(flawed)).toContainEqual({ label: 'Faults', text: 'Its key may sign certificates (keyCertSign), but it is not a CA. No chain with it is trusted.' });
  const sound = await rowsOf(make());
  expect(sound).toContainEqual({ label: 'Subject', text: 'CN=odd' });
  expect(sound.map(({ label }) => label)).not.toContain('Faults');
});
