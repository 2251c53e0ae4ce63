import { fault } from '../result/fault.ts';
import { err, type Result } from '../result/result.ts';
import type { PrivateKey } from './privateKeyType.ts';
import { describePublicKey, verifyDigest, type PublicKey } from './publicKey.ts';
import { hashes, type HashName } from './rsa.ts';

/**
 * Verifies one signature. The host's crypto is faster than ours.
 * @param signature r ‖ s, padded, or the RSASSA-PKCS1-v1_5 block
 */
export type CheckSignature = (key: PublicKey, hash: HashName, message: Uint8Array, signature: Uint8Array) => boolean;

/** Verifies with our own arithmetic. */
export const checkHere: CheckSignature = (key, hash, message, signature) => verifyDigest(key, hash, hashes[hash](message), signature);

/** Hashes and signs. @returns r ‖ s, padded, or the RSASSA-PKCS1-v1_5 block */
export type MakeSignature = (message: Uint8Array, hash: HashName) => Promise<Result<Uint8Array>>;

/**
 * Signs with a private key in a file, on a chip, or later in a token or a service. It signs data sets, certificates,
 * requests and the journal's head. Each signature is verified before it is returned, so that a wrong one is never
 * written to a chip or sent.
 */
export class Signer {
  readonly publicKey: PublicKey;
  readonly #make: MakeSignature;
  readonly #check: CheckSignature;

  constructor(publicKey: PublicKey, make: MakeSignature, check: CheckSignature) {
    this.publicKey = publicKey;
    this.#make = make;
    this.#check = check;
  }

  /** @returns r ‖ s, padded, or the RSASSA-PKCS1-v1_5 block */
  async sign(message: Uint8Array, hash: HashName): Promise<Result<Uint8Array>> {
    const made = await this.#make(message, hash);
    if (!made.ok || this.#check(this.publicKey, hash, message, made.value)) return made;
    return err(fault('signer/wrong-signature', { key: describePublicKey(this.publicKey) }));
  }
}

/** Makes the signer of a loaded key with the host's crypto. */
export type SignerOf = (key: PrivateKey) => Signer;
