import { bitLength, fromBigint, modInverse, toBigint } from '../../../core/keys/bigints.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import { generateKey, openRsa, rsaPrivateKey, type PrivateKey } from '../../../core/keys/privateKey.ts';
import { withoutZeros } from '../../../core/keys/rsa.ts';
import type { Signer } from '../../../core/keys/signer.ts';
import { testSigner } from '../../../core/keys/testing/testSigner.ts';
import { oid } from '../../../core/objects/oid.ts';
import { must } from '../../../core/result/result.ts';
import type { DataSetSpec } from '../../../core/update/buildSpec.ts';
import { buildDataSet } from '../../../core/update/dataSet.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import { keyFileSigner } from '../../../electron/signers/keyFile.ts';

/** Time of the vendor's generator for one chip on such a computer. ms */
export const vendorMs = 23;

export interface BuildFigures {
  readonly perSecond: number;
  /** Share of the time, 0 to 1, for making and verifying the signatures. */
  readonly signing: number;
}

/** ms */
async function timeOf(times: number, work: (at: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let at = 0; at < times; at++) await work(at);
  return performance.now() - started;
}

/** Encrypted unicast P-256 key sets that a P-256 key file signs, one after the other on one core. */
export async function measureBuild(): Promise<BuildFigures> {
  const [key, signerKey] = [await generateKey('secp256r1', nodeRandomness), await generateKey('secp256r1', nodeRandomness)];
  const signer = keyFileSigner(signerKey);
  const spec = (at: number): DataSetSpec => ({
    target: oid(0xe0f1),
    trustAnchor: oid(0xe0e3),
    payloadVersion: 1,
    payload: { kind: 'key', key, usage: 0x11 },
    signer,
    componentId: nodeRandomness(25).fill(at & 0xff, 24),
    confidentiality: { secret: oid(0xf1d1), value: new Secret(nodeRandomness(64)), label: utf8('Confidentiality'), seed: nodeRandomness(64) },
  });
  const build = async (at: number): Promise<unknown> => must(await buildDataSet(spec(at)));
  // The message is as long as the signed data of such a set.
  const message = nodeRandomness(250);
  const sign = async (): Promise<unknown> => must(await signer.sign(message, 'sha256'));
  await timeOf(200, build);
  const [built, signed] = [await timeOf(2000, build), await timeOf(2000, sign)];
  return { perSecond: 2_000_000 / built, signing: Math.min(1, signed / built) };
}

/** RSA-1024 with a private exponent of 511 bits, with few or nearly all bits set; the same primes for both. */
function rsaWith(primes: readonly [Uint8Array, Uint8Array], bits: 'few' | 'many'): PrivateKey {
  const [p, q] = primes.map(toBigint) as [bigint, bigint];
  const phi = (p - 1n) * (q - 1n);
  const start = bits === 'few' ? (1n << 510n) + 1n : (1n << 511n) - 1n;
  for (let d = start; ; d += bits === 'few' ? 2n : -2n) {
    const e = modInverse(d, phi);
    if (e === undefined) continue;
    const bytes = (value: bigint): Uint8Array => withoutZeros(fromBigint(value, Math.ceil(bitLength(value) / 8)));
    return rsaPrivateKey({ modulus: bytes(p * q), exponent: bytes(e), privateExponent: bytes(d), primes: [primes[0].slice(), primes[1].slice()] });
  }
}

const middle = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] as number;

export interface RsaFigures {
  /** ms for one signature, with a private exponent of few and of many set bits. */
  readonly few: number;
  readonly many: number;
  /** How many times longer the signature with many bits takes with our own arithmetic, which only the simulated chip uses. */
  readonly ownRatio: number;
}

/**
 * Whether the time of an RSA signature reveals how many bits of the private exponent are set. Measured alternately, so
 * that other load affects both.
 */
async function ratioOf(few: Signer, many: Signer, rounds: number): Promise<{ readonly few: number; readonly many: number }> {
  const times = { few: [] as number[], many: [] as number[] };
  const message = nodeRandomness(250);
  for (let round = 0; round < rounds; round++) {
    times.few.push(await timeOf(1, () => few.sign(message, 'sha256')));
    times.many.push(await timeOf(1, () => many.sign(message, 'sha256')));
  }
  return { few: middle(times.few), many: middle(times.many) };
}

export async function measureRsa(): Promise<RsaFigures> {
  const key = await generateKey('rsa1024', nodeRandomness);
  if (key.kind !== 'rsa') throw new Error('another kind of key');
  const primes = openRsa(key, ({ primes: [p, q] }) => [p.slice(), q.slice()] as const);
  const keys = { few: rsaWith(primes, 'few'), many: rsaWith(primes, 'many') };
  const host = await ratioOf(keyFileSigner(keys.few), keyFileSigner(keys.many), 400);
  const own = await ratioOf(testSigner(keys.few), testSigner(keys.many), 20);
  return { ...host, ownRatio: own.many / own.few };
}
