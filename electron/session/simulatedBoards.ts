import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { BytePort, Clock, Randomness } from '../../core/bridge/bytePort.ts';
import { bindingSecret } from '../../core/objects/oid.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { createChip, type SimulatedChip } from '../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import { createBoard, type Board } from '../../core/simulator/firmware/board.ts';
import type { FaultRule } from '../../core/simulator/faults/fault.ts';
import { loadProfile, type Profile } from '../../core/simulator/profiles/profile.ts';
import { isProfileName, profiles, type ProfileName } from '../../core/simulator/profiles/profiles.ts';
import type { Timing } from '../../core/simulator/timing/figures.ts';
import { errorCode, reason } from '../files/reasons.ts';
import { writeAtomic } from '../files/write.ts';
import { parseState } from './simulatedState.ts';

export interface SimulatedOptions {
  readonly clock: Clock;
  readonly random: Randomness;
  readonly timing: Timing;
  readonly baud?: number;
  readonly faults?: readonly FaultRule[];
  /** Firmware that holds the chip's binding secret. */
  readonly bound?: boolean;
  readonly onTransfer?: (apdu: Uint8Array, response: Uint8Array) => void;
}

const shortNames: Readonly<Record<string, ProfileName>> = { v1: 'trust-m-v1', v3: 'trust-m-v3', express: 'trust-m-express' };

/** Full name of a profile that comes with the program; undefined for anything else. */
export function builtInProfile(name: string): ProfileName | undefined {
  const known = Object.hasOwn(shortNames, name) ? shortNames[name] : name;
  return known !== undefined && isProfileName(known) ? known : undefined;
}

/** A profile by its name (v1, v3, express), or from a JSON export of a chip. */
export function findProfile(name: string): Result<Profile> {
  const known = builtInProfile(name);
  if (known !== undefined) return ok(profiles[known]);
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch {
    return err(fault('usage/bad-option', { message: `No profile "${name}": it is none of v1, v3, express, and no file.` }));
  }
  try {
    return loadProfile(JSON.parse(text), basename(name));
  } catch {
    return err(fault('file/unknown-content', { file: basename(name), taken: "the vendor tool's JSON export of a chip" }));
  }
}

/** The chip's memory of an earlier run; undefined when there is none yet. */
function readState(path: string): Result<ChipState | undefined> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    // Only a file that is not there is a new chip: anything else would be overwritten by one.
    if (errorCode(thrown) === 'ENOENT') return ok(undefined);
    return err(fault('file/unreadable', { file: basename(path), reason: reason(thrown) }));
  }
  return parseState(text, basename(path));
}

/** Whether a process with this number runs; one of another user counts as running. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return errorCode(thrown) === 'EPERM';
  }
}

/**
 * One process at a time has a chip's memory, as one at a time has a serial port. A lock whose process is gone is taken
 * over. @returns what gives the file free again
 */
function ownFile(path: string, port: string): Result<() => void> {
  const lockPath = `${path}.lock`;
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(lockPath, String(process.pid), { flag: 'wx', mode: 0o600 });
      return ok(() => rmSync(lockPath, { force: true }));
    } catch (thrown) {
      if (errorCode(thrown) !== 'EEXIST') return err(fault('file/not-written', { file: basename(path), reason: reason(thrown) }));
      const owner = Number.parseInt(readFileSync(lockPath, 'utf8'), 10);
      if (owner === process.pid || runs(owner)) return err(fault('port/in-use', { port }));
      rmSync(lockPath, { force: true });
    }
  }
  return err(fault('port/in-use', { port }));
}

/** A simulated chip whose memory is a file: written after every command that changes it. */
export interface SimulatedDevice {
  readonly board: Board;
  readonly chip: SimulatedChip;
  /** Resolves when the memory is on disk, or says why it is not. Frees the file for others. */
  close(): Promise<Result<void>>;
}

/** Commands that can change what survives a power cycle. */
const changing = new Set([0x02, 0x03, 0x14, 0x15, 0x31, 0x33, 0x34, 0x38, 0x39, 0x71]);

/** The profile that was named; else that of the memory, when there is one; else a new V3. */
function chooseProfile(named: string | undefined, state: ChipState | undefined, file: string): Result<Profile> {
  const profile = findProfile(named ?? state?.profile ?? 'v3');
  if (!profile.ok || named === undefined || state === undefined || profile.value.name === state.profile) return profile;
  return err(fault('usage/bad-option', { message: `${file} is the memory of a ${state.profile} chip, not of ${profile.value.name}.` }));
}

/**
 * A board with a chip on it.
 * @param profileName undefined: what the memory says, else v3
 */
export function simulatedDevice(profileName: string | undefined, statePath: string | undefined, options: SimulatedOptions, name: string): Result<SimulatedDevice> {
  const owned = statePath === undefined ? ok(() => undefined) : ownFile(statePath, name);
  if (!owned.ok) return owned;
  const state = statePath === undefined ? ok(undefined) : readState(statePath);
  if (!state.ok) {
    owned.value();
    return state;
  }
  const profile = chooseProfile(profileName, state.value, basename(statePath ?? ''));
  if (!profile.ok) {
    owned.value();
    return profile;
  }
  const { clock, random } = options;
  const chip = createChip({ profile: profile.value, random, clock, ...(state.value === undefined ? {} : { state: state.value }) });
  let writing: Promise<Result<void>> = Promise.resolve(ok(undefined));
  const save = (): void => {
    if (statePath === undefined) return;
    const text = JSON.stringify(chip.snapshot());
    // The first failure stays: what was lost then is lost.
    writing = writing.then((before): Result<void> | Promise<Result<void>> => (before.ok ? writeAtomic(statePath, new TextEncoder().encode(text), { mode: 0o600 }) : before));
  };
  // A new chip draws secrets of its own: they must be the same ones at the next start.
  if (state.value === undefined) save();
  const kept: SimulatedChip = {
    ...chip,
    async transmit(apdu) {
      const response = await chip.transmit(apdu);
      if (changing.has((apdu[0] ?? 0) & 0x7f)) save();
      await writing;
      return response;
    },
    async tear(apdu, after) {
      await chip.tear(apdu, after);
      save();
      await writing;
    },
  };
  const board = createBoard({
    chip: kept,
    clock,
    timing: options.timing,
    name,
    ...(options.baud === undefined ? {} : { baud: options.baud }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.bound === true ? { bindingSecret: chip.object(bindingSecret)?.data ?? new Uint8Array() } : {}),
    ...(options.onTransfer === undefined ? {} : { onTransfer: options.onTransfer }),
  });
  const close = async (): Promise<Result<void>> => {
    const written = await writing;
    owned.value();
    return written;
  };
  return ok({ board, chip: kept, close });
}

/** What a simulated port's name asks for. */
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

/** Says which boards may be asked for, and where their files are. The command line may ask for any. */
export type AllowSimulated = (wanted: SimulatedName, port: string) => Result<SimulatedName>;

/** The simulated boards of this program, by port name: they keep their chip while the cable is out. */
export class SimulatedBoards {
  readonly #devices = new Map<string, SimulatedDevice>();
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

  open(path: string): Result<BytePort> {
    const device = this.#device(path);
    if (!device.ok) return device;
    return device.value.board.plugged ? ok(device.value.board.port) : err(fault('port/not-found', { port: path }));
  }

  /** Puts another, new chip on the board; the cable is out for a moment. */
  newChip(path: string): void {
    const device = this.#devices.get(path);
    if (device === undefined) return;
    device.board.unplug();
    device.chip.restore(freshState(device.chip, this.#options.random));
    device.board.plug();
  }

  /** Programs the board with firmware that holds its chip's binding secret. */
  bindFirmware(path: string): void {
    const device = this.#devices.get(path);
    const secret = device?.chip.object(bindingSecret)?.data;
    if (secret !== undefined) device?.board.program(secret);
  }

  /** Refused when a chip's memory could not be kept. */
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
    const known = this.#devices.get(path);
    if (known !== undefined) return ok(known);
    const named = parseSimulated(path);
    if (named === undefined) return err(fault('port/not-found', { port: path }));
    const allowed = this.#allow(named, path);
    if (!allowed.ok) return allowed;
    const wanted = allowed.value;
    const profile = findProfile(wanted.profile ?? 'v3');
    if (!profile.ok) return profile;
    const state = wanted.state ?? this.#defaultState(profile.value.name);
    const made = simulatedDevice(wanted.state === undefined ? profile.value.name : wanted.profile, state, this.#options, path);
    if (made.ok) this.#devices.set(path, made.value);
    return made;
  }
}

/** The factory's state with wafer coordinates of its own: another chip of the same kind. */
function freshState(chip: SimulatedChip, random: Randomness): ChipState {
  const { profile } = chip;
  const uid = profile.objects['e0c2'];
  const coordinates = [...random(2)].map((byte) => `00${byte.toString(16).padStart(2, '0')}`).join('');
  const objects = { ...profile.objects };
  // X and Y are bytes 17…20 of the UID (spec page 2): hexadecimal digits 34…41.
  if (uid?.data !== undefined) objects['e0c2'] = { ...uid, data: uid.data.slice(0, 34) + coordinates + uid.data.slice(42) };
  return { version: 1, profile: profile.name, objects };
}
