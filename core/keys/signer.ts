import { fault } from '../result/fault.ts';
import { err, type Result } from '../result/result.ts';
import type { PrivateKey } from './heldKey.ts';
import { describePublicKey, verifyDigest, type PublicKey } from './publicKey.ts';
import { hashes, type HashName } from './rsa.ts';

/**
 * The arithmetic of a signature, nothing else: the host's crypto is faster than ours.
 * @param signature r ‖ s, padded, or the RSASSA-PKCS1-v1_5 block
 */
export type CheckSignature = (key: PublicKey, hash: HashName, message: Uint8Array, signature: Uint8Array) => boolean;

/** With our own arithmetic. */
export const checkHere: CheckSignature = (key, hash, message, signature) => verifyDigest(key, hash, hashes[hash](message), signature);

/** Hashes and signs. @returns r ‖ s, padded, or the RSASSA-PKCS1-v1_5 block */
export type MakeSignature = (message: Uint8Array, hash: HashName) => Promise<Result<Uint8Array>>;

/**
 * Signs with a private key, wherever it is: in a file, on a chip, later in a token or with a service. Data sets,
 * certificates, requests and the journal's head are signed with one. What its maker answers is verified before anyone gets
 * it, so that a wrong signature is never written to a chip or sent.
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

/** The host makes the signer of a key that is at hand. */
export type SignerOf = (key: PrivateKey) => Signer;
