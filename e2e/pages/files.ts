import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCertificate } from '../../core/certificates/certificate.ts';
import { selfSign } from '../../core/certificates/issue.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { encodePrivateKeyPem, generateKey, type KeyAlgorithm, type PrivateKey } from '../../core/keys/privateKey.ts';
import { must } from '../../core/result/result.ts';
import { nodeRandomness } from '../../electron/serial/randomness.ts';
import { keyFileSigner } from '../../electron/signers/keyFile.ts';

export interface IdentityFiles {
  readonly key: PrivateKey;
  /** DER */
  readonly certificate: Uint8Array;
  readonly keyPath: string;
  readonly certificatePath: string;
}

/** Makes a new key and a self-signed certificate, as PEM files in a folder. */
export async function makeIdentity(folder: string, name: string, algorithm: KeyAlgorithm = 'secp256r1'): Promise<IdentityFiles> {
  const key = await generateKey(algorithm, nodeRandomness);
  const certificate = must(await selfSign(keyFileSigner(key), `CN=${name}`, { days: 365, now: new Date(), random: nodeRandomness }));
  must(parseCertificate(certificate));
  const [keyPath, certificatePath] = [join(folder, `${name}-key.pem`), join(folder, `${name}-certificate.pem`)];
  writeFileSync(keyPath, encodePrivateKeyPem(key));
  writeFileSync(certificatePath, encodePem('CERTIFICATE', certificate));
  return { key, certificate, keyPath, certificatePath };
}
