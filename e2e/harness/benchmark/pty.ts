import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getMetadata } from '../../../core/apdu/commands/getDataObject.ts';
import { Link } from '../../../core/bridge/link.ts';
import { Chip } from '../../../core/chip/chip.ts';
import { oid } from '../../../core/objects/oid.ts';
import { must } from '../../../core/result/result.ts';
import { nodeClock } from '../../../electron/serial/clock.ts';
import { openSerial } from '../../../electron/serial/openSerial.ts';
import { hasSocat } from '../socat.ts';

const exchanges = 2_000;

export interface Pty {
  readonly folder: string;
  readonly tty: string;
  /** The recorded bytes: to the chip, then from the chip. */
  readonly passed: readonly [string, string];
}

/** Waits until the condition is true; fails after 10 s. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const started = performance.now();
  while (!holds()) {
    if (performance.now() - started > 10_000) throw new Error(`${what}: not there after 10 s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Runs `use` with the simulator as a separate program at a pty. Undefined when socat is missing. @param simulate options of the simulator */
export async function withPty<T>(program: string, simulate: readonly string[], use: (pty: Pty) => Promise<T>): Promise<T | undefined> {
  if (!hasSocat()) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-benchmark-'));
  const [tty, state, toChip, fromChip] = [join(folder, 'tty'), join(folder, 'chip.json'), join(folder, 'to-chip'), join(folder, 'from-chip')];
  const peer = spawn('socat', ['-r', toChip, '-R', fromChip, `pty,rawer,link=${tty}`, `exec:${[process.execPath, program, 'simulate', '--stdio', '--state', state, ...simulate].join(' ')}`], { stdio: 'ignore' });
  try {
    // The simulator has written its chip's memory when it is ready.
    await until('the simulator and its pty', () => existsSync(tty) && existsSync(state));
    return await use({ folder, tty, passed: [toChip, fromChip] });
  } finally {
    peer.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Measures the exchanges per second over a pty with the simulator as a separate program. Undefined when socat is missing. */
export const measurePty = (program: string): Promise<number | undefined> =>
  withPty(program, [], async ({ tty }) => {
    const port = must(await openSerial(tty, { baud: 115_200 }));
    const link = new Link(port, { clock: nodeClock });
    must(await link.connect());
    const chip = new Chip(link);
    const started = performance.now();
    for (let i = 0; i < exchanges; i++) must(await chip.run(getMetadata(oid(0xe0f1))));
    const rate = (exchanges * 1000) / (performance.now() - started);
    await port.close();
    return rate;
  });
