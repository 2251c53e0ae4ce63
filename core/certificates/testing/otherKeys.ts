import { constants, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { utf8 } from '../../bytes/bytes.ts';
import { encodePrivateKeyPem, parsePrivateKey, type PrivateKey } from '../../keys/privateKey.ts';
import { must } from '../../result/result.ts';

// Signatures that this program cannot make. They are made with node:crypto.

const opened = new Map<PrivateKey, KeyObject>();

function keyObject(key: PrivateKey): KeyObject {
  const opaque = opened.get(key) ?? createPrivateKey(encodePrivateKeyPem(key));
  opened.set(key, opaque);
  return opaque;
}

/** A signature in the form of certificates. @param pss whether an RSA signature uses RSASSA-PSS */
export function nodeSigned(key: PrivateKey, hash: string, message: Uint8Array, pss = false): Uint8Array {
  const padding = pss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {};
  return new Uint8Array(sign(hash, message, { key: keyObject(key), ...padding }));
}

/** @param bits 1024 or 2048 */
export function rsaKey(bits: number): PrivateKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  return must(parsePrivateKey(utf8(privateKey), { file: 'the RSA key' }));
}
