import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identity, openBench, type TestBench } from '../testing/bench.ts';

let bench: TestBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

describe('files that were dropped together', () => {
  it('two pairs, in any order, are two groups; nothing is taken yet', async () => {
    const [device, ca] = [await identity('secp256r1', { subject: 'CN=device' }), await identity('secp384r1', { subject: 'CN=ca' })];
    const tickets = [await bench.take('ca-key.pem', ca.keyPem), await bench.take('device.crt', device.certificatePem), await bench.take('device-key.pem', device.keyPem), await bench.take('ca.crt', ca.certificatePem)];
    const groups = await bench.ok('wizard/sort', { tickets });
    expect(groups.map(({ files }) => [...files].sort().join(' ')).sort()).toEqual(['ca-key.pem ca.crt', 'device-key.pem device.crt']);
    expect(groups.map(({ says }) => says).join()).toMatch(/CN=device/);
    const view = await bench.ok('wizard/state', {});
    expect([view.device, view.integrity]).toEqual([{}, {}]);
  });

  it('one pair is one group; two keys are two', async () => {
    const [one, two] = [await identity(), await identity()];
    expect(await bench.ok('wizard/sort', { tickets: [await bench.take('k', one.keyPem), await bench.take('c', one.certificatePem)] })).toHaveLength(1);
    expect(await bench.ok('wizard/sort', { tickets: [await bench.take('k1', one.keyPem), await bench.take('k2', two.keyPem)] })).toHaveLength(2);
  });
});
