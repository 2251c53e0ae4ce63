import { sha256 } from '@noble/hashes/sha2.js';
import { verifySign } from '../../../core/apdu/commands/verifySign.ts';
import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { chipCsr, signWithChip } from '../../../core/chip/exchange/chipSigner.ts';
import type { ReplyOf } from '../../../core/contract/operations.ts';
import type { SignTestView } from '../../../core/contract/objects.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { encodeSignatureIntegers } from '../../../core/keys/der.ts';
import { encodeChipPublicKey, encodeSpki, verifyDigest } from '../../../core/keys/publicKey.ts';
import { algorithmCodes, algorithmWords } from '../../../core/objects/codes.ts';
import { formatOid, parseOid, type Oid } from '../../../core/objects/oid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { SaveFile } from '../../ports.ts';
import type { Board, Work } from '../../board/board.ts';
import type { PublicKeyStore } from '../material/index.ts';
import { findPublicKey, type FoundKey } from './publicKeys.ts';

interface KeyParts {
  readonly board: Board;
  readonly random: Randomness;
  readonly saveFile: SaveFile;
  readonly keys: Pick<PublicKeyStore, 'find'>;
}

/** Uses of a key on the chip that do not change the chip. */
export class ObjectKeys {
  readonly #parts: KeyParts;

  constructor(parts: KeyParts) {
    this.#parts = parts;
  }

  /** Makes a certificate request for a key. The key signs the request on the chip. */
  async csr(id: string, subject: string): Promise<Result<ReplyOf<'objects/csr'>>> {
    const object = parseOid(id);
    if (!object.ok) return object;
    const made = await this.#parts.board.run(`Making a request for ${formatOid(object.value)}`, (work) => this.#csr(work, object.value, subject));
    if (!made.ok) return made;
    return this.#parts.saveFile(`${made.value.chipId}-${formatOid(object.value).slice(2).toLowerCase()}.csr`, utf8(encodePem('CERTIFICATE REQUEST', made.value.der)));
  }

  async #csr(work: Work, id: Oid, subject: string): Promise<Result<{ der: Uint8Array; chipId: string }>> {
    const found = await this.#find(work, id);
    if (!found.ok) return found;
    const der = await chipCsr(work.chip, id, found.value.publicKey, subject);
    return der.ok ? ok({ der: der.value, chipId: work.identity.uid.chipId }) : der;
  }

  async #find(work: Work, id: Oid): Promise<Result<FoundKey>> {
    const found = await findPublicKey(work, id, this.#parts);
    if (found.ok) this.#parts.board.knowledge.keys.show(id, found.value.publicKey);
    return found;
  }

  /** The chip signs a message. The signature is verified here and, if the chip supports it, also by the chip. */
  async signTest(id: string, message: string): Promise<Result<SignTestView>> {
    const object = parseOid(id);
    if (!object.ok) return object;
    return this.#parts.board.run(`Testing the key in ${formatOid(object.value)}`, (work) => this.#signTest(work, object.value, message));
  }

  async #signTest(work: Work, id: Oid, message: string): Promise<Result<SignTestView>> {
    const found = await this.#find(work, id);
    if (!found.ok) return found;
    const { publicKey, algorithm, from } = found.value;
    const digest = sha256(utf8(message));
    const signature = await signWithChip(work.chip, id, publicKey, digest);
    if (!signature.ok) return signature;
    const byChip = await verifyOnChip(work, found.value, digest, signature.value);
    if (!byChip.ok) return byChip;
    return ok({
      message,
      digest: toHex(digest),
      signature: toHex(signature.value),
      algorithm: algorithmWords[algorithm],
      publicKey: encodePem('PUBLIC KEY', encodeSpki(publicKey)),
      publicKeyFrom: from,
      verifiedHere: verifyDigest(publicKey, 'sha256', digest, signature.value),
      verifiedByChip: byChip.value,
    });
  }
}

const signatureFailed = 0x2c;

async function verifyOnChip({ chip }: Work, { publicKey, algorithm }: FoundKey, digest: Uint8Array, signature: Uint8Array): Promise<Result<boolean>> {
  const [scheme, sent] = publicKey.kind === 'ec' ? (['ecdsa', encodeSignatureIntegers(signature)] as const) : (['rsaSha256', signature] as const);
  const answer = await chip.run(verifySign(scheme, digest, sent, { algorithm: algorithmCodes[algorithm], publicKey: encodeChipPublicKey(publicKey) }));
  if (answer.ok) return ok(true);
  return answer.fault.code === 'chip/refused' && answer.fault.data.status === signatureFailed ? ok(false) : answer;
}

