import { decodeResponse, type ApduPort, type Command, type LinkFaultCode } from '../apdu/apdu.ts';
import { getLastError } from '../apdu/commands/getDataObject.ts';
import { errorMeaning } from '../apdu/status.ts';
import { formatOid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

export type ChipFaultCode = LinkFaultCode | 'apdu/malformed' | 'chip/refused';

/** Typed calls on a chip: runs commands and, when the chip says no, reads its reason (F1C2). */
export class Chip {
  readonly #port: ApduPort;

  constructor(port: ApduPort) {
    this.#port = port;
  }

  /** The command's answer; `chip/refused` with the code of F1C2 when the chip says no. */
  async run<T>(command: Command<T>): Promise<Result<T, ChipFaultCode>> {
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
    return err(
      fault('chip/refused', {
        command: command.name,
        status,
        meaning: errorMeaning(status),
        ...(command.object === undefined ? {} : { object: formatOid(command.object) }),
      }),
    );
  }
}
