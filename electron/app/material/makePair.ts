import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { selfSign } from '../../../core/certificates/issue.ts';
import { generateKey, type PrivateKey } from '../../../core/keys/privateKey.ts';
import { must } from '../../../core/result/result.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';

/** Options for a new key and its certificate. `days`: validity of the certificate. */
export interface PairOptions {
  readonly days: number;
  readonly now: Date;
  readonly random: Randomness;
}

/** Makes a private key with its self-signed certificate. The caller wipes the key. @param subject for example `CN=Signer` */
export async function makePair(algorithm: Parameters<typeof generateKey>[0], subject: string, { days, now, random }: PairOptions): Promise<{ readonly key: PrivateKey; readonly certificate: Certificate }> {
  const key = await generateKey(algorithm, random);
  const der = must(await selfSign(keyFileSigner(key), subject, { days, now, random }));
  return { key, certificate: must(parseCertificate(der)) };
}
