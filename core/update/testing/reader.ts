import { createDecipheriv, createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { concat, utf8 } from '../../bytes/bytes.ts';
import { isProblem, plain, readItem } from './strictReader.ts';

/** An independent reader that shares no code with the builder: a strict reader of CBOR, and node:crypto. Throws at the first error. */
export interface Opened {
  readonly anchor: number;
  readonly target: number;
  readonly version: number;
  readonly type: number;
  readonly pair: readonly number[];
  readonly component: Uint8Array;
  readonly payload: Uint8Array;
}

function decode(bytes: Uint8Array): unknown {
  const item = readItem(bytes);
  if (isProblem(item)) throw new Error(`independent reader: at byte ${item.at} ${item.why}`);
  return plain(item);
}

const headerOf = (bytes: Uint8Array): Map<number, unknown> => decode(bytes) as Map<number, unknown>;
const number = (bytes: Uint8Array): number => ((bytes[0] as number) << 8) | (bytes[1] as number);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(`independent reader: ${what}`);
}

function bstr(bytes: Uint8Array): Uint8Array {
  const length = bytes.length < 24 ? [0x40 | bytes.length] : bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255];
  return concat(Uint8Array.from(length), bytes);
}

function prf(secret: Uint8Array, seed: Uint8Array): Uint8Array {
  const mac = (data: Uint8Array): Uint8Array => createHmac('sha256', secret).update(data).digest();
  const a1 = mac(seed);
  return mac(concat(a1, seed)).slice(0, 27);
}

function verifySignature(spki: Uint8Array, header: Uint8Array, body: Uint8Array, signature: Uint8Array): void {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const signed = concat(Uint8Array.of(0x84, 0x4a), utf8('Signature1'), bstr(header), Uint8Array.of(0x40), bstr(body));
  const algorithm = headerOf(header).get(1);
  check(algorithm === (key.asymmetricKeyType === 'ec' ? -7 : -65700), 'algorithm');
  check(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature), 'signature');
}

function openPiece(session: Uint8Array, index: number, offset: number, version: number, total: number, sealed: Uint8Array): Uint8Array {
  const nonce = concat(session.slice(16), Uint8Array.of(0, index + 1));
  const decipher = createDecipheriv('aes-128-ccm', session.slice(0, 16), nonce, { authTagLength: 8 });
  decipher.setAuthTag(sealed.slice(-8));
  const aad = Buffer.alloc(8);
  aad.writeUInt16BE(version, 0);
  aad.writeUIntBE(offset, 2, 3);
  aad.writeUIntBE(total, 5, 3);
  decipher.setAAD(aad, { plaintextLength: sealed.length - 8 });
  const plain = decipher.update(sealed.slice(0, -8));
  decipher.final();
  return plain;
}

function sessionOf(encryption: unknown, secret: Uint8Array | undefined): Uint8Array | undefined {
  if (encryption === null) return undefined;
  const [, [, recipients]] = encryption as [number, [Uint8Array, [[Uint8Array, null]]]];
  const recipient = headerOf(recipients[0][0]);
  const [label, seed] = recipient.get(5) as [Uint8Array, Uint8Array];
  check(recipient.get(1) === -65720, 'key derivation');
  return prf(secret as Uint8Array, concat(label, seed));
}

/** @param spki public key of the signer, DER */
export function openIndependently(manifest: Uint8Array, fragments: readonly Uint8Array[], spki: Uint8Array, secret?: Uint8Array): Opened {
  const [header, unprotected, body, signature] = decode(manifest) as [Uint8Array, Map<number, Uint8Array>, Uint8Array, Uint8Array];
  verifySignature(spki, header, body, signature);
  const [one, , , resource, processors, component] = decode(body) as [number, null, null, [number, number, number, number[]], [[number, Uint8Array], unknown], [Uint8Array, Uint8Array]];
  check(one === 1, 'manifest version');
  const [type, total, version, pair] = resource;
  const session = sessionOf(processors[1], secret);
  const pieces: Uint8Array[] = [];
  let digest = Buffer.from((decode(processors[0][1]) as [number, Uint8Array])[1]).toString('hex');
  for (const [index, fragment] of fragments.entries()) {
    check(sha256(fragment) === digest, `digest of fragment ${index + 1}`);
    const last = index === fragments.length - 1;
    check(last ? fragment.length <= 640 : fragment.length === 640, 'fragment size');
    const piece = last ? fragment : fragment.slice(0, -32);
    digest = Buffer.from(fragment.slice(-32)).toString('hex');
    pieces.push(session === undefined ? piece : openPiece(session, index, index * 600, version, total, piece));
  }
  const payload = concat(...pieces);
  check(payload.length === total, 'payload length');
  return { anchor: number(unprotected.get(4) as Uint8Array), target: number(component[1]), version, type, pair, component: component[0], payload };
}
