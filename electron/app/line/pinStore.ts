import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../../core/bridge/bytePort.ts';
import { pinLimit } from '../../../core/contract/line.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { readFileLimited } from '../../files/read.ts';
import { writeAtomic } from '../../files/write.ts';
import { inTurn } from '../../../core/result/inTurn.ts';

/** Name of the file in the state folder. */
const pinFile = 'engineer-pin.json';

/** Parameters of scrypt: 64 MiB and about 0.2 s for each try, in a separate thread. */
const cost = { N: 2 ** 16, r: 8, p: 1 } as const;
const memoryLimit = 128 * 1024 * 1024;
const [saltBytes, hashBytes] = [16, 32];

const hex = (bytes: number) => z.string().regex(/^[0-9a-f]+$/).length(bytes * 2);
const form = z.strictObject({
  version: z.literal(1),
  scrypt: z.strictObject({ N: z.number().int().min(2 ** 15).max(2 ** 16), r: z.literal(8), p: z.literal(1) }),
  salt: hex(saltBytes),
  hash: hex(hashBytes),
  /** Number of wrong tries in a row, and the time of the last one, ISO 8601. */
  wrong: z.number().int().min(0),
  wrongAt: z.string().optional(),
});
type Kept = z.infer<typeof form>;

/** So many wrong tries need no wait. */
const freeTries = 3;
/** After the free tries, each wait is twice as long as the one before, at most an hour. ms */
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
 * The engineer's PIN of this station, as a salted scrypt hash. Its file in the state folder is readable by the owner alone (0600). The
 * file is read at each use, because the command line may have set a PIN. If it cannot be read, every PIN is refused; it is not replaced.
 */
export class PinStore {
  readonly #path: string;
  readonly #now: () => Date;
  readonly #clock: Pick<Clock, 'now'>;
  /** The wrong try from which the wait is measured, and its time on the monotonic clock. ms */
  #measured: { readonly wrongAt: string; readonly since: number } | undefined;
  /** Tries and new PINs come one after the other. Otherwise a try could write the old PIN over the new one. */
  readonly #inTurn = inTurn();

  /**
   * @param folder the workstation's own folder
   * @param now the clock of this computer, which measures a wait over a restart
   * @param clock measures a wait within this process, whatever time the computer's clock is set to
   */
  constructor(folder: string, now: () => Date, clock: Pick<Clock, 'now'>) {
    this.#path = join(folder, pinFile);
    this.#now = now;
    this.#clock = clock;
  }

  /** Whether there is a PIN file, even one that cannot be read. */
  isSet(): Promise<boolean> {
    return lstat(this.#path).then(() => true, () => false);
  }

  /** Sets the PIN without asking for the old one. For callers who checked the old PIN, or who own the station's files anyway. */
  set(pin: string): Promise<Result<void, PinFault>> {
    return this.#inTurn(() => this.#set(pin));
  }

  async #set(pin: string): Promise<Result<void, PinFault>> {
    const refused = refuseForm(pin);
    if (refused !== undefined) return err(refused);
    const salt = randomBytes(saltBytes);
    return this.#write({ version: 1, scrypt: cost, salt: salt.toString('hex'), hash: (await hashOf(pin, salt, cost)).toString('hex'), wrong: 0 });
  }

  /** Whether the PIN is right. After three wrong tries, further tries have to wait, also after a restart. */
  check(pin: string): Promise<Result<void, PinFault>> {
    return this.#inTurn(() => this.#check(pin));
  }

  async #check(pin: string): Promise<Result<void, PinFault>> {
    const read = await this.#read();
    if (!read.ok) return read;
    const kept = read.value;
    if (kept === undefined) return err(fault('line/no-pin', {}));
    const waits = await this.#wait(kept);
    if (waits !== undefined) return err(waits);
    // The try is counted before the comparison, so that ending the program in between gives no free try.
    const counted = { ...kept, wrong: kept.wrong + 1, wrongAt: this.#now().toISOString() };
    const written = await this.#write(counted);
    if (!written.ok) return written;
    this.#measured = { wrongAt: counted.wrongAt, since: this.#clock.now() };
    const same = timingSafeEqual(await hashOf(pin, Buffer.from(kept.salt, 'hex'), kept.scrypt), Buffer.from(kept.hash, 'hex'));
    if (!same) return err(fault('pin/wrong', { waitSeconds: waitAfter(counted.wrong) / 1000 }));
    const { wrongAt: _, ...right } = counted;
    return this.#write({ ...right, wrong: 0 });
  }

  /** Why the next try has to wait; undefined when it need not. */
  async #wait(kept: Kept): Promise<Fault<PinFault> | undefined> {
    const whole = waitAfter(kept.wrong);
    if (whole === 0 || kept.wrongAt === undefined) return undefined;
    if (this.#measured?.wrongAt !== kept.wrongAt) {
      const begun = await this.#beginWait(kept, kept.wrongAt);
      if (!begun.ok) return begun.fault;
      this.#measured = begun.value;
    }
    const left = whole - (this.#clock.now() - this.#measured.since);
    return left > 0 ? fault('pin/wait', { seconds: Math.ceil(left / 1000) }) : undefined;
  }

  /** Finds out when a wait began that another process recorded. A time that is still to come is from a wrong clock: the wait begins now. */
  async #beginWait(kept: Kept, wrongAt: string): Promise<Result<{ wrongAt: string; since: number }, PinFault>> {
    const now = this.#now();
    const passed = now.getTime() - Date.parse(wrongAt);
    if (passed >= 0) return ok({ wrongAt, since: this.#clock.now() - passed });
    const begins = { ...kept, wrongAt: now.toISOString() };
    const written = await this.#write(begins);
    return written.ok ? ok({ wrongAt: begins.wrongAt, since: this.#clock.now() }) : written;
  }

  async #read(): Promise<Result<Kept | undefined, 'pin/unreadable'>> {
    const bytes = await readFileLimited(this.#path);
    if (!bytes.ok && bytes.fault.code === 'file/not-found') return ok(undefined);
    try {
      const parsed = bytes.ok ? form.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value))) : undefined;
      if (parsed?.success === true) return ok(parsed.data);
    } catch {
      // The file is not JSON.
    }
    return err(fault('pin/unreadable', { file: this.#path }));
  }

  async #write(kept: Kept): Promise<Result<void, 'file/not-written'>> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 }).catch(() => undefined);
    return writeAtomic(this.#path, utf8(`${JSON.stringify(kept, undefined, 2)}\n`), { mode: 0o600 });
  }
}
