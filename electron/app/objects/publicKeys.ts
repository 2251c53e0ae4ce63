import { sha256 } from '@noble/hashes/sha2.js';
import type { Randomness } from '../../../core/bridge/bytePort.ts';
import type { Chip } from '../../../core/chip/chip.ts';
import { signWithChip, type KindOfKey } from '../../../core/chip/exchange/chipSigner.ts';
import { readMetadata, readObject } from '../../../core/chip/read.ts';
import { readableNow } from '../../../core/chip/snapshot.ts';
import { isCurveName, type CurveName } from '../../../core/keys/curves.ts';
import { algorithmOf, verifyDigest, type PublicKey } from '../../../core/keys/publicKey.ts';
import { recoverPoint, type Signed } from '../../../core/keys/recoverKey.ts';
import { catalogue } from '../../../core/objects/catalogue.ts';
import { algorithmNames, type ChipAlgorithm } from '../../../core/objects/codes.ts';
import { fieldNumber } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { noKeyIn } from '../../../core/plan/proofRefusal.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Work } from '../../board/board.ts';
import type { PublicKeyStore } from '../material/index.ts';
import { certificatesIn } from '../../../core/certificates/certificatesIn.ts';

export interface FoundKey {
  readonly publicKey: PublicKey;
  readonly algorithm: ChipAlgorithm;
  /** Source of the key, in words. */
  readonly from: string;
}

/** The facts about a key on the chip, from its metadata. */
const kindOfKey = (algorithm: ChipAlgorithm): KindOfKey => (isCurveName(algorithm) ? { kind: 'ec', curve: algorithm } : { kind: 'rsa', modulus: { length: algorithm === 'rsa1024' ? 128 : 256 } });

async function algorithmIn(chip: Chip, id: Oid): Promise<Result<ChipAlgorithm>> {
  const metadata = await readMetadata(chip, id);
  if (!metadata.ok) return metadata;
  const empty = noKeyIn(id, metadata.value);
  if (empty !== undefined) return err(empty);
  const algorithm = algorithmNames.get(fieldNumber(metadata.value, 'algorithm') ?? -1);
  if (algorithm !== undefined) return ok(algorithm);
  return err(fault('object/not-for-this', { object: formatOid(id), what: 'The object holds no key.', why: 'Its metadata names an unknown algorithm.' }));
}

/**
 * Finds the public key of a private key on the chip. The chip reveals it only when the key is made. Later, an ECC key is
 * found from two signatures, and an RSA key among the certificates on the chip.
 */
export async function findPublicKey(work: Work, id: Oid, { random, keys }: { readonly random: Randomness; readonly keys: Pick<PublicKeyStore, 'find'> }): Promise<Result<FoundKey>> {
  const { chip, identity } = work;
  const algorithm = await algorithmIn(chip, id);
  if (!algorithm.ok) return algorithm;
  const name = algorithm.value;
  const first = await signFresh(chip, id, name, random);
  if (!first.ok) return first;
  const told = keys.find(identity.uid.chipId, id);
  if (told !== undefined && algorithmOf(told) === name && verifyDigest(told, 'sha256', first.value.digest, first.value.signature)) {
    return ok({ publicKey: told, algorithm: name, from: 'sent by the chip when it made the key' });
  }
  return isCurveName(name) ? recovered(work, id, name, first.value, random) : fromCertificates(work, id, name, first.value);
}

/** Finds an ECC key: only one key fits two signatures. */
async function recovered({ chip }: Work, id: Oid, name: CurveName, first: Signed, random: Randomness): Promise<Result<FoundKey>> {
  const second = await signFresh(chip, id, name, random);
  if (!second.ok) return second;
  const point = recoverPoint(name, first, second.value);
  if (point === undefined) return err(fault('key/public-unknown', { object: formatOid(id) }));
  return ok({ publicKey: { kind: 'ec', curve: name, point }, algorithm: name, from: 'calculated from two signatures of the chip' });
}

/** Finds an RSA key: searches the chip for a certificate whose key verifies the signature. */
async function fromCertificates({ chip, identity }: Work, id: Oid, name: ChipAlgorithm, first: Signed): Promise<Result<FoundKey>> {
  for (const entry of catalogue.filter(({ kind }) => kind === 'certificate' || kind === 'trust-anchor')) {
    const metadata = await readMetadata(chip, entry.id);
    if (!metadata.ok || !readableNow(entry.id, metadata.value, identity)) continue;
    const data = await readObject(chip, entry.id, fieldNumber(metadata.value, 'max_size'));
    if (!data.ok) return data;
    const holds = certificatesIn(data.value)?.certificates.find(
      ({ publicKey }) => algorithmOf(publicKey) === name && verifyDigest(publicKey, 'sha256', first.digest, first.signature),
    );
    if (holds !== undefined) return ok({ publicKey: holds.publicKey, algorithm: name, from: `from the certificate in ${formatOid(entry.id)}` });
  }
  return err(fault('key/public-unknown', { object: formatOid(id) }));
}

async function signFresh(chip: Chip, id: Oid, algorithm: ChipAlgorithm, random: Randomness): Promise<Result<Signed>> {
  const digest = sha256(random(32));
  const signature = await signWithChip(chip, id, kindOfKey(algorithm), digest);
  return signature.ok ? ok({ digest, signature: signature.value }) : signature;
}
