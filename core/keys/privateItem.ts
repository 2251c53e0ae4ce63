import { leftPad } from '../bytes/bytes.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { curves, strangerName, type CurveName } from './curves.ts';
import type { Decrypted } from './decrypted.ts';
import { derTags, inContext, inSequence, parseDer, readBitString, readOctetString, readOid, type DerNode } from './der.ts';
import { decodePoint } from './ecdsa.ts';
import { checkedEc, checkedRsa, type CheckFault } from './checkedKey.ts';
import type { FileItem } from './fileItems.ts';
import { FilePassword } from './filePassword.ts';
import type { PrivateKey } from './privateKeyType.ts';
import type { Derivation } from './kdf.ts';
import { parseJwk } from './jwk.ts';
import { decryptOldPem } from './oldPem.ts';
import { decryptPkcs8 } from './pbes2.ts';
import { decodePkcs1 } from './pkcs1.ts';
import { ecPublicKeyOid, readCurve, rsaEncryptionOid, type PublicKeyFault } from './publicKey.ts';

export type ItemFault =
  | PublicKeyFault
  | CheckFault
  | 'key/encrypted'
  | 'key/wrong-password'
  | 'key/unsupported-encryption'
  | 'key/public-only'
  | 'key/not-a-key';
type Item = Result<PrivateKey, ItemFault>;

interface Options {
  readonly file: string;
  readonly password?: string;
  readonly derivation: Derivation;
}

const malformed = (file: string, why: string): Item => err(fault('key/malformed', { file, why }));

/** ECPrivateKey (RFC 5915). @param outer the curve that the surrounding PKCS#8 names */
function parseSec1(node: DerNode, file: string, outer?: CurveName): Item {
  const [, secret, ...rest] = inSequence(node);
  const [inner] = inContext(rest, 0)?.children ?? [];
  if (inner === undefined && outer === undefined) return malformed(file, 'It does not name its curve.');
  const curve = inner === undefined && outer !== undefined ? ok(outer) : readCurve(inner, file);
  if (!curve.ok) return curve;
  if (outer !== undefined && outer !== curve.value) return malformed(file, 'It names two different curves.');
  const scalar = readOctetString(secret);
  if (scalar === undefined) return malformed(file, 'Its private number is missing.');
  const length = curves[curve.value].bytes;
  const trimmed = scalar.subarray(Math.max(0, scalar.findIndex((byte) => byte !== 0)));
  if (trimmed.length > length) return malformed(file, 'Its private number is too long for its curve.');
  const bits = readBitString(inContext(rest, 1)?.children[0]);
  const point = bits === undefined ? undefined : decodePoint(curve.value, bits);
  if (bits !== undefined && point === undefined) return malformed(file, 'Its public point is not on its curve.');
  return checkedEc(curve.value, leftPad(trimmed, length), point, file);
}

/** PrivateKeyInfo and OneAsymmetricKey (RFC 5958). */
function parsePkcs8(node: DerNode, file: string): Item {
  const [, algorithm, wrapped] = inSequence(node);
  const [name, parameters] = inSequence(algorithm);
  const [id, content] = [readOid(name), readOctetString(wrapped)];
  if (id === undefined || content === undefined) return malformed(file, 'It is not a PKCS#8 key.');
  if (id === rsaEncryptionOid) return checkedRsa(decodePkcs1(content), file);
  if (id !== ecPublicKeyOid) return err(fault('key/unsupported-algorithm', { file, name: strangerName(id) }));
  const curve = readCurve(parameters, file);
  if (!curve.ok) return curve;
  const inner = parseDer(content, file);
  return inner.ok ? parseSec1(inner.value, file, curve.value) : malformed(file, 'The key inside is damaged.');
}

function parsePlain(decrypted: Decrypted, file: string): Item {
  if (decrypted.kind === 'unsupported') return err(fault('key/unsupported-encryption', { file, name: decrypted.name }));
  const wrong: Item = err(fault('key/wrong-password', { file }));
  if (decrypted.kind === 'wrong-password') return wrong;
  const node = parseDer(decrypted.bytes, file);
  const key = node.ok ? parseDecrypted(node.value, file) : wrong;
  decrypted.bytes.fill(0);
  return key;
}

function parseDecrypted(node: DerNode, file: string): Item {
  const [, second] = inSequence(node);
  if (second?.tag === derTags.sequence) return parsePkcs8(node, file);
  return second?.tag === derTags.octetString ? parseSec1(node, file) : checkedRsa(decodePkcs1(node.whole), file);
}

/** Names what a file contains instead of a private key. The words follow "It is". */
const otherItems: Readonly<Partial<Record<FileItem['kind'], string>>> = {
  csr: 'a certificate request, not a key',
  certificate: 'a certificate, not a key',
  spki: 'a public key, not a private one',
  pkcs7: 'a PKCS#7 file without a key',
  pkcs12: 'a PKCS#12 container',
};

/** Parses one private key found in a file. */
export function parseItem(item: FileItem, { file, password, derivation }: Options): Item {
  switch (item.kind) {
    case 'sec1':
      return parseSec1(item.node, file);
    case 'pkcs1':
      return checkedRsa(decodePkcs1(item.node.whole), file);
    case 'pkcs8':
      return parsePkcs8(item.node, file);
    case 'jwk':
      return parseJwk(item.jwk, file);
    case 'encrypted-pkcs8':
      if (password === undefined) return err(fault('key/encrypted', { file }));
      return parsePlain(decryptPkcs8(item.node, new FilePassword(password), derivation), file);
    case 'old-encrypted':
      if (password === undefined) return err(fault('key/encrypted', { file }));
      return parsePlain(decryptOldPem(item.block, password), file);
    default:
      return err(fault('key/not-a-key', { file, found: otherItems[item.kind] ?? 'a structure of another kind, not a key' }));
  }
}
