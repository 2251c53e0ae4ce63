import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '../core/bytes/bytes.ts';
import type { PortView } from '../core/contract/board.ts';
import type { BytePort } from '../core/bridge/bytePort.ts';
import type { Result } from '../core/result/result.ts';
import { ok } from '../core/result/result.ts';
import type { CreateBench, EventListener } from './host/composition.ts';
import type { Emit, Handlers } from './ipc/handlers.ts';
import { createTickets } from './files/tickets.ts';
import { nodeClock } from './serial/clock.ts';
import { openSerial } from './serial/openSerial.ts';
import { listPorts } from './serial/ports.ts';
import { nodeRandomness } from './serial/randomness.ts';
import { boardHandlers } from './services/boardHandlers.ts';
import { isSimulated, viewBoard } from './services/boardService.ts';
import { ObjectService } from './services/objectService.ts';
import { PlanService } from './services/planService.ts';
import { JsonFile, SettingsStore } from './services/settingsStore.ts';
import { sniff } from './services/sniff.ts';
import { WizardService } from './services/wizardService.ts';
import { WizardState } from './services/wizardState.ts';
import { Board } from './session/board.ts';
import { SimulatedBoards } from './session/simulatedBoards.ts';
import { Trace } from './session/trace.ts';
import { version } from './version.ts';

const baud = 115_200;

/** Simulated boards take their time as real ones do, unless a test says otherwise. */
function makeBoards(userData: string, environment: Readonly<Record<string, string | undefined>>): SimulatedBoards {
  const timing = environment['TRUST_BENCH_SIM_TIMING'] === 'none' ? 'none' : 'datasheet';
  return new SimulatedBoards(
    { clock: nodeClock, random: nodeRandomness, timing, ...(timing === 'none' ? {} : { baud }) },
    (profile) => join(userData, `simulated-${profile}.json`),
  );
}

/** Builds the workstation's services from the machine's ports, files and clock. */
export const createBench: CreateBench = async ({ userData, host, saveFile, environment }) => {
  await mkdir(userData, { recursive: true });
  const listeners = new Set<EventListener>();
  const emit: Emit = (name, event) => {
    for (const listener of listeners) listener(name, event);
  };
  const now = (): Date => new Date();
  let ports: readonly PortView[] = [];
  const boards = makeBoards(userData, environment);
  const trace = new Trace(now, (rows) => emit('trace/added', rows));
  const openPort = (path: string): Promise<Result<BytePort>> =>
    isSimulated(path) ? Promise.resolve(boards.open(path)) : openSerial(path, { baud });
  let chipId = '';
  const board = new Board({
    clock: nodeClock,
    openPort,
    onExchange: (exchange) => trace.add(exchange),
    onState: (state) => {
      const seen = state.identity?.uid.chipId ?? '';
      if (seen !== chipId) wizard.forgetChip();
      chipId = seen;
      emit('board/changed', viewBoard(state, ports));
    },
  });
  const tickets = createTickets(sniff);
  const answersFile = new JsonFile(userData, 'wizard.json');
  const state = new WizardState({ load: () => answersFile.load(), save: async (answers) => void (await answersFile.save(answers)) });
  await state.load();
  const settings = new SettingsStore(new JsonFile(userData, 'settings.json'));
  await settings.load();
  const wizard = new WizardService({ state, board, tickets, random: nodeRandomness, saveFile, now });
  const plans = new PlanService({
    board,
    wizard: state,
    tickets,
    random: nodeRandomness,
    clock: nodeClock,
    now,
    saveFile,
    onRun: (run) => emit('run/changed', run),
    onChipChanged: () => wizard.forgetChip(),
  });
  const objects = new ObjectService(board, (row) => emit('objects/row', row));

  const handlers: Handlers = {
    'app/info': async () => ok({ version, host, platform: process.platform }),
    'settings/get': async () => ok(settings.get()),
    'settings/set': async (changes) => ok(await settings.set(changes)),
    ...boardHandlers({
      board,
      boards,
      listPorts: async () => {
        ports = await listPorts();
        return ports;
      },
    }),
    'files/take': (file) => tickets.take(file),
    'files/take-text': async ({ name, text }) => tickets.takeText(name, text),
    'files/forget': async ({ ticket }) => {
      tickets.forget(ticket);
      return ok({ done: true });
    },
    'wizard/state': () => wizard.view(),
    'wizard/answer': (changes) => wizard.answer(changes),
    'wizard/material': ({ slot, ticket, password }) => wizard.material(slot, ticket, password),
    'wizard/make-integrity': () => wizard.makeIntegrity(),
    'wizard/secret': ({ ticket }) => wizard.secret(ticket),
    'wizard/make-secret': () => wizard.makeSecret(),
    'wizard/clear': ({ slot }) => wizard.clear(slot),
    'wizard/reset': () => wizard.reset(),
    'plan/from-wizard': () => plans.fromWizard(),
    'plan/open': ({ ticket }) => plans.open(ticket),
    'plan/from-data-set': ({ ticket }) => plans.fromDataSet(ticket),
    'plan/save': ({ planId }) => plans.save(planId),
    'plan/run': ({ planId, confirmations }) => plans.run(planId, confirmations),
    'run/state': async () => ok(plans.state()),
    'run/cancel': async () => ok(plans.cancel()),
    'run/resume': () => plans.resume(),
    'run/save-report': ({ runId, as }) => plans.saveReport(runId, as),
    'objects/list': () => objects.list(),
    'objects/read': ({ id }) => objects.read(id),
    'trace/read': async ({ after }) => ok(trace.after(after)),
    'trace/save': () => saveFile('trace.jsonl', utf8(trace.after(0).map((row) => `${JSON.stringify(row)}\n`).join(''))),
  };

  return {
    handlers,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      plans.cancel();
      await board.disconnect();
      await boards.close();
      state.forgetMaterial();
      plans.forget();
      tickets.close();
    },
  };
};
