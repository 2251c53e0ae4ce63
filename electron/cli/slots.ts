import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { settingsIn } from '../app/settings/index.ts';
import { allPorts, SlotService, slotsFile, SlotStore } from '../app/slots/index.ts';
import { stateFolder } from '../files/folders.ts';
import { StateFile } from '../files/stateFile.ts';
import { nodeClock } from '../serial/clock.ts';
import { sayLine } from '../../core/result/say.ts';
import { inStateFolder } from '../simulated/simulatedNames.ts';
import type { Context } from './context.ts';
import { warn } from './io.ts';

/** The slots of this station. The window uses the same file. */
export function slotsOf({ environment, io }: Pick<Context, 'environment' | 'io'>): SlotService {
  const folder = stateFolder(environment, process.platform);
  const file = new StateFile(folder, slotsFile, (unread) => warn(io, sayLine(unread)));
  return new SlotService({ store: new SlotStore(file), clock: nodeClock, listPorts: async () => allPorts(folder, (await settingsIn(folder)).ignoredPorts) });
}

/** Finds a slot and the port of its board, in the form of the command line. @param wanted number or name of the slot */
export async function slotPort({ environment }: Pick<Context, 'environment'>, service: SlotService, wanted: string): ReturnType<SlotService['portOf']> {
  const found = await service.portOf(wanted);
  return found.ok ? ok({ ...found.value, path: inStateFolder(found.value.path, stateFolder(environment, process.platform)) }) : found;
}

/** The fault when a board is named in two ways. */
export const namedTwice = (): Result<never, 'usage/bad-option'> => err(fault('usage/bad-option', { message: '--port and --slot both name the board: use one of them.' }));

/** Finds the port that the user named: --port, --slot, otherwise TRUST_BENCH_PORT. Undefined without any of them. */
export async function askedPort(context: Context): Promise<Result<{ readonly port: string; readonly slot?: string } | undefined>> {
  const { port, slots = [], environment } = context;
  const [wanted, second] = slots;
  if (port !== undefined && wanted !== undefined) return namedTwice();
  if (second !== undefined) return err(fault('usage/bad-option', { message: 'This command works on one board: name one --slot.' }));
  if (wanted !== undefined) {
    const found = await slotPort(context, slotsOf(context), wanted);
    return found.ok ? ok({ slot: found.value.slot.name, port: found.value.path }) : found;
  }
  const asked = port ?? environment['TRUST_BENCH_PORT'];
  return ok(asked === undefined || asked === '' ? undefined : { port: asked });
}
