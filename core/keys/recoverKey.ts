import { curves, type CurveName } from './curves.ts';
import { ecdsaVerify, isPoint } from './ecdsa.ts';

export interface Signed {
  readonly digest: Uint8Array;
  /** r ‖ s, padded. */
  readonly signature: Uint8Array;
}

/** The points (X ‖ Y) of all keys that could have made a signature: at most four (SEC 1, 4.1.6). */
function candidates(curve: CurveName, { digest, signature }: Signed): Uint8Array[] {
  const { curve: ecdsa } = curves[curve];
  const signed = ecdsa.Signature.fromBytes(signature, 'compact');
  return [0, 1, 2, 3].flatMap((bit) => {
    try {
      return [signed.addRecoveryBit(bit).recoverPublicKey(digest).toBytes(false).slice(1)];
    } catch {
      // Most of the four candidate points do not exist.
      return [];
    }
  });
}

/**
 * The public key that made all these signatures. One signature allows two keys; a second signature decides between
 * them. So the public key of a key inside a chip can be found by letting the chip sign.
 * @returns X ‖ Y; undefined when no key made them all
 */
export function recoverPoint(curve: CurveName, first: Signed, ...others: readonly Signed[]): Uint8Array | undefined {
  return candidates(curve, first).find(
    (point) => isPoint(curve, point) && others.every(({ digest, signature }) => ecdsaVerify(curve, point, digest, signature)),
  );
}
