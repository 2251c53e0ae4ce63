import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
});
afterEach(() => program.close());

describe('files that were dropped together', () => {
  it('two pairs, in any order, are two groups; nothing is taken yet', async () => {
    const [device, ca] = [await identity('secp256r1', { subject: 'CN=device' }), await identity('secp384r1', { subject: 'CN=ca' })];
    const tickets = [await program.take('ca-key.pem', ca.keyPem), await program.take('device.crt', device.certificatePem), await program.take('device-key.pem', device.keyPem), await program.take('ca.crt', ca.certificatePem)];
    const groups = await program.ok('wizard/sort', { tickets });
    expect(groups.map(({ files }) => [...files].sort().join(' ')).sort()).toEqual(['ca-key.pem ca.crt', 'device-key.pem device.crt']);
    expect(groups.map(({ says }) => says).join()).toMatch(/CN=device/);
    const view = await program.ok('wizard/state', {});
    expect([view.device, view.integrity]).toEqual([{}, {}]);
  });

  it('one pair is one group; two keys are two', async () => {
    const [one, two] = [await identity(), await identity()];
    expect(await program.ok('wizard/sort', { tickets: [await program.take('k', one.keyPem), await program.take('c', one.certificatePem)] })).toHaveLength(1);
    expect(await program.ok('wizard/sort', { tickets: [await program.take('k1', one.keyPem), await program.take('k2', two.keyPem)] })).toHaveLength(2);
  });
});
