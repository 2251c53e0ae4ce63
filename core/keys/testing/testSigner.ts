import { ok } from '../../result/result.ts';
import { ecdsaSign } from '../ecdsa.ts';
import { openRsa, type PrivateKey } from '../privateKey.ts';
import { hashes, type HashName } from '../rsa.ts';
import { rsaSign } from '../rsaPrivate.ts';
import { Signer } from '../signer.ts';
import { hostCheck } from '../../../electron/signers/hostCheck.ts';

/** Signs an existing digest with our own arithmetic: the same key and digest give the same signature. */
export const signDigest = (key: PrivateKey, hash: HashName, digest: Uint8Array): Uint8Array =>
  key.kind === 'ec' ? key.secret.open((scalar) => ecdsaSign(key.curve, scalar, digest)) : openRsa(key, (components) => rsaSign(components, hash, digest));

/** A repeatable signer: it signs with our own arithmetic, and the host's crypto verifies. */
export const testSigner = (key: PrivateKey): Signer => new Signer(key.publicKey, async (message, hash) => ok(signDigest(key, hash, hashes[hash](message))), hostCheck);
