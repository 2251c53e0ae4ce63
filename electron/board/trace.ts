import { commandNames } from '../../core/apdu/codes.ts';
import { toHex } from '../../core/bytes/hex.ts';
import type { Exchange } from '../../core/bridge/link.ts';
import type { TraceRow } from '../../core/contract/board.ts';
import { findObject } from '../../core/objects/catalogue.ts';
import { formatOid } from '../../core/objects/oid.ts';
import { sayLine } from '../../core/result/say.ts';
import { sayBytes } from '../../core/result/format.ts';

/** Maximum number of rows in a trace. */
export const keptRows = 5_000;

const noteOf = (bytes: Uint8Array): string => `[${sayBytes(bytes.length)}, not kept: may hold a secret]`;

/** Finds the purpose of a command in its name: "metadata" in "GetDataObject (metadata)". The name itself has its own column. */
const useOf = (name: string): string => {
  const use = /\((.+)\)$/.exec(name)?.[1];
  return use === undefined ? '' : `${use}: `;
};

function saysOf({ command, response, fault }: Exchange): string {
  if (fault !== undefined) return sayLine(fault);
  if (response === undefined) return 'no answer';
  return response[0] === 0x00 ? `${useOf(command.name)}ok, ${sayBytes(response.length - 4)}` : `${useOf(command.name)}the chip says no`;
}

/** The last 5,000 exchanges with a board, decoded, without secrets. */
export class Trace {
  #rows: TraceRow[] = [];
  #next = 1;
  readonly #onAdded: (rows: TraceRow[]) => void;
  readonly #now: () => Date;

  constructor(now: () => Date, onAdded: (rows: TraceRow[]) => void) {
    this.#now = now;
    this.#onAdded = onAdded;
  }

  add(exchange: Exchange): void {
    const { command, response } = exchange;
    const object = command.object;
    const row: TraceRow = {
      id: this.#next++,
      at: this.#now().toISOString(),
      command: commandNames.get((command.request[0] ?? 0) & 0x7f) ?? command.name,
      ...(object === undefined ? {} : { object: `${formatOid(object)} ${findObject(object)?.name ?? ''}`.trim() }),
      says: saysOf(exchange),
      request: command.sensitive ? noteOf(command.request) : toHex(command.request),
      response: response === undefined ? '' : command.sensitive ? noteOf(response) : toHex(response),
      ms: Math.round(exchange.ms * 10) / 10,
      failed: exchange.fault !== undefined || response?.[0] !== 0x00,
    };
    this.#rows.push(row);
    if (this.#rows.length > keptRows) this.#rows = this.#rows.slice(-keptRows);
    this.#onAdded([row]);
  }

  after(id: number): TraceRow[] {
    return this.#rows.filter((row) => row.id > id);
  }
}
