import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selfSign } from '../certificates/issue.ts';
import { genKeyPair } from '../apdu/commands/genKeyPair.ts';
import { connect, type Connected } from '../chip/exchange/testing/chips.ts';
import { readObjects } from '../chip/snapshot.ts';
import { changeMetadata } from '../chip/write.ts';
import { generateKey } from '../keys/privateKey.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { testSigner } from '../keys/testing/testSigner.ts';
import { entry } from '../objects/metadata.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { planObjects, rehearse } from './rehearse.ts';
import type { Plan, Step } from './step.ts';

const random = seededRandom('proof refusal');
const key = oid(0xe0f1);
let certificate: Uint8Array;
let connected: Connected;
beforeAll(async () => {
  certificate = must(await selfSign(testSigner(await generateKey('secp256r1', random)), 'CN=device', { days: 10, now: new Date('2026-01-01T00:00:00Z'), random }));
});
beforeEach(async () => {
  connected = await connect('trust-m-v3');
});

async function rehearsed(...steps: Step[]) {
  const plan: Plan = { title: 'test', steps };
  const snapshot = must(await readObjects(connected.chip, connected.identity, planObjects(plan)));
  return rehearse(plan, snapshot, { materials: new Map(), ...connected.tools });
}
const prove = (): Step => ({ id: 'prove', kind: 'prove-key', key, certificate });

describe('the proof of a key that no step brings', () => {
  it('no key is in the object: refused with that reason, not "cannot be tried"', async () => {
    const { verdict, steps } = await rehearsed(prove());
    expect(verdict).toBe('refused');
    expect(steps[0]).toMatchObject({ state: 'refused', fault: { code: 'object/not-for-this', data: { object: '0xE0F1', what: 'The object holds no key.' } } });
  });

  it('AES, no key in the object: refused too', async () => {
    const { steps } = await rehearsed({ id: 'prove', kind: 'prove-aes', key: oid(0xe200), known: { kind: 'material', name: 'key', length: 16 } });
    expect(steps[0]).toMatchObject({ state: 'refused', fault: { code: 'object/not-for-this', data: { object: '0xE200' } } });
  });

  it('a key is there: it cannot be tried, since no key is copied to a twin', async () => {
    must(await connected.chip.run(genKeyPair('secp256r1', key, 0x10)));
    const { verdict, steps } = await rehearsed(prove());
    expect([verdict, steps[0]?.state, steps[0]?.note]).toEqual(['not-all-tried', 'not-rehearsable', 'The key that is in 0xE0F1 now cannot be copied to a twin.']);
  });

  it('a key of another algorithm is there: refused', async () => {
    must(await connected.chip.run(genKeyPair('secp384r1', key, 0x10)));
    const { steps } = await rehearsed(prove());
    expect(steps[0]).toMatchObject({ state: 'refused', fault: { code: 'plan/proof-failed', data: { because: 'The key in 0xE0F1 is for NIST P-384, that of the certificate is another kind of key.' } } });
  });

  it('its execute condition is never met: refused, with the condition', async () => {
    must(await connected.chip.run(genKeyPair('secp256r1', key, 0x10)));
    must(await changeMetadata(connected.chip, key, [entry('execute', 0xff)]));
    const { steps } = await rehearsed(prove());
    expect(steps[0]).toMatchObject({ state: 'refused', fault: { code: 'chip/refused', data: { status: 0x07, object: '0xE0F1', why: expect.stringContaining('execute condition of 0xE0F1 is: never') as string } } });
  });
});
