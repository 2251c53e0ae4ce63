import { mkdir } from 'node:fs/promises';
import type { Fault } from '../core/result/fault.ts';
import type { BenchOptions, CreateBench, EventListener } from './composition.ts';
import { allHandlers, type Emit } from './app/handlers.ts';
import { AuthorizationService, boardHandlers, chipHandlers, traceHandlers, WholeChipService } from './app/chip/index.ts';
import { createStudio, studioHandlers } from './app/datasets/index.ts';
import { CopiedSecrets, fileHandlers, KnownKeys, sniff, WrittenSecrets } from './app/material/index.ts';
import { objectHandlers, ObjectKeys, ObjectService } from './app/objects/index.ts';
import { recordHandlers, RecordService } from './app/records/index.ts';
import { reelHandlers, ReelService } from './app/reels/index.ts';
import { planHandlers, PlanService } from './app/run/index.ts';
import { appHandlers, SettingsStore } from './app/settings/index.ts';
import { wizardHandlers, WizardService, WizardState } from './app/wizard/index.ts';
import { Board } from './board/board.ts';
import { Trace } from './board/trace.ts';
import { limitOf } from './files/archive/limits.ts';
import { StateFile } from './files/stateFile.ts';
import { createTickets } from './files/tickets.ts';
import { removeLeftovers } from './files/unfinished.ts';
import { openJournal } from './journal/open.ts';
import { lastRuns } from './journal/recordedRuns.ts';
import { nodeClock } from './serial/clock.ts';
import { openSerial } from './serial/openSerial.ts';
import { listPorts } from './serial/ports.ts';
import { nodeRandomness } from './serial/randomness.ts';
import { makeBoards } from './simulated/makeBoards.ts';
import { isSimulated, memoriesIn } from './simulated/simulatedNames.ts';

const baud = 115_200;
const now = (): Date => new Date();

/** What the areas stand on: files, journal, board. */
async function makeGround({ userData, saveFile, environment }: BenchOptions, emit: Emit) {
  const notices: Fault[] = [];
  const stateFile = (name: string): StateFile => new StateFile(userData, name, (unread) => notices.push(unread), now);
  const boards = makeBoards(userData, environment, baud);
  const trace = new Trace(now, (rows) => emit('trace/added', rows));
  const board = new Board({
    clock: nodeClock,
    openPort: (path) => (isSimulated(path) ? Promise.resolve(boards.open(path)) : openSerial(path, { baud })),
    onExchange: (exchange) => trace.add(exchange),
  });
  const journal = openJournal(userData, nodeRandomness, now, { onNotice: (notice) => (notices.push(notice), emit('app/noticed', {})) });
  const [state, settings, known] = [new WizardState(stateFile('wizard.json')), new SettingsStore(stateFile('settings.json')), new KnownKeys(stateFile('public-keys.json'))];
  const written = new WrittenSecrets({ file: stateFile('written-secrets.json'), key: journal.contentKey });
  for (const kept of [state, settings, known, written]) await kept.load();
  const shared = { board, tickets: createTickets(sniff, limitOf), random: nodeRandomness, saveFile, now, keys: known, written, clock: nodeClock };
  return { shared, boards, trace, journal, state, settings, notices };
}

/** Builds the workstation from the machine's ports, files and clock: each area is made of those above it. */
export const createBench: CreateBench = async (options) => {
  const { userData, host, saveFile, openLink, clipboard } = options;
  await mkdir(userData, { recursive: true });
  await removeLeftovers(userData);
  const listeners = new Set<EventListener>();
  const emit: Emit = (name, event) => {
    for (const listener of listeners) listener(name, event);
  };
  const { shared, boards, trace, journal, state, settings, notices } = await makeGround(options, emit);
  const { board, tickets } = shared;
  const copied = new CopiedSecrets(clipboard);
  const wizard = new WizardService({ ...shared, state });
  const plans = new PlanService({ ...shared, journal, wizard: state, onRun: (run) => emit('run/changed', run), onReviewVoid: (event) => emit('plan/void', event) });
  const reels = new ReelService({
    ...shared,
    onProgress: (progress) => emit('reels/progress', progress),
    onChanged: (list) => emit('reels/changed', list),
    recorded: { ended: () => journal.runsEnded, last: () => lastRuns(journal.folder) },
  });
  const studio = createStudio({ ...shared, plans: plans.sources, onSeries: (series) => emit('series/changed', series) });
  const ports = async () => [...(await listPorts()), ...(await memoriesIn(userData))];
  const handlers = allHandlers({
    app: appHandlers({ settings, host, openLink, notices }),
    files: fileHandlers(tickets, copied),
    trace: traceHandlers(trace, saveFile),
    board: boardHandlers({ board, boards, plans: plans.runs, listPorts: ports, onBoard: (view) => emit('board/changed', view) }),
    chip: chipHandlers({ board, whole: new WholeChipService({ ...shared, plans }), reach: new AuthorizationService({ ...shared, reels }) }),
    objects: objectHandlers(new ObjectService({ ...shared, onRow: (row) => emit('objects/row', row) }), new ObjectKeys(shared)),
    wizard: wizardHandlers(wizard, plans),
    plans: planHandlers(plans),
    records: recordHandlers(new RecordService({ journal, board, plans, saveFile })),
    reels: reelHandlers(reels, copied),
    studio: studioHandlers(studio),
  });
  return {
    handlers,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reviewShown: (planId) => plans.reviews.delivered(planId),
    pageLoaded: () => plans.reviews.void('page'),
    async close() {
      plans.runs.cancel();
      await board.disconnect();
      await boards.close();
      state.forgetMaterial();
      plans.close();
      await studio.close();
      reels.closeAll();
      await copied.clear();
      tickets.close();
    },
  };
};
