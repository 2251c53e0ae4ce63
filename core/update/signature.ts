import type { PublicKey } from '../keys/publicKey.ts';
import { checkHere, type CheckSignature, type Signer } from '../keys/signer.ts';
import { ok, type Result } from '../result/result.ts';
import { encodeManifest, signedBytes, type Manifest, type ManifestFields, type SignatureAlgorithm } from './manifest.ts';

/** The manifest's name for the signature algorithm of this key. */
const signatureAlgorithmOf = (key: { readonly kind: 'ec' | 'rsa' }): SignatureAlgorithm =>
  key.kind === 'ec' ? 'ES_256' : 'RSA_SSA_PKCS1_V1_5_SHA_256';

/** Whether `publicKey` signed the manifest, with SHA-256. False also when the algorithm is not for this kind of key. */
export function verifyManifest(manifest: Manifest, publicKey: PublicKey, check: CheckSignature = checkHere): boolean {
  if (signatureAlgorithmOf(publicKey) !== manifest.signatureAlgorithm) return false;
  return check(publicKey, 'sha256', manifest.signedBytes, manifest.signature);
}

/** Signs and encodes a manifest. Any of the six curves, RSA-1024 or RSA-2048. @returns the manifest as sent */
export async function signManifest(fields: Omit<ManifestFields, 'signatureAlgorithm'>, signer: Signer): Promise<Result<Uint8Array>> {
  const unsigned: ManifestFields = { ...fields, signatureAlgorithm: signatureAlgorithmOf(signer.publicKey) };
  const signature = await signer.sign(signedBytes(unsigned), 'sha256');
  return signature.ok ? ok(encodeManifest({ ...unsigned, signature: signature.value })) : signature;
}
