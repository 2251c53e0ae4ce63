import type { BytePort, Clock } from '../../../core/bridge/bytePort.ts';
import { seededRandom } from '../../../core/keys/testing/random.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { createChip, type SimulatedChip } from '../../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { createBoard, type Board } from '../../../core/simulator/firmware/board.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { testRsaKey } from '../../../core/simulator/testing/rsaKeys.ts';
import { CutPort, type HostCut } from '../faults/cutPort.ts';
import { socketFor, type Socket } from '../faults/socket.ts';
import type { Drawn } from './draw.ts';

export type Transfer = (apdu: Uint8Array, response: Uint8Array) => void;

/** A board with one chip, and its planned faults. */
export class Seat {
  readonly board: Board;
  readonly #first: SimulatedChip;
  readonly #socket: Socket;
  #host: HostCut | undefined;
  /** Number of faults that really occurred. */
  faults = 0;
  #die: () => void = () => undefined;
  /** Resolves when the process at the other end of the cable died. */
  readonly killed: Promise<'killed'>;

  constructor(state: ChipState, { host, rules }: Drawn, clock: Clock, onTransfer: Transfer) {
    const chip = createChip({ profile: profiles['trust-m-v3'], state, random: seededRandom('chip'), clock, makeRsaKey: testRsaKey });
    this.#first = chip;
    this.#socket = socketFor(chip, clock);
    const onFault = (): void => this.#hit();
    const heard: Transfer = (apdu, response) => {
      if (this.#socket.other()?.present !== true) onTransfer(apdu, response);
    };
    this.board = createBoard({ chip: this.#socket.chip, clock, timing: 'none', faults: rules, name: 'board', onTransfer: heard, onFault });
    this.#host = host;
    this.killed = new Promise((resolve) => {
      this.#die = () => resolve('killed');
    });
  }

  get state(): ChipState {
    return this.#first.snapshot();
  }

  /** Removes a chip that replaced the first one. @returns whether that chip was changed */
  putBack(): boolean {
    const other = this.#socket.other();
    this.#socket.putBack();
    return other !== undefined && JSON.stringify(other.chip.snapshot()) !== JSON.stringify(other.before);
  }

  #hit(): void {
    this.faults += 1;
  }

  /** Returns the product's end of the cable. A planned cut of the host's end waits here until it occurs. */
  open(): BytePort {
    const host = this.#host;
    if (host === undefined) return this.board.port;
    const came = (): void => {
      this.#host = undefined;
      this.#hit();
    };
    const port = new CutPort(this.board.port, host, () => {
      came();
      this.board.unplug();
    });
    void port.died.then(() => {
      came();
      this.#die();
    });
    return port;
  }
}

/** A port of the workstation, and the board that is connected now. */
export class Desk {
  readonly path: string;
  #seat: Seat | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** Moves the cable from its board to another one. */
  put(seat: Seat): void {
    this.#seat?.board.unplug();
    this.#seat = seat;
    seat.board.plug();
  }

  /** Unplugs and plugs in again. */
  replug(): void {
    this.#seat?.board.unplug();
    this.#seat?.board.plug();
  }

  plug(): void {
    this.#seat?.board.plug();
  }

  open(): Result<BytePort> {
    const seat = this.#seat;
    return seat?.board.plugged === true ? ok(seat.open()) : err(fault('port/not-found', { port: this.path }));
  }
}
