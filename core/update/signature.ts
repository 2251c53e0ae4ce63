import { sha256 } from '@noble/hashes/sha2.js';
import { signDigest, type PrivateKey } from '../keys/privateKey.ts';
import { verifyDigest, type PublicKey } from '../keys/publicKey.ts';
import { encodeManifest, signedBytes, type Manifest, type ManifestFields, type SignatureAlgorithm } from './manifest.ts';

/** The manifest's name of the algorithm that this key signs with. */
const signatureAlgorithmOf = (key: { readonly kind: 'ec' | 'rsa' }): SignatureAlgorithm =>
  key.kind === 'ec' ? 'ES_256' : 'RSA_SSA_PKCS1_V1_5_SHA_256';

/** Did `publicKey` sign the manifest? SHA-256 for every key; false too when the algorithm is not for this kind of key. */
export function verifyManifest(manifest: Manifest, publicKey: PublicKey): boolean {
  if (signatureAlgorithmOf(publicKey) !== manifest.signatureAlgorithm) return false;
  return verifyDigest(publicKey, 'sha256', sha256(manifest.signedBytes), manifest.signature);
}

/** Signs and encodes. Any of the six curves, RSA-1024 or RSA-2048. @returns the manifest as sent */
export function signManifest(fields: Omit<ManifestFields, 'signatureAlgorithm'>, key: PrivateKey): Uint8Array {
  const unsigned: ManifestFields = { ...fields, signatureAlgorithm: signatureAlgorithmOf(key) };
  const signature = signDigest(key, 'sha256', sha256(signedBytes(unsigned)));
  return encodeManifest({ ...unsigned, signature });
}
