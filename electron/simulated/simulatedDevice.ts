import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import type { Clock, Randomness } from '../../core/bridge/bytePort.ts';
import { readLooseJson } from '../../core/bytes/looseJson.ts';
import { decodeText } from '../../core/keys/fileItems.ts';
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
import { fileLimit, readSyncLimited } from '../files/read.ts';
import { isGone, readOwner, thisOwner, type Owner } from '../files/owner.ts';
import { errorCode, reason } from '../files/reasons.ts';
import { writeAtomic } from '../files/write.ts';
import { parseState } from './simulatedState.ts';

export interface SimulatedOptions {
  readonly clock: Clock;
  readonly random: Randomness;
  readonly timing: Timing;
  readonly baud?: number;
  readonly faults?: readonly FaultRule[];
  /** Whether the firmware contains the chip's binding secret. */
  readonly bound?: boolean;
  readonly onTransfer?: (apdu: Uint8Array, response: Uint8Array) => void;
}

const shortNames: Readonly<Record<string, ProfileName>> = { v1: 'trust-m-v1', v3: 'trust-m-v3', express: 'trust-m-express' };

/** Returns the full name of a built-in profile; undefined for any other name. */
export function builtInProfile(name: string): ProfileName | undefined {
  const known = Object.hasOwn(shortNames, name) ? shortNames[name] : name;
  return known !== undefined && isProfileName(known) ? known : undefined;
}

/** Finds a profile by its name (v1, v3, express), or reads it from a JSON export of a chip. */
export function findProfile(name: string): Result<Profile> {
  const known = builtInProfile(name);
  if (known !== undefined) return ok(profiles[known]);
  let bytes: Uint8Array | undefined;
  try {
    bytes = readSyncLimited(name);
  } catch {
    return err(fault('usage/bad-option', { message: `No profile "${name}": it is none of v1, v3, express, and no file.` }));
  }
  if (bytes === undefined) return err(fault('file/too-large', { file: basename(name), bytes: fileLimit + 1, limit: fileLimit }));
  const text = decodeText(bytes);
  const json = text === undefined ? undefined : readLooseJson(text);
  if (json?.read === true) return loadProfile(json.value, basename(name));
  return err(fault('exchange/not-a-dump', { file: basename(name), why: json?.why ?? 'It is binary data, not JSON.' }));
}

/** Reads the chip's saved memory; undefined when there is none yet. */
function readState(path: string): Result<ChipState | undefined> {
  let text: string;
  try {
    if (!statSync(path).isFile()) return err(fault('file/unreadable', { file: basename(path), reason: 'It is a folder, a pipe or a device.' }));
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    // Only a missing file means a new chip, because the new chip's memory will overwrite the file.
    if (errorCode(thrown) === 'ENOENT') return ok(undefined);
    return err(fault('file/unreadable', { file: basename(path), reason: reason(thrown) }));
  }
  return parseState(text, basename(path));
}

/** Finds the running process that made a lock; undefined when it has ended or is unknown. */
function ownerOf(lockPath: string): Owner | undefined {
  try {
    const owner = readOwner(JSON.parse(readFileSync(lockPath, 'utf8')) as unknown);
    if (owner === undefined) return undefined;
    // A board may be open for hours, so a lock of a running process on this computer never expires. A lock of another
    // computer expires by its age.
    const ageMs = owner.host === hostname() ? 0 : Date.now() - statSync(lockPath).mtimeMs;
    return isGone(owner, ageMs) ? undefined : owner;
  } catch {
    return undefined;
  }
}

/**
 * Locks the file of a chip's memory, because only one process at a time may use it, as with a serial port. A lock whose process
 * has ended is taken over, even when another process now has the same number. @returns a function that releases the file
 */
function ownFile(path: string, port: string): Result<() => void> {
  const lockPath = `${path}.lock`;
  const inUse = (owner: Owner | undefined) => err(fault('port/memory-in-use', { port, file: basename(path), ...(owner === undefined || owner.pid === process.pid ? {} : { process: owner.pid }) }));
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(lockPath, JSON.stringify(thisOwner(randomUUID())), { flag: 'wx', mode: 0o600 });
      return ok(() => rmSync(lockPath, { force: true }));
    } catch (thrown) {
      if (errorCode(thrown) !== 'EEXIST') return err(fault('file/not-written', { file: basename(path), reason: reason(thrown) }));
      const owner = ownerOf(lockPath);
      if (owner !== undefined) return inUse(owner);
      rmSync(lockPath, { force: true });
    }
  }
  // Another program took over the old lock at the same time.
  return inUse(ownerOf(lockPath));
}

/** A simulated chip whose memory is a file. The file is written after every command that changes the chip. */
export interface SimulatedDevice {
  readonly board: Board;
  readonly chip: SimulatedChip;
  /** Resolves when the memory is saved on disk, or with the reason why it could not be saved. Releases the file. */
  close(): Promise<Result<void>>;
}

/** Codes of commands that can change what the chip keeps without power. */
const changing = new Set([0x02, 0x03, 0x14, 0x15, 0x31, 0x33, 0x34, 0x38, 0x39, 0x71]);

/** Chooses the given profile, otherwise that of the saved memory, otherwise a new V3. */
function chooseProfile(named: string | Profile | undefined, state: ChipState | undefined, file: string): Result<Profile> {
  const profile = typeof named === 'object' ? ok(named) : findProfile(named ?? state?.profile ?? 'v3');
  if (!profile.ok || named === undefined || state === undefined || profile.value.name === state.profile) return profile;
  return err(fault('usage/bad-option', { message: `${file} is the memory of a ${state.profile} chip, not of ${profile.value.name}.` }));
}

/** The file of a chip's memory, locked by this process, and its content. Without a file, the memory is lost when the program ends. */
interface Memory {
  readonly state: ChipState | undefined;
  readonly free: () => void;
}

function openMemory(path: string | undefined, port: string): Result<Memory> {
  if (path === undefined) return ok({ state: undefined, free: () => undefined });
  const owned = ownFile(path, port);
  if (!owned.ok) return owned;
  const state = readState(path);
  if (!state.ok) owned.value();
  return state.ok ? ok({ state: state.value, free: owned.value }) : state;
}

/** Saves the memory in the background, one save at a time. */
class Keeper {
  readonly #path: string | undefined;
  readonly #chip: SimulatedChip;
  #writing: Promise<Result<void>> = Promise.resolve(ok(undefined));

  constructor(path: string | undefined, chip: SimulatedChip) {
    this.#path = path;
    this.#chip = chip;
  }

  /** Saves the chip's present content; resolves when it is on disk. */
  save(): Promise<Result<void>> {
    const path = this.#path;
    if (path === undefined) return this.#writing;
    const text = JSON.stringify(this.#chip.snapshot());
    // The first failure is kept, because the content that could not be saved stays lost.
    this.#writing = this.#writing.then((before): Result<void> | Promise<Result<void>> => (before.ok ? writeAtomic(path, new TextEncoder().encode(text), { mode: 0o600 }) : before));
    return this.#writing;
  }

  get written(): Promise<Result<void>> {
    return this.#writing;
  }

  /** Makes a chip that is saved by itself: the answer to a command that changes the chip is sent after saving. */
  keep(): SimulatedChip {
    const chip = this.#chip;
    return {
      ...chip,
      transmit: async (apdu) => {
        const response = await chip.transmit(apdu);
        await (changing.has((apdu[0] ?? 0) & 0x7f) ? this.save() : this.#writing);
        return response;
      },
      swap: () => {
        chip.swap();
        void this.save();
      },
      tear: async (apdu, after) => {
        await chip.tear(apdu, after);
        await this.save();
      },
    };
  }
}

/**
 * Makes a board with a chip on it.
 * @param named a profile, or its name; undefined: the profile of the saved memory, otherwise v3
 */
export function simulatedDevice(named: string | Profile | undefined, statePath: string | undefined, options: SimulatedOptions, name: string): Result<SimulatedDevice> {
  const memory = openMemory(statePath, name);
  if (!memory.ok) return memory;
  const { state, free } = memory.value;
  const profile = chooseProfile(named, state, basename(statePath ?? ''));
  if (!profile.ok) {
    free();
    return profile;
  }
  const { clock, random, timing, baud, faults, bound, onTransfer } = options;
  const chip = createChip({ profile: profile.value, random, clock, ...(state === undefined ? {} : { state }) });
  const keeper = new Keeper(statePath, chip);
  // A new chip has random secrets. They are saved at once, so that they stay the same at the next start.
  if (state === undefined) void keeper.save();
  const kept = keeper.keep();
  const board = createBoard({
    chip: kept,
    clock,
    timing,
    name,
    ...(baud === undefined ? {} : { baud }),
    ...(faults === undefined ? {} : { faults }),
    ...(bound === true ? { bindingSecret: chip.object(bindingSecret)?.data ?? new Uint8Array() } : {}),
    ...(onTransfer === undefined ? {} : { onTransfer }),
  });
  const close = async (): Promise<Result<void>> => {
    const written = await keeper.written;
    free();
    return written;
  };
  return ok({ board, chip: kept, close });
}
