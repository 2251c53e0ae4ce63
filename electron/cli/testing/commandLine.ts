import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach } from 'vitest';
import type { Exchange } from '../../../core/bridge/link.ts';
import { runProgram } from '../program.ts';

export interface Ran {
  /** Exit code. */
  readonly code: number;
  /** Output on standard output; bytes as Latin-1, one character each. */
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process. */
export async function commandLine(words: readonly string[], environment: Readonly<Record<string, string>>, onExchange?: (exchange: Exchange) => void): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runProgram(words, {
    out: (chunk) => void out.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1')),
    err: (text) => void err.push(text),
    environment,
    version: '9.9.9',
    ...(onExchange === undefined ? {} : { onExchange }),
  });
  return { code, out: out.join(''), err: err.join('') };
}

export interface RanJson extends Ran {
  /** The JSON document on standard output; undefined when there is none. */
  // eslint-disable-next-line -- tests look into any shape
  readonly json: any;
}

export interface TestStation {
  /** Path of a file with this name in the folder of the running test. */
  path(name: string): string;
  /** Runs a command. The test's folder is its state folder. */
  run(...words: string[]): Promise<Ran>;
  /** Runs a command with --json on this port. The test's folder is its state folder. */
  runOn(port: string, ...words: string[]): Promise<RanJson>;
  /** Runs a command on a simulated chip of this profile, whose memory is the file `PROFILE.state`. */
  onProfile(profile: string, ...words: string[]): Promise<RanJson>;
}

/** A folder for each test of a file, removed after the last test, and the command line that runs in it. */
export function testStation(): TestStation {
  const root = mkdtempSync(join(tmpdir(), 'bench-cli-'));
  let folder = root;
  beforeEach(() => void (folder = mkdtempSync(join(root, 't'))));
  afterAll(() => rmSync(root, { recursive: true }));
  const path = (name: string): string => join(folder, name);
  const run = (...words: string[]): Promise<Ran> => commandLine(words, { TRUST_BENCH_STATE_DIR: folder });
  const runOn = async (port: string, ...words: string[]): Promise<RanJson> => {
    const ran = await run('--port', port, '--json', ...words);
    return { ...ran, json: ran.out.trim() === '' ? undefined : JSON.parse(ran.out) };
  };
  return { path, run, runOn, onProfile: (profile, ...words) => runOn(`simulated:${profile}@${path(`${profile}.state`)}`, ...words) };
}
