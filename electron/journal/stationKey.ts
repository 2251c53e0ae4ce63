import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Randomness } from '../../core/bridge/bytePort.ts';
import { utf8 } from '../../core/bytes/bytes.ts';
import { encodePrivateKeyPem, generateKey, parsePrivateKey, type PrivateKey } from '../../core/keys/privateKey.ts';
import type { Signer } from '../../core/keys/signer.ts';
import type { Result } from '../../core/result/result.ts';
import { errorCode, reason } from '../files/reasons.ts';
import { writeAtomic } from '../files/write.ts';
import { hostSigner, keyFileSigner } from '../signers/keyFile.ts';

/** Thrown when the key or the signature could not be read or written. The reason is a sentence. */
export class NotSigned extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** @throws NotSigned when the file was not written */
export function orNotSigned(written: Result<void, 'file/not-written'>): void {
  if (!written.ok) throw new NotSigned(written.fault.data.reason);
}

/** Reads the key; undefined when there is none yet. */
async function keptKey(path: string): Promise<PrivateKey | undefined> {
  let kept: Uint8Array;
  try {
    kept = new Uint8Array(await readFile(path));
  } catch (thrown) {
    // Only a missing key file allows making a new key. Overwriting another key would lose the identity of the earlier signer.
    if (errorCode(thrown) === 'ENOENT') return undefined;
    throw new NotSigned(`${basename(path)} beside its folder cannot be read: ${reason(thrown)}`);
  }
  const parsed = parsePrivateKey(kept, { file: basename(path) });
  if (parsed.ok) return parsed.value;
  const encrypted = parsed.fault.code === 'key/encrypted';
  throw new NotSigned(encrypted ? `${basename(path)} beside its folder is encrypted with a password: the station key must be readable without one.` : `${basename(path)} beside its folder is not a private key.`);
}

const keyPath = (folder: string): string => join(dirname(folder), 'bench-key.pem');

async function stationKey(path: string, random: Randomness): Promise<PrivateKey> {
  const kept = await keptKey(path);
  if (kept !== undefined) return kept;
  const made = await generateKey('secp256r1', random);
  orNotSigned(await writeAtomic(path, utf8(encodePrivateKeyPem(made)), { mode: 0o600 }));
  return made;
}

/** The station's own key (P-256), made at its first use and stored beside the journal's folder. @throws NotSigned */
export const stationKeyOf = (folder: string, random: Randomness): Promise<PrivateKey> => stationKey(keyPath(folder), random);

/** Reads the station's key without making one; undefined when there is none yet. @throws NotSigned */
export const keptStationKey = (folder: string): Promise<PrivateKey | undefined> => keptKey(keyPath(folder));

/** The form that this program writes: one key in PKCS#8, and nothing else. */
const ownForm = /^-----BEGIN PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+-----END PRIVATE KEY-----\n?$/;
/** SubjectPublicKeyInfo of a P-256 key with both coordinates. bytes */
const p256SpkiBytes = 91;

/**
 * Reads a key in this program's form with the runtime's crypto. Our own reader first computes tables of the curve, which in a new
 * process takes longer than writing all lines of a run. Undefined for any other key: our own reader then reads it, because it
 * supports more forms and reports what is wrong.
 */
async function readByRuntime(pem: Buffer): Promise<Signer | undefined> {
  if (!ownForm.test(pem.toString('latin1'))) return undefined;
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return undefined;
    const spki = new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }));
    if (spki.length !== p256SpkiBytes) return undefined;
    // The point is at the end of the encoding.
    const signer = hostSigner({ kind: 'ec', curve: 'secp256r1', point: spki.slice(-64) }, key);
    // The runtime does not check that the file's public and private parts belong together. A test signature shows it.
    return (await signer.sign(utf8('whole'), 'sha256')).ok ? signer : undefined;
  } catch {
    return undefined;
  }
}

/** The station's key for signing the ends of files; made at its first use. @throws NotSigned */
export async function signingKeyOf(folder: string, random: Randomness): Promise<Signer> {
  const kept = await readFile(keyPath(folder)).catch(() => undefined);
  const quick = kept === undefined ? undefined : await readByRuntime(kept);
  kept?.fill(0);
  if (quick !== undefined) return quick;
  const key = await stationKeyOf(folder, random);
  const made = await readByRuntime(Buffer.from(encodePrivateKeyPem(key)));
  if (made === undefined) return keyFileSigner(key);
  key.secret.wipe();
  return made;
}
