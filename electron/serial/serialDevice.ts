import { readdirSync, readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { orNothing } from '../files/reasons.ts';

/** The system calls. Tests replace them. */
export interface DeviceFacts {
  readonly platform: NodeJS.Platform;
  /** The device behind a path, with links followed; undefined when it is not a device or cannot be accessed. */
  device(path: string): Promise<Device | undefined>;
  /** Text of /proc/tty/drivers; undefined when the system has no such file. */
  drivers(): Promise<string | undefined>;
  /** Devices that are the terminal of a running program, as device numbers. */
  terminals(): ReadonlySet<number>;
}

export interface Device {
  readonly character: boolean;
  readonly rdev: number;
}

type PortFault = 'port/not-found' | 'port/not-serial';

const windowsName = /^(\\\\\.\\)?com[1-9]\d{0,2}$/i;

const major = (rdev: number): number => Math.floor(rdev / 0x100) & 0xfff;
const minor = (rdev: number): number => (rdev & 0xff) | ((rdev >>> 12) & 0xf_ff00);

/** Whether a device belongs to a serial driver. Lines of /proc/tty/drivers: name, node, major, minor or range, type. */
export function isSerialDriver(drivers: string, rdev: number): boolean {
  return drivers.split('\n').some((line) => {
    const found = /\s(\d+)\s+(\d+)(?:-(\d+))?\s+(serial|pty:slave)\s*$/.exec(line);
    if (found === null) return false;
    const [, own, from, to] = found.map(Number);
    const first = from ?? 0;
    const last = found[3] === undefined ? first : (to ?? first);
    return own === major(rdev) && minor(rdev) >= first && minor(rdev) <= last;
  });
}

/** Reads a process's terminal from /proc/PID/stat: `pid (name) state ppid pgrp session tty_nr …`. Names may have blanks and brackets. */
export function terminalOf(status: string): number {
  const fields = status.slice(status.lastIndexOf(')') + 1).trim().split(/\s+/);
  return Number(fields[4] ?? 0);
}

/** Finds the terminals of running programs. Synchronous: it takes 20 µs for each program; the thread pool needs ten times as long. */
function findTerminals(): ReadonlySet<number> {
  const terminals = new Set<number>();
  for (const name of orNothing(() => readdirSync('/proc')) ?? []) {
    if (/^\d+$/.test(name)) terminals.add(terminalOf(orNothing(() => readFileSync(`/proc/${name}/stat`, 'latin1')) ?? ''));
  }
  terminals.delete(0);
  return terminals;
}

/** Ports that are opened at the same time need only one search. ms */
const searchedForMs = 200;
let searched: { readonly at: number; readonly terminals: ReadonlySet<number> } | undefined;

function linuxTerminals(): ReadonlySet<number> {
  const at = performance.now();
  if (searched === undefined || at - searched.at > searchedForMs) searched = { at, terminals: findTerminals() };
  return searched.terminals;
}

const thisMachine: DeviceFacts = {
  platform: process.platform,
  device: (path) => stat(path).then((found) => ({ character: found.isCharacterDevice(), rdev: found.rdev }), () => undefined),
  drivers: () => readFile('/proc/tty/drivers', 'utf8').catch(() => undefined),
  terminals: linuxTerminals,
};

/**
 * Checks whether a path may be opened as a serial port. This is done before opening, because opening some devices has effects (a
 * watchdog starts, a terminal loses its keystrokes). Anything that is not a device is "not found", whether or not a file exists,
 * so that a request for a port reveals nothing about files.
 */
export async function checkSerialDevice(port: string, facts: DeviceFacts = thisMachine): Promise<Result<void, PortFault>> {
  if (facts.platform === 'win32') return windowsName.test(port) ? ok(undefined) : err(fault('port/not-found', { port }));
  const device = port.startsWith('/') && !port.includes('\0') ? await facts.device(port) : undefined;
  if (device === undefined || !device.character) return err(fault('port/not-found', { port }));
  if (facts.platform !== 'linux') return ok(undefined);
  const drivers = await facts.drivers();
  if (drivers !== undefined && !isSerialDriver(drivers, device.rdev)) return err(fault('port/not-serial', { port, why: 'It is a device of another kind.' }));
  if (facts.terminals().has(device.rdev)) return err(fault('port/not-serial', { port, why: 'It is the terminal of a program that runs now.' }));
  return ok(undefined);
}
