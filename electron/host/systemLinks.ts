import { spawn } from 'node:child_process';
import { fault } from '../../core/result/fault.ts';
import { err, ok } from '../../core/result/result.ts';
import type { OpenLink } from '../ports.ts';
import type { Environment } from '../files/folders.ts';
import { links } from './links.ts';

/** A program that opens web addresses, with its arguments. It is never started through a shell. */
export type Opener = readonly [program: string, ...args: string[]];

export function openerOf(address: string, platform: NodeJS.Platform): Opener {
  if (platform === 'darwin') return ['open', address];
  // `start` is only a command of the shell; this is the program that it calls.
  if (platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler', address];
  return ['xdg-open', address];
}

/** After this time, an opener that still runs counts as successful, because some openers become the browser. ms */
const settledAfter = 3_000;

/** Starts a program. @returns whether it succeeded */
export type Start = (opener: Opener, environment: Environment) => Promise<boolean>;

export const startProgram: Start = ([program, ...args], environment) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { shell: false, detached: true, stdio: 'ignore', windowsHide: true, env: environment });
    const timer = setTimeout(() => resolve(true), settledAfter);
    const end = (good: boolean): void => {
      clearTimeout(timer);
      resolve(good);
    };
    child.once('error', () => end(false));
    child.once('exit', (code) => end(code === 0));
    child.unref();
  });

/** Opens the listed addresses without Electron, with the system's own opener. */
export const opensBySystem =
  (environment: Environment, platform: NodeJS.Platform = process.platform, start: Start = startProgram): OpenLink =>
  async (link) => {
    const address = links[link];
    const opened = await start(openerOf(address, platform), environment);
    return opened ? ok(undefined) : err(fault('app/link-not-opened', { address }));
  };
