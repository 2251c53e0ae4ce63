import { decodeResponse, type ApduPort, type Command, type PortFaultCode } from '../apdu/apdu.ts';
import { getLastError } from '../apdu/commands/getDataObject.ts';
import { errorMeaning } from '../apdu/status.ts';
import { formatOid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

export type ChipFaultCode = PortFaultCode | 'apdu/malformed' | 'chip/refused';

/** Makes sure that the chip is still the one that the session began with. A twin has none: it cannot be changed. */
export interface ChipGuard {
  /** How often the chip's application was opened. A proof from before the latest opening does not count. */
  readonly connection: number;
  /** Asks the chip for its UID. `chip/other` when it is another one; nothing is sent to that one afterwards. */
  confirm(): Promise<Result<void, PortFaultCode>>;
  /** Opens the application after the answer "application not open", and asks for the UID. */
  reopen(): Promise<Result<void, PortFaultCode>>;
}

/** The error code of a command that comes while the application is closed: the board or its chip was restarted. */
const notOpen = 0x0c;
/** What a chip has no reason for: it was restarted after it refused, or another one is asked for the reason. */
const noError = 0x00;
const reopenings: ReadonlySet<string> = new Set<ChipFaultCode>(['link/resynchronised', 'chip/reopened']);

/** Whether the application was opened again during a command, on the same chip: what became of the command is unknown. */
export const wasReopened = ({ code }: { readonly code: string }): boolean => reopenings.has(code);

/**
 * Typed calls on a chip: runs commands and, when the chip says no, reads its reason (F1C2). A command that changes
 * nothing is repeated once when the application had to be opened again and the guard found the same chip. One that
 * changes something never is: `link/resynchronised` or `chip/reopened` says that its effect must be read back.
 */
export class Chip {
  readonly #port: ApduPort;
  readonly #guard: ChipGuard | undefined;
  readonly #repeats: boolean;

  constructor(port: ApduPort, guard?: ChipGuard, repeats = true) {
    this.#port = port;
    this.#guard = guard;
    this.#repeats = repeats;
  }

  /** See `ChipGuard.connection`; 0 without a guard. */
  get connection(): number {
    return this.#guard?.connection ?? 0;
  }

  /** See `ChipGuard.confirm`; always ok without a guard. */
  async confirm(): Promise<Result<void, PortFaultCode>> {
    return (await this.#guard?.confirm()) ?? ok(undefined);
  }

  /** The same chip, on which nothing is repeated: whatever opens the application again ends the work at hand. */
  withoutRepeats(): Chip {
    return new Chip(this.#port, this.#guard, false);
  }

  /** The command's answer; `chip/refused` with the code of F1C2 when the chip says no. */
  async run<T>(command: Command<T>): Promise<Result<T, ChipFaultCode>> {
    const answer = await this.#once(command);
    // Without a guard, the chip that answers now was not identified.
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

  /** Whether the chip was restarted before or right after it refused: its application is closed, or its reason is gone. */
  async #restarted(status: number): Promise<Result<boolean, PortFaultCode>> {
    const guard = this.#guard;
    if (guard === undefined || (status !== notOpen && status !== noError)) return ok(false);
    const before = guard.connection;
    const same = status === notOpen ? await guard.reopen() : await guard.confirm();
    return same.ok ? ok(guard.connection !== before) : same;
  }
}
