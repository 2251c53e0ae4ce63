import { afterAll, beforeAll, expect, it } from 'vitest';
import { toHex } from '../../../core/bytes/hex.ts';
import { hasOpenssl, openssl, opensslText } from '../../../core/keys/testing/openssl.ts';
import { openBench, type TestBench } from '../testing/bench.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await openBench();
  await bench.ok('board/connect', { path: 'simulated' });
});
afterAll(() => bench.close());

it.skipIf(!hasOpenssl)('faults of the certificate in an object are shown with it; one without faults has no such row', async () => {
  const key = opensslText('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256');
  const make = (...more: string[]): Uint8Array => openssl(`req -x509 -new -key @0 -subj /CN=odd -days 30 -outform DER${more.map((one) => ` -addext ${one}`).join('')}`, '', [key]);
  const flawed = make('basicConstraints=critical,CA:FALSE', 'keyUsage=keyCertSign');
  const rowsOf = async (der: Uint8Array) => {
    const text = JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'odd', steps: [{ id: 'a', kind: 'write-object', object: '0xF1E0', what: 'x', content: { inline: toHex(der) } }] });
    const { ticket } = await bench.ok('files/take-text', { name: 'plan.json', text });
    const { planId } = await bench.ok('plan/open', { ticket });
    await bench.ok('plan/run', { planId, confirmations: {} });
    expect((await bench.ended()).state).toBe('finished');
    return (await bench.ok('objects/read', { id: '0xF1E0' })).decoded.flatMap(({ rows }) => rows);
  };
  expect(await rowsOf(flawed)).toContainEqual({ label: 'Faults', text: 'Its key may sign certificates (keyCertSign), but it is not a CA. No chain with it is trusted.' });
  const sound = await rowsOf(make());
  expect(sound).toContainEqual({ label: 'Subject', text: 'CN=odd' });
  expect(sound.map(({ label }) => label)).not.toContain('Faults');
});
