import { ecPrivateKey } from '../../keys/privateKey.ts';
import { describe, expect, it } from 'vitest';
import { connect, type Connected } from '../../chip/exchange/testing/chips.ts';
import { chipCsr } from '../../chip/exchange/chipSigner.ts';
import { parseCsr } from '../../certificates/csr.ts';
import { curveNames } from '../../keys/curves.ts';
import { hasOpenssl, opensslText } from '../../keys/testing/openssl.ts';
import { encodePem } from '../../keys/pem.ts';
import { algorithmOf, parseSpki, type PublicKey } from '../../keys/publicKey.ts';
import { Chip } from '../../chip/chip.ts';
import { fault } from '../../result/fault.ts';
import { oid } from '../../objects/oid.ts';
import { err, must } from '../../result/result.ts';
import { twinPort } from '../twin.ts';
import { decodePlan, encodePlan } from '../planFile.ts';
import { rehearse } from '../rehearse.ts';
import { runPlan, type RunResult } from '../run.ts';
import type { GenerateKey, Plan } from '../step.ts';
import type { StepOutput } from '../stepKind.ts';

const step = (over: Partial<GenerateKey> = {}): GenerateKey => ({ id: 'make', kind: 'generate-key', key: oid(0xe0f1), algorithm: 'secp256r1', usage: 0x10, overwrite: false, ...over });

async function run({ chip, identity, tools }: Connected, given: GenerateKey): Promise<RunResult & { publicKey: PublicKey | undefined }> {
  const outputs = new Map<string, StepOutput>();
  const plan: Plan = must(decodePlan(encodePlan({ title: 'x', steps: [given] }), 'x'));
  const result = await runPlan(plan, { chip, identity, materials: new Map(), random: tools.random, outputs });
  const spki = outputs.get(given.id)?.publicKey;
  return { ...result, publicKey: spki === undefined ? undefined : must(parseSpki(spki)) };
}

describe('a key made on the chip', () => {
  it.each([...curveNames, 'rsa1024', 'rsa2048'] as const)('%s: public key kept and proved, request signed by the chip', async (algorithm) => {
    const connected = await connect('trust-m-v3');
    const key = oid(algorithm.startsWith('rsa') ? 0xe0fc : 0xe0f1);
    const { steps, publicKey } = await run(connected, step({ key, algorithm }));
    expect(steps[0]?.outcome).toMatchObject({ state: 'done', says: expect.stringContaining('fresh signature') });
    expect(publicKey && algorithmOf(publicKey)).toBe(algorithm);
    const csr = must(await chipCsr(connected.chip, key, publicKey as PublicKey, 'CN=Device 1, O=Example'));
    expect(must(parseCsr(csr)).publicKey).toEqual(publicKey);
  });

  it.skipIf(!hasOpenssl).each(['secp256r1', 'secp521r1', 'brainpoolp384r1', 'rsa2048'] as const)('%s: the openssl program verifies the request', async (algorithm) => {
    const connected = await connect('trust-m-v3');
    const key = oid(algorithm.startsWith('rsa') ? 0xe0fc : 0xe0f1);
    const { publicKey } = await run(connected, step({ key, algorithm }));
    const csr = must(await chipCsr(connected.chip, key, publicKey as PublicKey, 'CN=Device 1, O=Example'));
    expect(opensslText('req -in @0 -verify -noout -subject', '', [encodePem('CERTIFICATE REQUEST', csr)])).toContain('Device 1');
  });

  it('a key that is there is never overwritten unasked', async () => {
    const connected = await connect('trust-m-v3');
    const first = await run(connected, step());
    const second = await run(connected, step());
    expect(second.fault?.code).toBe('exchange/key-there');
    const third = await run(connected, step({ overwrite: true }));
    expect(third.state).toBe('finished');
    expect(third.publicKey).not.toEqual(first.publicKey);
  });

  it('a key is said to be lost only where there is one', async () => {
    const connected = await connect('trust-m-v3');
    const told = async (key: number) => {
      const { snapshot } = await connected.whole();
      const { steps } = await rehearse({ title: 'x', steps: [step({ key: oid(key), overwrite: true })] }, snapshot, { materials: new Map(), ...connected.tools });
      return [steps[0]?.state, steps[0]?.irreversible];
    };
    expect(await told(0xe0f1)).toEqual(['would-change', undefined]);
    await run(connected, step());
    expect(await told(0xe0f1)).toEqual(['would-change', 'The key that is in 0xE0F1 now is lost permanently.']);
  });

  it('an answer that was lost on the way: made once more, since nobody has its public key', async () => {
    const connected = await connect('trust-m-v3');
    const port = twinPort(connected.test.chip);
    let lost = 0;
    const chip = new Chip({
      async exchange(command) {
        const answer = await port.exchange(command);
        return command.name === 'GenKeyPair' && lost++ === 0 ? err(fault('link/resynchronised', { command: command.name, fedBytes: 0 })) : answer;
      },
    });
    const { state, publicKey } = await run({ ...connected, chip }, step());
    expect([state, lost]).toEqual(['finished', 2]);
    expect(publicKey).toBeDefined();
  });

  it('an algorithm without usage is no key: E0F2 of an Express chip', async () => {
    expect((await run(await connect('trust-m-express'), step({ key: oid(0xe0f2) }))).state).toBe('finished');
  });

  it('a key that may not sign is made, not proved', async () => {
    const { steps, publicKey } = await run(await connect('trust-m-v3'), step({ usage: 0x20 }));
    expect(steps[0]?.outcome).toMatchObject({ state: 'unproved', says: expect.stringContaining('does not allow signing') });
    expect(publicKey).toBeDefined();
  });

  it('an AES key, where the object may be changed', async () => {
    const connected = await connect('trust-m-v3');
    const given = step({ key: oid(0xe200), algorithm: 'aes256', usage: 0x02 });
    expect((await run(connected, given)).fault?.code).toBe('chip/refused');
    await connected.test.ok('8201000be2000000' + '2005d003e1fc07');
    const { steps, publicKey } = await run(connected, given);
    expect(steps[0]?.outcome).toMatchObject({ state: 'unproved', says: expect.stringContaining('AES-256') });
    expect(publicKey).toBeUndefined();
  });

  it('a request for a public key that is not that of the object is not made', async () => {
    const connected = await connect('trust-m-v3');
    await run(connected, step());
    const other = ecPrivateKey('secp256r1', new Uint8Array(32).fill(7)).publicKey;
    const csr = await chipCsr(connected.chip, oid(0xe0f1), other, 'CN=x');
    expect(csr).toMatchObject({ ok: false, fault: { code: 'signer/wrong-signature', data: { key: 'NIST P-256' } } });
  });

  it('a subject that is none, and a refusal of the chip, are told', async () => {
    const connected = await connect('trust-m-v3');
    const { publicKey } = await run(connected, step({ usage: 0x20 }));
    const csr = await chipCsr(connected.chip, oid(0xe0f1), publicKey as PublicKey, 'CN=x');
    expect(!csr.ok && csr.fault.code).toBe('chip/refused');
    const bad = await chipCsr(connected.chip, oid(0xe0f1), publicKey as PublicKey, 'nonsense');
    expect(!bad.ok && bad.fault.code).toBe('certificate/bad-subject');
  });

  it.each<[string, Partial<GenerateKey>, string]>([
    ['closed permanently', { key: oid(0xe0f0), overwrite: true }, 'change condition of 0xE0F0 is: never'],
    ['an ECC key in an RSA object', { key: oid(0xe0fc) }, ''],
  ])('%s is refused in the rehearsal', async (_, over, why) => {
    const connected = await connect('trust-m-v3');
    const { snapshot } = await connected.whole();
    const { verdict, steps } = await rehearse({ title: 'x', steps: [step(over)] }, snapshot, { materials: new Map(), ...connected.tools });
    expect(verdict).toBe('refused');
    expect(JSON.stringify(steps[0]?.fault?.data)).toContain(why);
  });

  it('the rehearsal shows what changes', async () => {
    const connected = await connect('trust-m-v3');
    const { snapshot } = await connected.whole();
    const { steps } = await rehearse({ title: 'x', steps: [step()] }, snapshot, { materials: new Map(), ...connected.tools });
    expect(steps[0]?.changes.map(({ field }) => field)).toEqual(['algorithm', 'key usage']);
    expect(steps[0]?.note).toBeUndefined();
  });
});
