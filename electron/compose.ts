import type { Program, CreateProgram, EventListener } from './composition.ts';
import { allHandlers, type Emit } from './app/handlers.ts';
import { AuthorizationService, boardHandlers, chipHandlers, traceHandlers, WholeChipService } from './app/chip/index.ts';
import { createStudio, studioHandlers } from './app/datasets/index.ts';
import { JobDesk, jobHandlers, JobService } from './app/jobs/index.ts';
import { createLine, lineHandlers, OperatorGate } from './app/line/index.ts';
import { CopiedSecrets, fileHandlers } from './app/material/index.ts';
import { objectHandlers, ObjectKeys, ObjectService } from './app/objects/index.ts';
import { recordHandlers, RecordService } from './app/records/index.ts';
import { reelHandlers, ReelService } from './app/reels/index.ts';
import { planHandlers, PlanService } from './app/run/index.ts';
import { sampleHandlers } from './app/samples/index.ts';
import { appHandlers } from './app/settings/index.ts';
import { slotHandlers } from './app/slots/index.ts';
import { wizardHandlers, WizardService } from './app/wizard/index.ts';
import { fixedSaveFolder, saveFolder } from './files/folders.ts';
import { makeCommonParts } from './commonParts.ts';
import { lastRuns } from './journal/recordedRuns.ts';

/** Sends events to the window, if the window may get them now. */
function windowEvents(gate: OperatorGate): Pick<Program, 'onEvent'> & { readonly emit: Emit } {
  const listeners = new Set<EventListener>();
  return {
    emit: (name, event) => {
      if (gate.tells(name)) for (const listener of listeners) listener(name, event);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Builds the workstation: makes each area from the common parts and the areas that it uses, and sends the window its events. */
export const createProgram: CreateProgram = async (options) => {
  const { host, openLink, clipboard, environment, userData } = options;
  const gate = new OperatorGate();
  const { emit, onEvent } = windowEvents(gate);
  const { shared, boards, makeBoard, slots, listPorts, trace, journal, state, settings, notices } = await makeCommonParts(options, emit, () => gate.operator);
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
  slots.onChange((view) => emit('slots/changed', view));
  const jobs = JobService.in(userData, journal, shared.now);
  const usualFolder = (): string => fixedSaveFolder(environment) ?? (settings.get().saveFolder || saveFolder(environment));
  const studio = createStudio({ ...shared, plans: plans.sources, onSeries: (series) => emit('series/changed', series) });
  const line = createLine({ ...shared, userData, jobs, usualFolder, usualPort: environment['TRUST_BENCH_PORT'] || undefined, makeBoard, slots, plans, series: studio.series, reels, gate, notices, onChange: (view) => emit('line/changed', view) });
  const handlers = allHandlers({
    app: appHandlers({ settings, host, openLink, notices, fixedFolder: fixedSaveFolder(environment) }),
    files: fileHandlers(tickets, copied),
    trace: traceHandlers(trace, shared.saveFile),
    board: boardHandlers({ board, boards, plans: plans.runs, listPorts, onBoard: (view) => emit('board/changed', view) }),
    chip: chipHandlers({ board, whole: new WholeChipService({ ...shared, plans }), authorization: new AuthorizationService({ ...shared, reels }) }),
    objects: objectHandlers(new ObjectService({ ...shared, onRow: (row) => emit('objects/row', row) }), new ObjectKeys(shared)),
    wizard: wizardHandlers(wizard, plans),
    plans: planHandlers(plans),
    jobs: jobHandlers(new JobDesk({ ...shared, journal, plans, jobs, usualFolder })),
    line: lineHandlers(line),
    records: recordHandlers(new RecordService({ ...shared, journal, plans })),
    reels: reelHandlers(reels, copied),
    slots: slotHandlers(slots),
    studio: studioHandlers(studio),
    samples: sampleHandlers(shared),
  });
  await line.start(options.operatorJob);
  return {
    handlers,
    simulated: boards,
    refuses: (operation) => gate.refuses(operation),
    onEvent,
    reviewShown: (planId) => plans.reviews.delivered(planId),
    pageLoaded: () => plans.reviews.void('page'),
    async close() {
      plans.runs.cancel();
      await line.close();
      slots.close();
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
