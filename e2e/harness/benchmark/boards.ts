import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChip } from '../../../core/simulator/chip/chip.ts';
import { createBoard } from '../../../core/simulator/firmware/board.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { chipMemory } from '../../../electron/app/line/testing/lineBench.ts';
import { nodeClock } from '../../../electron/serial/clock.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import { hostCheck } from '../../../electron/signers/hostCheck.ts';
import { hasSocat } from '../socat.ts';
import { baud } from './procedure.ts';
import { until } from './pty.ts';

const socketOf = (folder: string, nth: number): string => join(folder, `board-${nth}`);
const ttyOf = (folder: string, nth: number): string => join(folder, `tty-${nth}`);

/**
 * Runs in a separate process, `node benchmark.js --boards-child FOLDER COUNT`: boards with datasheet timing, each at a
 * socket in the folder. All boards share one process, because a real chip needs no processor of this computer. With
 * eight processes, the time in which each compiles the simulator would count as time of the line.
 */
export function boardsChild(folder: string, count: number): void {
  for (let nth = 1; nth <= count; nth++) {
    const chip = createChip({ profile: profiles['trust-m-v3'], random: nodeRandomness, clock: nodeClock, state: chipMemory(nth), check: hostCheck });
    const board = createBoard({ chip, clock: nodeClock, timing: 'datasheet', baud, name: `board ${nth}` });
    createServer((socket) => {
      board.onOutput((bytes) => socket.write(bytes));
      socket.on('data', (chunk: Buffer) => board.feed(new Uint8Array(chunk)));
    }).listen(socketOf(folder, nth));
  }
}

/** Runs `use` with the paths of `count` boards, each on a pty. Undefined when socat is missing. @param program benchmark.js */
export async function withBoards<T>(program: string, count: number, use: (ports: readonly string[]) => Promise<T>): Promise<T | undefined> {
  if (!hasSocat()) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-benchmark-'));
  const all = Array.from({ length: count }, (_, at) => at + 1);
  const started: ChildProcess[] = [spawn(process.execPath, [program, '--boards-child', folder, String(count)], { stdio: ['ignore', 'ignore', 'inherit'] })];
  try {
    await until('the sockets of the boards', () => all.every((nth) => existsSync(socketOf(folder, nth))));
    for (const nth of all) started.push(spawn('socat', [`pty,rawer,link=${ttyOf(folder, nth)}`, `unix-connect:${socketOf(folder, nth)}`], { stdio: 'ignore' }));
    await until('the ptys of the boards', () => all.every((nth) => existsSync(ttyOf(folder, nth))));
    return await use(all.map((nth) => ttyOf(folder, nth)));
  } finally {
    for (const child of started) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
