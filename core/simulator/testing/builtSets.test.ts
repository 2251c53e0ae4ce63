import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../../bytes/hex.ts';
import { Secret } from '../../bytes/secret.ts';
import { selfSign } from '../../certificates/issue.ts';
import { generateAesKey, type AesKey } from '../../keys/aesKey.ts';
import { curveNames, type CurveName } from '../../keys/curves.ts';
import { ecGenerate } from '../../keys/ecdsa.ts';
import { ecPrivateKey, rsaPrivateKey, type PrivateKey } from '../../keys/privateKey.ts';
import { oid } from '../../objects/oid.ts';
import { must } from '../../result/result.ts';
import { buildDataSet } from '../../update/dataSet.ts';
import type { DataSetSpec, SpecPayload } from '../../update/buildSpec.ts';
import { apdu, openChip, testRandom, type TestChip } from './chips.ts';
import { anchorCertificate, anchorRsaKey, installAnchor, installSecret, send } from './dataSets.ts';
import { testSigner } from '../../keys/testing/testSigner.ts';

/*
 * Sends every data set that the product builds to the simulated chip: every payload × every signer × plain and
 * encrypted × sizes around the limits of fragments, for all chips and for this chip.
 */

const random = testRandom(0x51);
const sizes = [1, 599, 600, 601, 607, 608, 609, 640, 1200, 1201, 1216, 1217, 1500];
const secret = random(40);

const ec = (curve: CurveName): PrivateKey => ecPrivateKey(curve, ecGenerate(curve, random));
const rsa = (name: 'rsa1024' | 'rsa2048'): PrivateKey => rsaPrivateKey(anchorRsaKey(name));
const keys: readonly (PrivateKey | AesKey)[] = [
  ...curveNames.map(ec),
  rsa('rsa1024'),
  rsa('rsa2048'),
  ...(['aes128', 'aes192', 'aes256'] as const).map((name) => generateAesKey(name, random)),
];

interface Case {
  readonly target: number;
  readonly payload: SpecPayload;
}

const keyTarget = (key: PrivateKey | AesKey): number => ('kind' in key ? (key.kind === 'ec' ? 0xe0f1 : 0xe0fc) : 0xe200);

const cases: readonly Case[] = [
  ...sizes.flatMap((size): Case[] => [
    { target: 0xf1e0, payload: { kind: 'data', bytes: random(size), offset: 0, writeType: 'erase-write' } },
    { target: 0xf1e0, payload: { kind: 'data', bytes: random(size), offset: 1500 - size, writeType: 'write' } },
  ]),
  ...keys.map((key): Case => ({ target: keyTarget(key), payload: { kind: 'key', key, usage: 'kind' in key ? 0x11 : 0x02 } })),
  ...(['as-object', 'zeros', 'random'] as const).map((contentReset): Case => ({ target: 0xf1e1, payload: { kind: 'metadata', bytes: hex('2003d30100'), contentReset } })),
];

async function prepared(signer: PrivateKey, encrypted: boolean): Promise<TestChip> {
  const chip = await openChip();
  const certificate = signer.kind === 'rsa' ? anchorCertificate(signer.algorithm as 'rsa1024' | 'rsa2048') : toHex(must(await selfSign(testSigner(signer), 'CN=Signer', { days: 30, now: new Date(0), random })));
  await installAnchor(chip, 'e0e8', certificate);
  if (encrypted) await installSecret(chip, 'f1d1', secret);
  const condition = encrypted ? '0721e0e8fd20f1d1' : '0321e0e8';
  const length = (condition.length / 2 + 1).toString(16).padStart(2, '0');
  for (const target of ['f1e0', 'e0f1', 'e0fc', 'e200']) await chip.ok(apdu('8201', target, '0000', `20${length}d0${condition}`));
  await chip.ok(apdu('8201', 'f1e1', '0000', `20${(condition.length / 2 + 4).toString(16).padStart(2, '0')}d8${condition}f00101`));
  return chip;
}

const signers: readonly PrivateKey[] = [...curveNames.map(ec), rsa('rsa1024'), rsa('rsa2048')];

describe(`the simulated chip takes ${cases.length * signers.length * 2} data sets that the builder made`, () => {
  it.each(signers.flatMap((signer) => [false, true].map((encrypted) => [signer.algorithm, encrypted ? 'encrypted' : 'in clear', signer] as const)))(
    'signed by %s, %s',
    async (_, how, signer) => {
      const encrypted = how === 'encrypted';
      const chip = await prepared(signer, encrypted);
      const own = chip.chip.object(oid(0xe0c2))?.data?.slice(0, 25) ?? new Uint8Array(25);
      for (const [at, { target, payload }] of cases.entries()) {
        const spec: DataSetSpec = {
          target: oid(target),
          trustAnchor: oid(0xe0e8),
          payloadVersion: at + 1,
          payload,
          signer: testSigner(signer),
          ...(at % 2 === 0 ? {} : { componentId: own }),
          ...(encrypted ? { confidentiality: { secret: oid(0xf1d1), value: new Secret(secret.slice()), label: random(at % 33), seed: random(16 + at) } } : {}),
        };
        expect([at, await send(chip, must(await buildDataSet(spec)))]).toEqual([at, 0]);
        if (payload.kind !== 'data') continue;
        const stored = chip.chip.object(oid(target))?.data?.slice(payload.offset, payload.offset + payload.bytes.length);
        expect(toHex(stored ?? new Uint8Array())).toBe(toHex(payload.bytes));
      }
    },
  );
});
