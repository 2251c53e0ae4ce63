import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { pinLimit } from '../../../core/contract/line.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { readFileLimited } from '../../files/read.ts';
import { writeAtomic } from '../../files/write.ts';

/** Its name in the state folder. */
const pinFile = 'engineer-pin.json';

/** scrypt: 64 MiB and about 0.2 s for one try, in a thread of its own. */
const cost = { N: 2 ** 16, r: 8, p: 1 } as const;
const memoryLimit = 128 * 1024 * 1024;
const [saltBytes, hashBytes] = [16, 32];

const hex = (bytes: number) => z.string().regex(/^[0-9a-f]+$/).length(bytes * 2);
const form = z.strictObject({
  version: z.literal(1),
  scrypt: z.strictObject({ N: z.number().int().min(2 ** 15).max(2 ** 16), r: z.literal(8), p: z.literal(1) }),
  salt: hex(saltBytes),
  hash: hex(hashBytes),
  /** Wrong tries in a row, and when the last one was, ISO 8601. */
  wrong: z.number().int().min(0),
  wrongAt: z.string().optional(),
});
type Kept = z.infer<typeof form>;

/** This many wrong tries are answered without a wait. */
const freeTries = 3;
/** After that, each try waits twice as long as the one before, at most an hour. ms */
const [firstWaitMs, longestWaitMs] = [30_000, 3_600_000];

/** How long to wait after so many wrong tries in a row. ms */
const waitAfter = (wrong: number): number => (wrong < freeTries ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(20, wrong - freeTries)));

export type PinFault = 'pin/form' | 'pin/wrong' | 'pin/wait' | 'pin/unreadable' | 'file/not-written' | 'line/no-pin';

const hashOf = (pin: string, salt: Uint8Array, { N, r, p }: Kept['scrypt']): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const bytes = Buffer.from(pin.normalize('NFC'), 'utf8');
    scrypt(bytes, salt, hashBytes, { N, r, p, maxmem: memoryLimit }, (failed, key) => {
      bytes.fill(0);
      if (failed === null) resolve(key);
      else reject(failed);
    });
  });

/** @returns why this is not a PIN, undefined when it is */
function refuseForm(pin: string): Fault<'pin/form'> | undefined {
  const length = [...pin].length;
  const seen = !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(pin) && pin.trim() === pin;
  return seen && length >= pinLimit.least && length <= pinLimit.most ? undefined : fault('pin/form', { ...pinLimit });
}

/**
 * The engineer's PIN of this station: a file of the state folder, for its owner alone (0600), with a salted scrypt hash. The file is
 * read at each use, because the command line may have set a PIN meanwhile. One that cannot be read lets nobody in, and is never replaced.
 */
export class PinStore {
  readonly #path: string;
  readonly #now: () => Date;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param folder the workstation's own folder */
  constructor(folder: string, now: () => Date) {
    this.#path = join(folder, pinFile);
    this.#now = now;
  }

  /** Whether there is a PIN, also one that cannot be read. */
  isSet(): Promise<boolean> {
    return lstat(this.#path).then(() => true, () => false);
  }

  /** Sets the PIN, whatever it was. For callers who have checked the old one, or who own the station's files anyway. */
  async set(pin: string): Promise<Result<void, PinFault>> {
    const refused = refuseForm(pin);
    if (refused !== undefined) return err(refused);
    const salt = randomBytes(saltBytes);
    return this.#write({ version: 1, scrypt: cost, salt: salt.toString('hex'), hash: (await hashOf(pin, salt, cost)).toString('hex'), wrong: 0 });
  }

  /** Whether this is the PIN. After three wrong ones each further try has to wait, also after a restart. One try at a time. */
  check(pin: string): Promise<Result<void, PinFault>> {
    const mine = this.#turn.then(() => this.#check(pin));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #check(pin: string): Promise<Result<void, PinFault>> {
    const read = await this.#read();
    if (!read.ok) return read;
    const kept = read.value;
    if (kept === undefined) return err(fault('line/no-pin', {}));
    const now = this.#now();
    const waitMs = this.#waitMs(kept, now);
    if (waitMs > 0) return err(fault('pin/wait', { seconds: Math.ceil(waitMs / 1000) }));
    // Counted before it is compared: ending the program in between gives no further try.
    const counted = { ...kept, wrong: kept.wrong + 1, wrongAt: now.toISOString() };
    const written = await this.#write(counted);
    if (!written.ok) return written;
    const same = timingSafeEqual(await hashOf(pin, Buffer.from(kept.salt, 'hex'), kept.scrypt), Buffer.from(kept.hash, 'hex'));
    if (!same) return err(fault('pin/wrong', { waitSeconds: waitAfter(counted.wrong) / 1000 }));
    const { wrongAt: _, ...right } = counted;
    return this.#write({ ...right, wrong: 0 });
  }

  /** A clock that was set back does not shorten the wait, nor makes it longer than it was. */
  #waitMs({ wrong, wrongAt }: Kept, now: Date): number {
    const whole = waitAfter(wrong);
    const passed = wrongAt === undefined ? whole : now.getTime() - Date.parse(wrongAt);
    return Math.min(whole, Math.max(0, whole - Math.max(0, passed)));
  }

  async #read(): Promise<Result<Kept | undefined, 'pin/unreadable'>> {
    const bytes = await readFileLimited(this.#path);
    if (!bytes.ok && bytes.fault.code === 'file/not-found') return ok(undefined);
    try {
      const parsed = bytes.ok ? form.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value))) : undefined;
      if (parsed?.success === true) return ok(parsed.data);
    } catch {
      // It is not JSON.
    }
    return err(fault('pin/unreadable', { file: this.#path }));
  }

  async #write(kept: Kept): Promise<Result<void, 'file/not-written'>> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 }).catch(() => undefined);
    return writeAtomic(this.#path, utf8(`${JSON.stringify(kept, undefined, 2)}\n`), { mode: 0o600 });
  }
}
