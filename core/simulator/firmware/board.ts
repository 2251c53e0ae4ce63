import { sleep, type BytePort, type Clock } from '../../bridge/bytePort.ts';
import type { SimulatedChip } from '../chip/chip.ts';
import { distort, FaultScript, isOutputFault, type BoardFault, type FaultRule, type InjectedFault, type OutputFault } from '../faults/fault.ts';
import { chipTimeMs, type Timing } from '../timing/figures.ts';
import { Firmware, type Transferred } from './firmware.ts';
import { Line } from './line.ts';
import { SimulatedPort } from './port.ts';

export interface BoardOptions {
  readonly chip: SimulatedChip;
  readonly clock: Clock;
  /** Whether the chip needs its real time (manual, table 42). */
  readonly timing: Timing;
  /** Bits per second on the line; when absent, bytes arrive at once. */
  readonly baud?: number;
  readonly faults?: readonly FaultRule[];
  /** Firmware with this binding secret: it talks to the chip over the shielded connection, if the chip has the same secret. */
  readonly bindingSecret?: Uint8Array;
  /** Name of the port. */
  readonly name?: string;
  /** Every request that reached the chip, with its answer. */
  readonly onTransfer?: (apdu: Uint8Array, response: Uint8Array) => void;
  /** Called for every injected fault when it affects a request. Rules whose request never came are not reported. */
  readonly onFault?: (fault: InjectedFault) => void;
}

/** The evaluation board: bridge firmware, chip and USB cable. It is plugged in when it is made. */
export interface Board {
  readonly chip: SimulatedChip;
  /**
   * The present port. A closed port stays closed. After that, a plugged-in board returns a new port (the firmware keeps
   * its state), and an unplugged board returns the closed one.
   */
  readonly port: BytePort;
  readonly plugged: boolean;
  /** Raw bytes from the host, without the line's transmission time: for `simulate --stdio`. */
  feed(bytes: Uint8Array): void;
  /** Raw bytes to the host. Returns a function that ends the subscription. */
  onOutput(listener: (bytes: Uint8Array) => void): () => void;
  /** Pulls the cable: the port closes, firmware and chip lose power. */
  unplug(): void;
  /** Plugs the board in again, if it is unplugged. @returns the new port */
  plug(): BytePort;
  /** The board's reset button: firmware and chip start again, the port stays open. */
  reset(): void;
  /** Programs the board with firmware that contains a binding secret, and resets it. */
  program(bindingSecret: Uint8Array): void;
}

type Listener = (bytes: Uint8Array) => void;

class SimulatedBoard implements Board {
  readonly chip: SimulatedChip;
  readonly #options: BoardOptions;
  readonly #script: FaultScript;
  readonly #listeners = new Set<Listener>();
  #firmware: Firmware;
  #port: SimulatedPort;
  /** Number of frames whose header the firmware accepted, since the board was made. */
  #requests = 0;
  #distortions: readonly OutputFault[] = [];
  #bindingSecret: Uint8Array | undefined;
  plugged = true;

  constructor(options: BoardOptions) {
    this.chip = options.chip;
    this.#options = options;
    this.#script = new FaultScript(options.faults ?? []);
    this.#bindingSecret = options.bindingSecret;
    this.#firmware = this.#start();
    this.#port = this.#open();
  }

  get port(): BytePort {
    if (this.plugged && !this.#port.isOpen) this.#port = this.#open();
    return this.#port;
  }

  feed(bytes: Uint8Array): void {
    if (this.plugged) this.#firmware.feed(bytes);
  }

  onOutput(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  unplug(): void {
    if (!this.plugged) return;
    this.plugged = false;
    this.#firmware.stop();
    this.chip.powerCycle();
    this.#port.gone();
  }

  plug(): BytePort {
    if (!this.plugged) this.#firmware = this.#start();
    this.plugged = true;
    return this.port;
  }

  reset(): void {
    this.#firmware.stop();
    this.chip.powerCycle();
    if (this.plugged) this.#firmware = this.#start();
  }

  program(bindingSecret: Uint8Array): void {
    this.#bindingSecret = bindingSecret;
    this.reset();
  }

  #open(): SimulatedPort {
    const { clock, baud, name = 'simulated board' } = this.#options;
    return new SimulatedPort({ name, clock, baud, board: this });
  }

  #start(): Firmware {
    if (this.#bindingSecret !== undefined) this.chip.shield(this.#bindingSecret);
    const { clock, baud } = this.#options;
    const line = new Line(clock, baud, (bytes) => {
      if (this.plugged && this.#firmware === firmware) for (const listener of this.#listeners) listener(bytes);
    });
    const firmware: Firmware = new Firmware({
      begun: () => {
        this.#requests += 1;
      },
      transfer: (apdu) => this.#transfer(apdu),
      output: (bytes) => {
        const sent = distort(bytes, this.#distortions);
        this.#distortions = [];
        void line.send(sent);
      },
      faults: (position, next) => this.#told(this.#script.whileReading(this.#requests + (next ? 1 : 0), position)),
    });
    return firmware;
  }

  async #transfer(apdu: Uint8Array): Promise<Transferred> {
    const faults = this.#told(this.#script.onRequest(this.#requests, apdu));
    this.#distortions = faults.filter(isOutputFault);
    const board = faults.filter((fault): fault is BoardFault => !isOutputFault(fault));
    return (await this.#before(apdu, board)) ?? this.#after(await this.#ask(apdu), board);
  }

  #told<F extends InjectedFault>(faults: readonly F[]): readonly F[] {
    for (const fault of faults) this.#options.onFault?.(fault);
    return faults;
  }

  /** Faults that keep the command from the chip, or interrupt it. */
  async #before(apdu: Uint8Array, faults: readonly BoardFault[]): Promise<Transferred | undefined> {
    for (const fault of faults) {
      if (fault.kind === 'hang') return forever();
      if (fault.kind === 'error') return 'error-frame';
      if (fault.kind === 'swap' && fault.when !== 'silence') this.chip.swap();
      if (fault.kind === 'swap' && fault.when === 'error') return 'error-frame';
      if (fault.kind === 'power' || (fault.kind === 'unplug' && fault.when === 'during')) await this.chip.tear(apdu, fault.bytes);
      if (fault.kind === 'power') return 'error-frame';
      if (fault.kind === 'unplug' && fault.when !== 'after') {
        this.unplug();
        return forever();
      }
    }
    return undefined;
  }

  async #ask(apdu: Uint8Array): Promise<Uint8Array> {
    const { clock, timing, onTransfer } = this.#options;
    const started = clock.now();
    const response = await this.chip.transmit(apdu);
    // The time that the simulation itself needs is part of the chip's time, not added to it.
    const left = timing === 'datasheet' ? started + chipTimeMs(apdu, response) - clock.now() : 0;
    if (left > 0) await sleep(clock, left);
    onTransfer?.(apdu, response);
    return response;
  }

  async #after(response: Uint8Array, faults: readonly BoardFault[]): Promise<Transferred> {
    for (const fault of faults) {
      if (fault.kind === 'late') await sleep(this.#options.clock, fault.ms);
      if (fault.kind === 'silence') return 'silence';
      if (fault.kind === 'swap' && fault.when === 'silence') {
        this.chip.swap();
        return 'silence';
      }
      if (fault.kind === 'unplug') {
        this.unplug();
        return forever();
      }
    }
    return response;
  }
}

const forever = (): Promise<never> => new Promise(() => undefined);

/** A board with this chip, plugged in. */
export const createBoard = (options: BoardOptions): Board => new SimulatedBoard(options);
