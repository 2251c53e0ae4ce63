import { Secret } from '../bytes/secret.ts';
import type { ChipAlgorithm } from '../objects/codes.ts';
import type { CurveName } from './curves.ts';
import { ecPublicPoint } from './ecdsa.ts';
import { decodePkcs1, encodePkcs1 } from './pkcs1.ts';
import { algorithmOf, type PublicKey } from './publicKey.ts';
import { rsaBits, type RsaPrivateKey } from './rsa.ts';

/** A private key that the chip could hold, or that signs data for the chip. Printing it does not show the secret. */
export type PrivateKey =
  | {
      readonly kind: 'ec';
      readonly curve: CurveName;
      /** The scalar, padded to the curve's byte length. */
      readonly secret: Secret;
      readonly publicKey: PublicKey & { readonly kind: 'ec' };
      readonly algorithm: ChipAlgorithm;
    }
  | {
      readonly kind: 'rsa';
      /** RSAPrivateKey (PKCS#1), DER. */
      readonly secret: Secret;
      readonly publicKey: PublicKey & { readonly kind: 'rsa' };
      readonly algorithm: ChipAlgorithm;
    };

/** @param scalar in 1…n-1, padded; the key takes ownership */
export function ecPrivateKey(curve: CurveName, scalar: Uint8Array): PrivateKey & { readonly kind: 'ec' } {
  const publicKey = { kind: 'ec', curve, point: ecPublicPoint(curve, scalar) } as const;
  return { kind: 'ec', curve, secret: new Secret(scalar), publicKey, algorithm: curve };
}

/** Throws (a bug) unless it has 1024 or 2048 bits. */
export function rsaPrivateKey(key: RsaPrivateKey): PrivateKey & { readonly kind: 'rsa' } {
  const publicKey = { kind: 'rsa', modulus: key.modulus, exponent: key.exponent } as const;
  const algorithm = algorithmOf(publicKey);
  if (algorithm === undefined) throw new RangeError(`RSA-${rsaBits(key)} is no key of the chip`);
  return { kind: 'rsa', secret: new Secret(encodePkcs1(key)), publicKey, algorithm };
}

/** Lends the components of an RSA key to `use`. */
export function openRsa<T>(key: PrivateKey & { readonly kind: 'rsa' }, use: (components: RsaPrivateKey) => T): T {
  return key.secret.open((der) => {
    const components = decodePkcs1(der);
    if (components === undefined) throw new Error('the RSA key was wiped');
    const used = use(components);
    for (const part of [components.privateExponent, ...components.primes]) part.fill(0);
    return used;
  });
}
