import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baud } from './procedure.ts';
import { withPty } from './pty.ts';

/** Runs the command line as a program of its own. It must succeed. @returns its standard output */
export function runProgram(program: string, folder: string, words: readonly string[]): string {
  const ran = spawnSync(process.execPath, [program, ...words], { env: { ...process.env, TRUST_BENCH_STATE_DIR: join(folder, 'state') }, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${words.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}

export interface Four {
  /** Time of all four commands, from the start of the first to the end of the last. ms */
  readonly ms: number;
  /** Bytes on the wire in both directions. */
  readonly bytes: number;
}

/** Measures the four commands of the seed guide, one after the other on a pty. Undefined when socat is missing. */
export const measureFour = (program: string): Promise<Four | undefined> =>
  withPty(program, ['--timing', 'datasheet', '--baud', String(baud)], async ({ folder, tty, passed }) => {
    const path = (name: string): string => join(folder, name);
    for (const name of ['device', 'integrity']) runProgram(program, folder, ['keys', 'new', '--algorithm', 'secp256r1', '--out', path(`${name}-key.pem`), '--certificate', path(`${name}.pem`), '--subject', `CN=${name}`]);
    const words = ['payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0F1', `priv_key=${path('integrity-key.pem')}`, 'payload_type=key', 'key_algo=3', 'key_usage=10', `key_data=${path('device-key.pem')}`];
    writeFileSync(path('set.txt'), runProgram(program, folder, ['dataset', 'build', ...words]));
    const commands = [
      ['object', 'write', '--id', 'E0E1', '--in', path('device.pem')],
      ['prepare', '--target', 'E0F1', '--anchor', 'E0E3', '--anchor-certificate', path('integrity.pem'), '--update', 'both', '--flush'],
      ['update', '--id', 'E0F1', '--file', path('set.txt')],
      ['prove', '--key', 'E0F1', '--certificate', 'E0E1'],
    ];
    const started = performance.now();
    for (const command of commands) runProgram(program, folder, ['--port', tty, '--quiet', ...command]);
    return { ms: performance.now() - started, bytes: passed.reduce((sum, file) => sum + statSync(file).size, 0) };
  });

const mostly = (once: () => number): number | undefined => {
  once();
  return Array.from({ length: 9 }, once).sort((a, b) => a - b)[4];
};

/**
 * Measures the start of a command, in ms; the median of nine. `startMs`: a command that loads all code that it needs
 * for a chip and finds no device at its port. `infoMs`: the same command on a pty, with the five exchanges that
 * identify a chip without delays.
 */
export const measureStart = (program: string): Promise<{ readonly startMs: number | undefined; readonly infoMs: number | undefined } | undefined> =>
  withPty(program, [], async ({ folder, tty }) => {
    const timed = (work: () => void): number => {
      const started = performance.now();
      work();
      return performance.now() - started;
    };
    const nowhere = (): void => {
      const { status } = spawnSync(process.execPath, [program, '--port', join(folder, 'nowhere'), 'info'], { stdio: 'ignore', env: { ...process.env, TRUST_BENCH_STATE_DIR: folder } });
      if (status !== 3) throw new Error(`info at a port that is not there ended with ${status}`);
    };
    return { startMs: mostly(() => timed(nowhere)), infoMs: mostly(() => timed(() => runProgram(program, folder, ['--port', tty, 'info']))) };
  });
