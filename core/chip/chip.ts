import { decodeResponse, type ApduPort, type Command, type PortFaultCode } from '../apdu/apdu.ts';
import { getLastError } from '../apdu/commands/getDataObject.ts';
import { errorMeaning } from '../apdu/status.ts';
import { formatOid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { ChipFacts } from './facts.ts';

export type ChipFaultCode = PortFaultCode | 'apdu/malformed' | 'chip/refused';

/** Checks that the chip is still the one from the start of the session. A twin has no guard, because it cannot be exchanged. */
export interface ChipGuard {
  /** How often the chip's application was opened. A check made before the latest opening does not count. */
  readonly connection: number;
  /** Whether the next request may be sent at once. If not, the UID is read first, because another chip may have been inserted. */
  readonly sure: boolean;
  /** Reads the chip's UID. Fails with `chip/other` when it is another chip; nothing is sent to that chip afterwards. */
  confirm(): Promise<Result<void, PortFaultCode>>;
  /** Opens the application after the answer "application not open", and reads the UID. */
  reopen(): Promise<Result<void, PortFaultCode>>;
}

/** The chip's error code for a command while its application is closed. The board or its chip was restarted. */
const notOpen = 0x0c;
/**
 * The chip gives this code when it has no error to report. If it has just refused a command, it was restarted since, or
 * another chip answers.
 */
const noError = 0x00;
const reopenings: ReadonlySet<string> = new Set<ChipFaultCode>(['link/resynchronised', 'chip/reopened']);

/** Whether the application was opened again during a command, on the same chip. The effect of the command is then unknown. */
export const wasReopened = ({ code }: { readonly code: string }): boolean => reopenings.has(code);

/**
 * Typed calls on a chip. Runs commands; when the chip refuses, reads its error code (F1C2). If the application had to
 * be opened again and the guard found the same chip, a command that changes nothing is repeated once. A command that
 * changes something is never repeated: `link/resynchronised` or `chip/reopened` tells the caller to read back its
 * effect.
 */
export class Chip {
  readonly #port: ApduPort;
  readonly #guard: ChipGuard | undefined;
  readonly #repeats: boolean;
  readonly #facts: ChipFacts | undefined;

  constructor(port: ApduPort, guard?: ChipGuard, repeats = true, facts?: ChipFacts) {
    this.#port = port;
    this.#guard = guard;
    this.#repeats = repeats;
    this.#facts = facts;
  }

  /** See `ChipGuard.connection`; 0 without a guard. */
  get connection(): number {
    return this.#guard?.connection ?? 0;
  }

  /** See `ChipGuard.confirm`; always ok without a guard. */
  async confirm(): Promise<Result<void, PortFaultCode>> {
    return (await this.#guard?.confirm()) ?? ok(undefined);
  }

  /** The same chip without repetitions: a command fails when the application was opened again during it. */
  withoutRepeats(): Chip {
    return new Chip(this.#port, this.#guard, false, this.#facts);
  }

  /**
   * The same chip for one piece of work: what was read is kept until something could have changed it (`ChipFacts`).
   * Do not keep this object longer than the work.
   */
  remembering(): Chip {
    return this.#facts === undefined ? new Chip(this.#port, this.#guard, this.#repeats, new ChipFacts()) : this;
  }

  /** What this piece of work has read and may still rely on; undefined without `remembering`. */
  get facts(): ChipFacts | undefined {
    const facts = this.#facts;
    if (facts === undefined) return undefined;
    if (this.#guard?.sure === false || facts.connection !== this.connection) facts.forget();
    facts.connection = this.connection;
    return facts;
  }

  /** The command's answer. Fails with `chip/refused` and the code of F1C2 when the chip refuses. */
  async run<T>(command: Command<T>): Promise<Result<T, ChipFaultCode>> {
    this.facts?.sends(command);
    const answer = await this.#once(command);
    if (!answer.ok && answer.fault.code !== 'chip/refused') this.#facts?.forget();
    // Without a guard, nothing shows that the same chip answers now.
    const again = this.#guard !== undefined && this.#repeats && !command.changes && !answer.ok && wasReopened(answer.fault);
    return again ? this.#once(command) : answer;
  }

  async #once<T>(command: Command<T>): Promise<Result<T, ChipFaultCode>> {
    const answer = await this.#port.exchange(command);
    if (!answer.ok) return answer;
    const response = decodeResponse(answer.value, command.name);
    if (!response.ok) return response;
    if (!response.value.ok) return this.#refused(command);
    const value = command.read(response.value.data);
    return value === undefined
      ? err(fault('apdu/malformed', { command: command.name, bytes: answer.value.length }))
      : ok(value);
  }

  async #refused(command: Command<unknown>): Promise<Result<never, ChipFaultCode>> {
    const question = getLastError();
    const answer = await this.#port.exchange(question);
    if (!answer.ok) return answer;
    const response = decodeResponse(answer.value, question.name);
    const status = response.ok && response.value.ok ? (question.read(response.value.data) ?? 0) : 0;
    const object = command.object === undefined ? {} : { object: formatOid(command.object) };
    const restarted = await this.#restarted(status);
    if (!restarted.ok) return restarted;
    if (restarted.value) return err(fault('chip/reopened', { command: command.name, ...object }));
    return err(fault('chip/refused', { command: command.name, status, meaning: errorMeaning(status), ...object }));
  }

  /** Whether the chip was restarted before or right after it refused: its application is closed, or its error code is gone. */
  async #restarted(status: number): Promise<Result<boolean, PortFaultCode>> {
    const guard = this.#guard;
    if (guard === undefined || (status !== notOpen && status !== noError)) return ok(false);
    const before = guard.connection;
    const same = status === notOpen ? await guard.reopen() : await guard.confirm();
    return same.ok ? ok(guard.connection !== before) : same;
  }
}
