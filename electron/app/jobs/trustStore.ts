import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { fromHex, toHex } from '../../../core/bytes/hex.ts';
import { signerFingerprint } from '../../../core/job/signature.ts';
import { encodeSpki, parseSpki, type PublicKey } from '../../../core/keys/publicKey.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { readFileLimited } from '../../files/read.ts';
import { writeAtomic } from '../../files/write.ts';

/** A signer whose jobs this station accepts. */
export interface TrustedSigner {
  readonly publicKey: PublicKey;
  /** SHA-256 of the SubjectPublicKeyInfo, 64 hexadecimal digits. */
  readonly fingerprint: string;
  readonly name: string;
  /** When the station began to trust the signer, ISO 8601. */
  readonly since: string;
}

/** Name of the file in the state folder. */
const trustFile = 'job-signers.json';

const form = z.strictObject({
  version: z.literal(1),
  signers: z.array(z.strictObject({ publicKey: z.string(), fingerprint: z.string(), name: z.string().min(1).max(200), since: z.string() })),
});
type Line = z.infer<typeof form>['signers'][number];

function signerOf({ publicKey, fingerprint, name, since }: Line): TrustedSigner | undefined {
  const der = fromHex(publicKey);
  const key = der.ok ? parseSpki(der.value) : der;
  return key.ok && signerFingerprint(key.value) === fingerprint ? { publicKey: key.value, fingerprint, name, since } : undefined;
}

function parse(bytes: Uint8Array): readonly TrustedSigner[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  const parsed = form.safeParse(json);
  const signers = parsed.success ? parsed.data.signers.map(signerOf) : [undefined];
  return signers.some((one) => one === undefined) ? undefined : (signers as TrustedSigner[]);
}

/**
 * The signers whose jobs this station accepts, in a file of the state folder that only its owner can read (0600). If this file
 * cannot be read, no signer is trusted until a person has looked at it. Unlike other state files it is neither moved nor replaced.
 */
export class TrustStore {
  readonly #path: string;

  /** @param folder the workstation's own folder */
  constructor(folder: string) {
    this.#path = join(folder, trustFile);
  }

  async list(): Promise<Result<readonly TrustedSigner[], 'job/trust-unreadable'>> {
    const bytes = await readFileLimited(this.#path);
    if (!bytes.ok && bytes.fault.code === 'file/not-found') return ok([]);
    const signers = bytes.ok ? parse(bytes.value) : undefined;
    const why = bytes.ok ? 'It is not in the form that this program writes: it is damaged, or a newer version wrote it.' : bytes.fault.code === 'file/unreadable' ? bytes.fault.data.reason : 'It is empty or much too long.';
    return signers === undefined ? err(fault('job/trust-unreadable', { file: this.#path, why })) : ok(signers);
  }

  /** Adds a signer, or renames a signer that is already trusted. */
  async add(signer: TrustedSigner): Promise<Result<void, 'job/trust-unreadable' | 'file/not-written'>> {
    return this.#change((signers) => [...signers.filter(({ fingerprint }) => fingerprint !== signer.fingerprint), signer]);
  }

  /** @returns the signer that was removed; undefined when it was not trusted */
  async remove(fingerprint: string): Promise<Result<TrustedSigner | undefined, 'job/trust-unreadable' | 'file/not-written'>> {
    const before = await this.list();
    if (!before.ok) return before;
    const found = before.value.find((one) => one.fingerprint === fingerprint);
    if (found === undefined) return ok(undefined);
    const written = await this.#change((signers) => signers.filter((one) => one.fingerprint !== fingerprint));
    return written.ok ? ok(found) : written;
  }

  async #change(change: (signers: readonly TrustedSigner[]) => readonly TrustedSigner[]): Promise<Result<void, 'job/trust-unreadable' | 'file/not-written'>> {
    const before = await this.list();
    if (!before.ok) return before;
    const signers = change(before.value).map(({ publicKey, ...rest }) => ({ publicKey: toHex(encodeSpki(publicKey)), ...rest }));
    await mkdir(dirname(this.#path), { recursive: true }).catch(() => undefined);
    return writeAtomic(this.#path, utf8(`${JSON.stringify({ version: 1, signers } satisfies z.infer<typeof form>, undefined, 2)}\n`), { mode: 0o600 });
  }
}
