import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PortView } from '../../core/contract/board.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok } from '../../core/result/result.ts';
import type { AllowSimulated } from './simulatedBoards.ts';
import { builtInProfile } from './simulatedDevice.ts';

export const isSimulated = (path: string): boolean => path === 'simulated' || path.startsWith('simulated:') || path.startsWith('simulated@');

/** A name without folders, apart from the program's other files in that folder. */
const stateName = /^simulated-([A-Za-z0-9][A-Za-z0-9._-]{0,60})\.json$/;

/**
 * What the window may ask for. It sends names, and whoever runs a script in it could send any: so a profile is one of
 * the program's own, and a chip's memory is a file of ours in the state folder, never another one of the user's.
 */
export const onlyOurs = (folder: string): AllowSimulated => ({ profile, state }, port) => {
  if (profile !== undefined && builtInProfile(profile) === undefined) return err(fault('port/not-simulated', { port, why: 'No profile of the program has this name.' }));
  if (state === undefined) return ok(profile === undefined ? {} : { profile });
  if (!stateName.test(state)) return err(fault('port/not-simulated', { port, why: 'From the window, a chip\'s memory is a file of the state folder, named simulated-….json.' }));
  return ok({ ...(profile === undefined ? {} : { profile }), state: join(folder, state) });
};

/** Boards with the chips whose memories somebody put into the state folder (`bundle make-sample` makes such). */
export async function memoriesIn(folder: string): Promise<PortView[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).flatMap((file): PortView[] => {
    const name = stateName.exec(file)?.[1];
    // The memories of the profiles are those of the usual simulated board.
    if (name === undefined || builtInProfile(name) !== undefined) return [];
    return [{ path: `simulated@${file}`, kind: 'simulated', title: `Simulated board: ${name}` }];
  });
}
