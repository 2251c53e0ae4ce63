import { mkdir } from 'node:fs/promises';
import type { Fault } from '../core/result/fault.ts';
import type { ProgramOptions } from './composition.ts';
import type { Emit } from './app/handlers.ts';
import { PublicKeyStore, sniff, WrittenSecrets } from './app/material/index.ts';
import { savesChosen, settingsFile, SettingsStore } from './app/settings/index.ts';
import { allPorts, SlotService, slotsFile, SlotStore } from './app/slots/index.ts';
import { WizardState } from './app/wizard/index.ts';
import { Board } from './board/board.ts';
import { Trace } from './board/trace.ts';
import { limitOf } from './files/archive/limits.ts';
import { fixedSaveFolder } from './files/folders.ts';
import { StateFile } from './files/stateFile.ts';
import { createTickets } from './files/tickets.ts';
import { removeLeftovers } from './files/unfinished.ts';
import { openJournal } from './journal/openJournal.ts';
import { nodeClock } from './serial/clock.ts';
import { openSerial } from './serial/openSerial.ts';
import { nodeRandomness } from './serial/randomness.ts';
import { makeBoards } from './simulated/makeBoards.ts';
import { isOurs, isSimulated } from './simulated/simulatedNames.ts';

const baud = 115_200;
const now = (): Date => new Date();

/**
 * Makes the parts that all areas use: the board with its ports, the journal, and the files of the state folder, which are read
 * here. Several areas use `shared`.
 * @param worker the person at the operator's screen; undefined while the window is the engineer's
 */
export async function makeCommonParts({ userData, savesTo, environment }: ProgramOptions, emit: Emit, worker: () => string | undefined) {
  await mkdir(userData, { recursive: true });
  await removeLeftovers(userData);
  const notices: Fault[] = [];
  const stateFile = (name: string): StateFile => new StateFile(userData, name, (unread) => (notices.push(unread), emit('app/noticed', {})), now);
  const boards = makeBoards(userData, environment, baud);
  const trace = new Trace(now, (rows) => emit('trace/added', rows));
  const ofBoard = { clock: nodeClock, openPort: (path: string) => (isSimulated(path) ? Promise.resolve(boards.open(path)) : openSerial(path, { baud })) };
  const board = new Board({ ...ofBoard, onExchange: (exchange) => trace.add(exchange) });
  // The line's boards. Their exchanges are left out of the engineer's trace.
  const makeBoard = (pingMs: number): Board => new Board({ ...ofBoard, pingMs, onExchange: () => undefined });
  const settings = new SettingsStore(stateFile(settingsFile));
  const stationPorts = () => allPorts(userData, settings.get().ignoredPorts);
  const listPorts = async () => (await stationPorts()).map(({ view }) => view);
  const store = new SlotStore(stateFile(slotsFile));
  const slots = new SlotService({
    store,
    clock: nodeClock,
    listPorts: stationPorts,
    isPlugged: (path) => boards.isPlugged(path),
    isAllowed: (path) => isOurs(path, userData),
  });
  const journal = openJournal(userData, nodeRandomness, now, { operator: async () => worker() ?? settings.get().operator, onNotice: (notice) => (notices.push(notice), emit('app/noticed', {})) });
  const [state, keys] = [new WizardState(stateFile('wizard.json'), () => settings.get().wizardDefaults ?? {}), new PublicKeyStore(stateFile('public-keys.json'))];
  const written = new WrittenSecrets({ file: stateFile('written-secrets.json'), key: journal.contentKey });
  for (const kept of [settings, state, keys, written]) await kept.load();
  // Files are read here, so that an unreadable one is reported at the start.
  await store.read();
  const saveFile = savesChosen(() => (fixedSaveFolder(environment) === undefined ? settings.get().saveFolder : undefined), savesTo);
  const shared = { board, tickets: createTickets(sniff, limitOf), random: nodeRandomness, saveFile, now, keys, written, clock: nodeClock };
  return { shared, boards, makeBoard, slots, listPorts, trace, journal, state, settings, notices };
}
