import type { BytePort } from '../../core/bridge/bytePort.ts';
import { bindingSecret } from '../../core/objects/oid.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { findProfile, simulatedDevice, type SimulatedDevice, type SimulatedOptions } from './simulatedDevice.ts';

/** The parts of a simulated port's name. */
export interface SimulatedName {
  readonly profile?: string;
  readonly state?: string;
}

/** `simulated[:PROFILE][@STATEFILE]` */
export function parseSimulated(path: string): SimulatedName | undefined {
  const found = /^simulated(?::([^@]+))?(?:@(.+))?$/.exec(path);
  if (found === null) return undefined;
  return { ...(found[1] === undefined ? {} : { profile: found[1] }), ...(found[2] === undefined ? {} : { state: found[2] }) };
}

/** Decides which simulated boards may be opened, and where their files are. The command line may open any. */
export type AllowSimulated = (wanted: SimulatedName, port: string) => Result<SimulatedName>;

/** The simulated boards of this program, by port name. A board keeps its chip while its cable is unplugged. */
export class SimulatedBoards {
  readonly #devices = new Map<string, SimulatedDevice>();
  /** Ports whose board was taken away. */
  readonly #away = new Set<string>();
  readonly #options: SimulatedOptions;
  readonly #defaultState: (profile: string) => string | undefined;
  readonly #allow: AllowSimulated;

  constructor(options: SimulatedOptions, defaultState: (profile: string) => string | undefined, allow: AllowSimulated = ok) {
    this.#options = options;
    this.#defaultState = defaultState;
    this.#allow = allow;
  }

  find(path: string): SimulatedDevice | undefined {
    return this.#devices.get(path);
  }

  /** Whether a board is plugged in at this port. A board that was never opened is plugged in. */
  isPlugged(path: string): boolean {
    return !this.#away.has(path) && this.find(path)?.board.plugged !== false;
  }

  /** Takes the board with its chip away. This releases the file of the chip's memory, so that another chip's memory can be put there. */
  async takeAway(path: string): Promise<Result<void>> {
    const device = this.#devices.get(path);
    this.#away.add(path);
    this.#devices.delete(path);
    device?.board.unplug();
    return device === undefined ? ok(undefined) : device.close();
  }

  /** Plugs in the board. Its chip gets the memory that is in the file now. */
  plugIn(path: string): void {
    this.#away.delete(path);
  }

  open(path: string): Result<BytePort> {
    if (this.#away.has(path)) return err(fault('port/not-found', { port: path }));
    const device = this.#device(path);
    if (!device.ok) return device;
    return device.value.board.plugged ? ok(device.value.board.port) : err(fault('port/not-found', { port: path }));
  }

  /** Puts a new, different chip on the board. The cable is unplugged for a moment. */
  newChip(path: string): void {
    const device = this.#devices.get(path);
    if (device === undefined) return;
    device.board.unplug();
    device.chip.swap();
    device.board.plug();
  }

  /** Programs the board with firmware that contains its chip's binding secret. */
  bindFirmware(path: string): void {
    const device = this.#devices.get(path);
    const secret = device?.chip.object(bindingSecret)?.data;
    if (secret !== undefined) device?.board.program(secret);
  }

  /** Closes all boards. Fails when a chip's memory could not be saved. */
  async close(): Promise<Result<void>> {
    let kept: Result<void> = ok(undefined);
    for (const device of this.#devices.values()) {
      device.board.unplug();
      const closed = await device.close();
      if (kept.ok) kept = closed;
    }
    this.#devices.clear();
    return kept;
  }

  #device(path: string): Result<SimulatedDevice> {
    const device = this.#devices.get(path);
    if (device !== undefined) return ok(device);
    const named = parseSimulated(path);
    if (named === undefined) return err(fault('port/not-found', { port: path }));
    const allowed = this.#allow(named, path);
    if (!allowed.ok) return allowed;
    const wanted = allowed.value;
    const profile = findProfile(wanted.profile ?? 'v3');
    if (!profile.ok) return profile;
    const state = wanted.state ?? this.#defaultState(profile.value.name);
    const made = simulatedDevice(wanted.state !== undefined && wanted.profile === undefined ? undefined : profile.value, state, this.#options, path);
    if (made.ok) this.#devices.set(path, made.value);
    return made;
  }
}
