import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { PortView } from '../../core/contract/board.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok } from '../../core/result/result.ts';
import { parseSimulated, type AllowSimulated } from './simulatedBoards.ts';
import { builtInProfile } from './simulatedDevice.ts';

export const isSimulated = (path: string): boolean => path === 'simulated' || path.startsWith('simulated:') || path.startsWith('simulated@');

/** A file name of a simulator's memory in the state folder. The program's other files there have other names. */
const stateName = /^simulated-([A-Za-z0-9][A-Za-z0-9._-]{0,60})\.json$/;

/**
 * Limits the simulated boards that the window may open, because a script in the window could send any name. The profile must be
 * one of the program's own. The chip's memory must be a simulator's file in the state folder, not another file of the user.
 */
export const onlyOurs = (folder: string): AllowSimulated => ({ profile, state }, port) => {
  if (profile !== undefined && builtInProfile(profile) === undefined) return err(fault('port/not-simulated', { port, why: 'No profile of the program has this name.' }));
  if (state === undefined) return ok(profile === undefined ? {} : { profile });
  if (!stateName.test(state)) return err(fault('port/not-simulated', { port, why: 'From the window, a chip\'s memory is a file of the state folder, named simulated-….json.' }));
  return ok({ ...(profile === undefined ? {} : { profile }), state: join(folder, state) });
};

/** Whether the window may open this port: a simulated board must be one of ours. */
export function isOurs(path: string, folder: string): boolean {
  const named = parseSimulated(path);
  return named === undefined ? !isSimulated(path) : onlyOurs(folder)(named, path).ok;
}

/** Lists boards whose chip memories were put into the state folder (for example by `bundle make-sample`). */
export async function memoriesIn(folder: string): Promise<PortView[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).flatMap((file): PortView[] => {
    const name = stateName.exec(file)?.[1];
    // The memory files of the profiles belong to the usual simulated boards, which are already listed.
    if (name === undefined || builtInProfile(name) !== undefined) return [];
    return [{ path: `simulated@${file}`, kind: 'simulated', title: `Simulated board: ${name}` }];
  });
}

/**
 * Converts the window's name of a simulated board to the command line's form, with the whole path of the memory. The window's
 * "simulated" has its memory in the state folder; the command line's has no file. Other names and ports stay the same.
 */
export function inStateFolder(path: string, folder: string): string {
  const named = parseSimulated(path);
  if (named === undefined) return path;
  const profile = builtInProfile(named.profile ?? 'v3');
  const state = named.state ?? (profile === undefined ? undefined : `simulated-${profile}.json`);
  if (state === undefined || !stateName.test(state)) return path;
  const shown = named.profile ?? (named.state === undefined ? profile : undefined);
  return `simulated${shown === undefined ? '' : `:${shown}`}@${join(folder, state)}`;
}

/** Converts a name to the window's form: a memory in the state folder by its file name, any other by its whole path. */
export function asInWindow(path: string, folder: string): string {
  const named = parseSimulated(path);
  if (named?.state === undefined) return path;
  const file = resolve(named.state);
  const isOurs = dirname(file) === resolve(folder) && stateName.test(basename(file));
  return `simulated${named.profile === undefined ? '' : `:${named.profile}`}@${isOurs ? basename(file) : file}`;
}
