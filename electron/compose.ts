import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '../core/bytes/bytes.ts';
import { visibleJson } from '../core/result/visible.ts';
import type { reachOperations } from '../core/contract/authorization.ts';
import type { wholeChipOperations } from '../core/contract/wholeChip.ts';
import type { BytePort } from '../core/bridge/bytePort.ts';
import type { Fault } from '../core/result/fault.ts';
import { type Result, ok } from '../core/result/result.ts';
import type { BenchOptions, CreateBench, EventListener } from './composition.ts';
import { faultView } from './app/faultView.ts';
import type { Emit, Handlers } from './app/handlers.ts';
import { limitOf } from './files/archive/limits.ts';
import { createTickets, type Tickets } from './files/tickets.ts';
import { StateFile } from './files/stateFile.ts';
import { removeLeftovers } from './files/unfinished.ts';
import { openJournal } from './journal/open.ts';
import { lastRuns } from './journal/recordedRuns.ts';
import { nodeClock } from './serial/clock.ts';
import { openSerial } from './serial/openSerial.ts';
import { listPorts } from './serial/ports.ts';
import { nodeRandomness } from './serial/randomness.ts';
import { boardHandlers, viewBoard, chipPage, AuthorizationService, WholeChipService } from './app/chip/index.ts';
import { isSimulated, memoriesIn, onlyOurs } from './simulated/simulatedNames.ts';
import { CopiedSecrets, KnownKeys, sniff, WrittenSecrets } from './app/material/index.ts';
import { licenceText, SettingsStore } from './app/settings/index.ts';
import { ObjectKeys, ObjectService } from './app/objects/index.ts';
import { PlanService, planShown } from './app/run/index.ts';
import { RecordService } from './app/records/index.ts';
import { reelHandlers, ReelService } from './app/reels/index.ts';
import { createStudio, studioHandlers, type Studio } from './app/datasets/index.ts';
import { WizardService, WizardState } from './app/wizard/index.ts';
import { Board, type BoardState } from './board/board.ts';
import { SimulatedBoards } from './simulated/simulatedBoards.ts';
import { simulatedFaults } from './simulated/simulatedFaults.ts';
import { Trace } from './board/trace.ts';
import { version } from './version.ts';

const baud = 115_200;

/** Simulated boards take their time as real ones do and have no faults, unless who starts the program says otherwise. */
function makeBoards(userData: string, environment: Readonly<Record<string, string | undefined>>): SimulatedBoards {
  const timing = environment['TRUST_BENCH_SIM_TIMING'] === 'none' ? 'none' : 'datasheet';
  const faults = simulatedFaults(environment);
  if (!faults.ok) throw new Error(faults.fault.data.message);
  return new SimulatedBoards(
    { clock: nodeClock, random: nodeRandomness, timing, faults: faults.value, ...(timing === 'none' ? {} : { baud }) },
    (profile) => join(userData, `simulated-${profile}.json`),
    onlyOurs(userData),
  );
}

interface Services {
  readonly board: Board;
  readonly boards: SimulatedBoards;
  readonly tickets: Tickets;
  readonly state: WizardState;
  readonly settings: SettingsStore;
  readonly wizard: WizardService;
  readonly plans: PlanService;
  readonly records: RecordService;
  readonly objects: ObjectService;
  readonly keys: ObjectKeys;
  readonly trace: Trace;
  readonly studio: Studio;
  readonly whole: WholeChipService;
  readonly reach: AuthorizationService;
  readonly reels: ReelService;
  readonly copied: CopiedSecrets;
  readonly notices: Fault[];
}

interface ChipWatch {
  /** What was known of a chip is not known of this one. */
  readonly onChip: () => void;
  readonly onState: (state: BoardState) => void;
}

/** The board's owner; tells the window of every change, and who must know when the chip is not the one before. */
function makeBoard(boards: SimulatedBoards, trace: Trace, emit: Emit, watch: ChipWatch): Board {
  const openPort = (path: string): Promise<Result<BytePort>> =>
    isSimulated(path) ? Promise.resolve(boards.open(path)) : openSerial(path, { baud });
  let chipId = '';
  return new Board({
    clock: nodeClock,
    openPort,
    onExchange: (exchange) => trace.add(exchange),
    onState: (state) => {
      const seen = state.identity?.uid.chipId ?? '';
      if (seen !== chipId) watch.onChip();
      watch.onState(state);
      chipId = seen;
      emit('board/changed', viewBoard(state, []));
    },
  });
}

async function makeServices({ userData, saveFile, clipboard, environment }: BenchOptions, emit: Emit): Promise<Services> {
  const now = (): Date => new Date();
  const boards = makeBoards(userData, environment);
  const trace = new Trace(now, (rows) => emit('trace/added', rows));
  const board = makeBoard(boards, trace, emit, { onChip: () => wizard.forgetChip(), onState: (state) => plans.reviews.see(state) });
  const tickets = createTickets(sniff, limitOf);
  const notices: Fault[] = [];
  const stateFile = (name: string): StateFile => new StateFile(userData, name, (unread) => notices.push(unread), now);
  const state = new WizardState(stateFile('wizard.json'));
  await state.load();
  const settings = new SettingsStore(stateFile('settings.json'));
  await settings.load();
  const known = new KnownKeys(stateFile('public-keys.json'));
  await known.load();
  const shared = { board, tickets, random: nodeRandomness, saveFile, now, keys: known, written: new WrittenSecrets() };
  const wizard = new WizardService({ ...shared, state });
  const journal = openJournal(userData, nodeRandomness, now, { onNotice: (notice) => (notices.push(notice), emit('app/noticed', {})) });
  const plans = new PlanService({
    ...shared,
    journal,
    wizard: state,
    clock: nodeClock,
    onRun: (run) => emit('run/changed', run),
    onReviewVoid: (event) => emit('plan/void', event),
    onChipChanged: () => (wizard.forgetChip(), studio.chip.forget(), void reels.refresh()),
  });
  const studio = createStudio({ ...shared, clock: nodeClock, reviewPlan: (made) => plans.fromMade(made), onSeries: (series) => emit('series/changed', series) });
  const records = new RecordService({ journal, board, plans, saveFile });
  const objects = new ObjectService({ ...shared, onRow: (row) => emit('objects/row', row) });
  const keys = new ObjectKeys(shared);
  const whole = new WholeChipService({ ...shared, plans, clock: nodeClock });
  const reels = new ReelService({ ...shared, onProgress: (progress) => emit('reels/progress', progress), onChanged: (list) => emit('reels/changed', list), recorded: () => lastRuns(journal.folder) });
  const reach = new AuthorizationService({ ...shared, referenceOf: (chipId) => reels.referenceOf(chipId), onReached: () => (wizard.forgetChip(), studio.chip.forget()) });
  return { notices, copied: new CopiedSecrets(clipboard), reels, reach, whole, board, boards, tickets, state, settings, wizard, plans, records, objects, keys, trace, studio };
}

type Area<P extends string> = Pick<Handlers, Extract<keyof Handlers, `${P}/${string}`>>;

const wizardHandlers = ({ wizard, plans }: Services): Area<'wizard'> => ({
  'wizard/state': () => wizard.view(),
  'wizard/answer': (changes) => wizard.answer(changes),
  'wizard/material': ({ slot, ticket, password }) => wizard.material(slot, ticket, password),
  'wizard/sort': async ({ tickets }) => wizard.sort(tickets),
  'wizard/make-integrity': () => wizard.makeIntegrity(),
  'wizard/secret': ({ ticket }) => wizard.secret(ticket),
  'wizard/make-secret': () => wizard.makeSecret(),
  'wizard/clear': ({ slot }) => wizard.clear(slot),
  // What plans hold of the material is forgotten with it.
  'wizard/reset': () => (plans.forget(), wizard.reset()),
});

const wholeChipHandlers = ({ whole, reach }: Services): Pick<Handlers, keyof typeof wholeChipOperations | keyof typeof reachOperations> => ({
  'chip/reach': () => reach.view(),
  'chip/authorize': ({ reference, ticket }) => reach.authorize(reference, ticket),
  'chip/try-shielded': () => reach.tryShielded(),
  'chip/export': ({ as }) => whole.export(as),
  'chip/import': ({ ticket, beside }) => whole.import(ticket, beside),
  'chip/compare': ({ ticket, beside }) => whole.compare(ticket, beside),
});

const planHandlers = ({ plans }: Services): Area<'plan'> & Area<'run'> => ({
  'plan/from-wizard': () => plans.fromWizard(),
  'plan/material': ({ planId, name, ticket }) => plans.addMaterial(planId, name, ticket),
  'plan/open': ({ ticket }) => plans.open(ticket),
  'plan/from-data-set': ({ ticket }) => plans.fromDataSet(ticket),
  'plan/from-edit': (edit) => plans.fromEdit(edit),
  'plan/save': ({ planId, confirmations }) => plans.save(planId, confirmations ?? {}),
  'plan/run': ({ planId, confirmations }) => plans.run(planId, confirmations),
  'run/state': async () => ok(plans.state()),
  'run/cancel': async () => ok(plans.cancel()),
  'run/resume': () => plans.resume(),
  'run/save-report': ({ runId, as }) => plans.saveReport(runId, as),
});

const recordHandlers = ({ records }: Services): Area<'records'> => ({
  'records/list': (request) => records.list(request),
  'records/open': ({ run }) => records.open(run),
  'records/report': ({ run, as }) => records.report(run, as),
  'records/unfinished': () => records.unfinished(),
  'records/resume': ({ run }) => records.resume(run),
  'records/set-aside': ({ run }) => records.setAside(run),
});

const objectHandlers = ({ objects, keys, board }: Services): Area<'objects'> & Pick<Handlers, 'chip/page'> => ({
  'objects/list': () => objects.list(),
  'objects/read': ({ id, reveal }) => objects.read(id, reveal === true),
  'objects/export': ({ id, as }) => objects.export(id, as),
  'objects/compare': ({ id, ticket }) => objects.compare(id, ticket),
  'objects/csr': ({ id, subject }) => keys.csr(id, subject),
  'objects/sign-test': ({ id, message }) => keys.signTest(id, message),
  'chip/page': () => chipPage(board),
});

const fileHandlers = ({ tickets }: Services): Area<'files'> => ({
  'files/take': (file) => tickets.take(file),
  'files/take-part': async (part) => tickets.takePart(part),
  'files/take-text': async ({ name, text }) => tickets.takeText(name, text),
  'files/forget': async ({ ticket }) => {
    tickets.forget(ticket);
    return ok({ done: true });
  },
});

const clipboardHandlers = ({ reels, copied }: Services): Pick<Handlers, 'app/clear-clipboard' | 'reels/show-secret'> => ({
  'app/clear-clipboard': () => copied.clear(),
  'reels/show-secret': async (request) => {
    const shown = reels.showSecret(request);
    if (shown.ok) copied.handedOut(shown.value.hex);
    return shown;
  },
});

const otherHandlers = (
  { settings, trace, notices }: Services,
  { host, saveFile, openLink }: BenchOptions,
): Omit<Area<'app'>, 'app/clear-clipboard'> & Area<'settings'> & Area<'trace'> => ({
  'app/info': async () => ok({ version, host, platform: process.platform }),
  'app/notices': async () => ok(notices.splice(0).map(faultView)),
  'app/open-link': async ({ link }) => {
    const opened = await openLink(link);
    return opened.ok ? ok({ done: true }) : opened;
  },
  'app/licences': async () => ok({ text: await licenceText() }),
  'settings/get': async () => ok(settings.get()),
  'settings/set': async (changes) => ok(await settings.set(changes)),
  'trace/read': async ({ after }) => ok(trace.after(after)),
  'trace/save': () => saveFile('trace.jsonl', utf8(trace.after(0).map((row) => `${visibleJson(row)}\n`).join(''))),
});

/** Builds the workstation's services from the machine's ports, files and clock. */
export const createBench: CreateBench = async (options) => {
  await mkdir(options.userData, { recursive: true });
  await removeLeftovers(options.userData);
  const listeners = new Set<EventListener>();
  const emit: Emit = (name, event) => {
    for (const listener of listeners) listener(name, event);
  };
  const services = await makeServices(options, emit);
  const { board, boards, state, plans, tickets } = services;
  return {
    handlers: {
      ...otherHandlers(services, options),
      ...boardHandlers({ board, boards, listPorts: async () => [...(await listPorts()), ...(await memoriesIn(options.userData))], isRunning: () => plans.isRunning() }),
      ...fileHandlers(services),
      ...objectHandlers(services),
      ...wizardHandlers(services),
      ...planHandlers(services),
      ...reelHandlers(services.reels),
      ...clipboardHandlers(services),
      ...recordHandlers(services),
      ...wholeChipHandlers(services),
      ...studioHandlers(services.studio),
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    replied(name, reply) {
      const planId = planShown(name, reply);
      if (planId !== undefined) plans.reviews.delivered(planId);
    },
    pageLoaded: () => plans.reviews.void('page'),
    async close() {
      plans.cancel();
      await board.disconnect();
      await boards.close();
      state.forgetMaterial();
      plans.close();
      await services.studio.close();
      services.reels.closeAll();
      await services.copied.clear();
      tickets.close();
    },
  };
};
