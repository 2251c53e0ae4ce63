import { sha256 } from '@noble/hashes/sha2.js';
import { concat, u16 } from '../../bytes/bytes.ts';
import { hex, toHex } from '../../bytes/hex.ts';
import { isCurveName } from '../../keys/curves.ts';
import { ecdsaSign } from '../../keys/ecdsa.ts';
import type { RsaPrivateKey } from '../../keys/rsa.ts';
import { rsaSign } from '../../keys/rsaPrivate.ts';
import { deriveSession, sealFragment } from '../../update/confidentiality.ts';
import { apdu, type TestChip } from './chips.ts';
import recorded from './vectors/anchors.json' with { type: 'json' };

/*
 * Data sets written by hand, byte for byte from core/update/README.md, so that the simulator's tests do not depend on
 * the product's builder.
 */

export type AnchorName = keyof typeof recorded.anchors;
export const anchorNames = Object.keys(recorded.anchors) as AnchorName[];

export const anchorCertificate = (name: AnchorName): string => recorded.anchors[name].certificate;

export function anchorRsaKey(name: 'rsa1024' | 'rsa2048'): RsaPrivateKey {
  const { modulus, exponent, privateExponent, p, q } = recorded.anchors[name].rsa;
  const [n, e, d] = [modulus, exponent, privateExponent].map(hex) as [Uint8Array, Uint8Array, Uint8Array];
  return { modulus: n, exponent: e, privateExponent: d, primes: [hex(p), hex(q)] };
}

function sign(name: AnchorName, message: Uint8Array): Uint8Array {
  const digest = sha256(message);
  if (name === 'rsa1024' || name === 'rsa2048') return rsaSign(anchorRsaKey(name), 'sha256', digest);
  if (!isCurveName(name)) throw new Error(name);
  return ecdsaSign(name, hex(recorded.anchors[name].privateKey), digest);
}

/** CBOR head of a major type. */
function head(major: number, value: number): string {
  const top = major << 5;
  const bytes = value < 24 ? [top | value] : value < 256 ? [top | 24, value] : [top | 25, value >> 8, value & 255];
  if (value <= 0xffff) return toHex(Uint8Array.from(bytes));
  return toHex(Uint8Array.of(top | 26, value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255));
}
const int = (value: number): string => (value < 0 ? head(1, -1 - value) : head(0, value));
const bstr = (bytes: string): string => head(2, bytes.length / 2) + bytes;

export interface TestDataSet {
  readonly payload: Uint8Array;
  readonly target: string;
  /** `[type, a, b]` of the manifest: data [-1, offset, 1 | 2], metadata [-2, reset, 0], key [-3, algorithm, usage]. */
  readonly kind: readonly [type: number, a: number, b: number];
  readonly version?: number;
  readonly anchor?: string;
  readonly key?: AnchorName;
  readonly secret?: { readonly id: string; readonly bytes: Uint8Array };
  readonly component?: string;
  readonly manifestVersion?: number;
}

export interface SignedDataSet {
  readonly manifest: Uint8Array;
  readonly fragments: readonly Uint8Array[];
}

const seed = new Uint8Array(32).fill(0x5e);
const label = '74657374';

function makeFragments({ payload, secret, version = 1 }: TestDataSet): Uint8Array[] {
  const size = secret ? 600 : 608;
  const count = Math.ceil(payload.length / size);
  const fragments: Uint8Array[] = [];
  for (let number = count; number >= 1; number--) {
    const offset = (number - 1) * size;
    const piece = payload.slice(offset, offset + size);
    const place = { number, offset, payloadLength: payload.length, payloadVersion: version };
    const body = secret ? sealFragment(deriveSession(secret.bytes, hex(label), seed), place, piece) : piece;
    fragments.unshift(number === count ? body : concat(body, sha256(fragments[0] as Uint8Array)));
  }
  return fragments;
}

export function makeDataSet(set: TestDataSet): SignedDataSet {
  const { kind, version = 1, anchor = 'e0e8', key = 'secp256r1', component = '', manifestVersion = 1 } = set;
  const fragments = makeFragments(set);
  const algorithm = bstr(`a101${int(key.startsWith('rsa') ? -65700 : -7)}`);
  const digest = `82${int(-1)}${bstr(`82${int(41)}${bstr(toHex(sha256(fragments[0] as Uint8Array)))}`)}`;
  const recipient = set.secret && `a304${bstr(set.secret.id)}01${int(-65720)}0582${bstr(label)}${bstr(toHex(seed))}`;
  const encryption = recipient ? `820183${bstr('a1010a')}8182${bstr(recipient)}f6f6` : 'f6';
  const [type, a, b] = kind;
  const resource = `84${int(type)}${int(set.payload.length)}${int(version)}82${int(a)}${int(b)}`;
  const body = `86${int(manifestVersion)}f6f6${resource}82${digest}${encryption}82${bstr(component)}${bstr(set.target)}`;
  const signature = sign(key, hex(`84${bstr(toHex(new TextEncoder().encode('Signature1')))}${algorithm}40${bstr(body)}`));
  return { manifest: hex(`84${algorithm}a104${bstr(anchor)}${bstr(body)}${bstr(toHex(signature))}`), fragments };
}

/** The SetObjectProtected commands of a data set. */
export function updateApdus({ manifest, fragments }: SignedDataSet): string[] {
  const parts = fragments.map((fragment, index) => [index === fragments.length - 1 ? '31' : '32', fragment] as const);
  return ([['30', manifest], ...parts] as const).map(([tag, bytes]) => apdu('8301', tag, u16(bytes.length), bytes));
}

/** Writes an anchor certificate and makes its object a trust anchor. */
export async function installAnchor({ ok }: TestChip, id: string, certificate: string): Promise<void> {
  await ok(apdu('8240', id, '0000', certificate));
  await ok(apdu('8201', id, '0000', '2006e80111d30100'));
}

/** Makes an object a protected-update secret. */
export async function installSecret({ ok }: TestChip, id: string, secret: string | Uint8Array): Promise<void> {
  await ok(apdu('8240', id, '0000', secret));
  await ok(apdu('8201', id, '0000', '2006e80123d30100'));
}

/** Sends a data set. Returns the first error code, or 0. */
export async function send(chip: TestChip, set: SignedDataSet): Promise<number> {
  for (const command of updateApdus(set)) {
    const answer = await chip.chip.transmit(hex(command));
    if (answer[0] !== 0) return (await chip.chip.transmit(hex('01000006f1c200000001')))[4] ?? -1;
  }
  return 0;
}
