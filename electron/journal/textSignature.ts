import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../core/bytes/bytes.ts';
import { encodePrivateKeyPem, signDigest, type PrivateKey } from '../../core/keys/privateKey.ts';
import { encodeSpki, verifyDigest, type PublicKey } from '../../core/keys/publicKey.ts';

/** The runtime's crypto is many times as fast as ours. Electron's has no Brainpool curves. */
const byRuntime = (key: PublicKey): boolean => key.kind === 'rsa' || !key.curve.startsWith('brainpool');

/** Signs the SHA-256 of a text. @returns r ‖ s, padded, or the RSASSA-PKCS1-v1_5 block */
export function signText(key: PrivateKey, text: string): Uint8Array {
  if (!byRuntime(key.publicKey)) return signDigest(key, 'sha256', sha256(utf8(text)));
  return new Uint8Array(sign('sha256', utf8(text), { key: createPrivateKey(encodePrivateKeyPem(key)), dsaEncoding: 'ieee-p1363' }));
}

/** Whether a signature of a text is by this key. */
export function verifyText(key: PublicKey, text: string, signature: Uint8Array): boolean {
  if (!byRuntime(key)) return verifyDigest(key, 'sha256', sha256(utf8(text)), signature);
  const publicKey = createPublicKey({ key: Buffer.from(encodeSpki(key)), format: 'der', type: 'spki' });
  return verify('sha256', utf8(text), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}
