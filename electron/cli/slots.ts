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

/** A port for the command line, and the slot whose board is on it. */
interface SlotPort {
  readonly slot: string;
  readonly port: string;
}

/** Finds the port of a slot. @param wanted number or name of the slot */
async function slotPort(context: Pick<Context, 'environment' | 'io'>, wanted: string): Promise<Result<SlotPort>> {
  const found = await slotsOf(context).portOf(wanted);
  if (!found.ok) return found;
  const { slot, path } = found.value;
  return ok({ slot: slot.name, port: inStateFolder(path, stateFolder(context.environment, process.platform)) });
}

/** The fault when a board is named in two ways. */
export const namedTwice = (): Result<never, 'usage/bad-option'> => err(fault('usage/bad-option', { message: '--port and --slot both name the board: use one of them.' }));

/** Finds the port that the user named: --port, --slot, otherwise TRUST_BENCH_PORT. Undefined without any of them. */
export async function askedPort(context: Context): Promise<Result<{ readonly port: string; readonly slot?: string } | undefined>> {
  const { port, slots = [], environment } = context;
  const [wanted, second] = slots;
  if (port !== undefined && wanted !== undefined) return namedTwice();
  if (second !== undefined) return err(fault('usage/bad-option', { message: 'This command works on one board: name one --slot.' }));
  if (wanted !== undefined) return slotPort(context, wanted);
  const asked = port ?? environment['TRUST_BENCH_PORT'];
  return ok(asked === undefined || asked === '' ? undefined : { port: asked });
}
