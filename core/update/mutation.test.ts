import { describe, expect, it } from 'vitest';
import { hostCheck } from '../../electron/signers/hostCheck.ts';
import { equal } from '../bytes/bytes.ts';
import { hex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { generateAesKey } from '../keys/aesKey.ts';
import { ecGenerate } from '../keys/ecdsa.ts';
import { ecPrivateKey, rsaPrivateKey, type PrivateKey } from '../keys/privateKey.ts';
import { rsaFromRandom } from '../keys/rsaGenerate.ts';
import { checkHere, type CheckSignature } from '../keys/signer.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { buildDataSet } from './dataSet.ts';
import type { DataSetSpec, SpecPayload } from './buildSpec.ts';
import { checkDataSet } from './checkDataSet.ts';
import { parseManifest } from './manifest.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const random = seededRandom('mutation');
const rsa = rsaPrivateKey(rsaFromRandom(1024, random));
const p256 = ecPrivateKey('secp256r1', ecGenerate('secp256r1', random));
const slow = (['secp384r1', 'secp521r1', 'brainpoolp256r1'] as const).map((curve) => ecPrivateKey(curve, ecGenerate(curve, random)));

/** Elliptic curves are slow, so most sets are signed with RSA. Every kind of signature occurs. */
const signerOf = (at: number): PrivateKey => slow[at] ?? (at % 3 === 0 ? p256 : rsa);

function payloadOf(at: number): { readonly payload: SpecPayload; readonly target: number } {
  switch (at % 4) {
    case 0:
      return { payload: { kind: 'key', key: p256, usage: 0x11 }, target: 0xe0f1 };
    case 1:
      return { payload: { kind: 'data', bytes: random(1 + at * 28), offset: at, writeType: 'write' }, target: 0xe0e1 };
    case 2:
      return { payload: { kind: 'metadata', bytes: hex('200bc00103d10100d003e1fc07'), contentReset: 'zeros' }, target: 0xe0f2 };
    default:
      return { payload: { kind: 'key', key: generateAesKey('aes256', random), usage: 2 }, target: 0xe200 };
  }
}

async function setOf(at: number) {
  const { payload, target } = payloadOf(at);
  const signer = signerOf(at);
  const spec: DataSetSpec = {
    target: oid(target),
    trustAnchor: oid(0xe0e3),
    payloadVersion: at + 1,
    payload,
    signer: testSigner(signer),
    ...(at % 2 === 0 ? { componentId: random(25) } : {}),
    ...(at % 3 === 0 ? { confidentiality: { secret: oid(0xf1d1), value: new Secret(random(32)), label: random(at % 33), seed: random(16 + (at % 49)) } } : {}),
  };
  return { signer, dataSet: must(await buildDataSet(spec)) };
}

const sets = 50;
/**
 * A signature that was changed is judged by our own arithmetic. An unchanged signature of changed bytes is judged by
 * the host's: for any arithmetic, it is a signature of another message.
 */
const checkFor = (made: Uint8Array): CheckSignature => {
  return (key, hash, message, signature) => (equal(signature, made) ? hostCheck : checkHere)(key, hash, message, signature);
};

/** Faults that name the manifest, or a part of it. */
const ofManifest = new Set(['update/malformed-manifest', 'update/bad-signature', 'update/other-anchor']);

describe(`any byte of any of ${sets} data sets`, () => {
  it.each(Array.from({ length: sets }, (_, at) => at))('changed in set %i, is found, and the part is named', async (number) => {
    const { signer, dataSet } = await setOf(number);
    const check = checkFor(must(parseManifest(dataSet.manifest)).signature);
    const parts = [dataSet.manifest, ...dataSet.fragments];
    for (const [index, part] of parts.entries()) {
      for (let at = 0; at < part.length; at++) {
        const changed = part.slice();
        changed[at] = (changed[at] as number) ^ (1 << (at + number) % 8);
        const [manifest, ...fragments] = parts.with(index, changed);
        const report = checkDataSet({ manifest: manifest as Uint8Array, fragments }, index === 0 ? { publicKey: signer.publicKey, trustAnchor: oid(0xe0e3), check } : {});
        const found = report.ok ? report.value.problems[0] : report.fault;
        if (found === undefined) throw new Error(`byte ${at} of part ${index} was changed unseen`);
        if (index === 0) expect(ofManifest).toContain(found.code);
        else expect(found).toMatchObject({ code: 'update/bad-fragment', data: { number: index } });
      }
    }
  });
});
