import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { decodeJobFile } from '../../../core/job/jobFile.ts';
import { must } from '../../../core/result/result.ts';
import { JobService } from '../../../electron/app/jobs/index.ts';
import { Line } from '../../../electron/app/line/index.ts';
import { Board } from '../../../electron/board/board.ts';
import { openJournal } from '../../../electron/journal/openJournal.ts';
import { nodeClock } from '../../../electron/serial/clock.ts';
import { openSerial } from '../../../electron/serial/openSerial.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import { withBoards } from './boards.ts';
import { runProgram } from './fourCommands.ts';
import { baud } from './procedure.ts';

/** A job with the six steps of the P-256 plan, released for the station in this folder. */
function releaseJob(program: string, folder: string): string {
  const path = (name: string): string => join(folder, name);
  const run = (...words: string[]): string => runProgram(program, folder, words);
  for (const name of ['device', 'integrity', 'release']) run('keys', 'new', '--algorithm', 'secp256r1', '--out', path(`${name}-key.pem`), '--certificate', path(`${name}.pem`), '--subject', `CN=${name}`);
  const words = ['payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0F1', `priv_key=${path('integrity-key.pem')}`, 'payload_type=key', 'key_algo=3', 'key_usage=10', `key_data=${path('device-key.pem')}`];
  // A job names the secret content of a step. The file beside the job has this name.
  writeFileSync(path('data set of key'), run('dataset', 'build', ...words));
  const set = JSON.parse(run('--json', 'dataset', 'inspect', path('data set of key'))) as { manifest: string; fragmentBytes: string[] };
  run('--port', 'simulated', 'prepare', '--target', 'E0F1', '--anchor', 'E0E3', '--anchor-certificate', path('integrity.pem'), '--update', 'both', '--flush', '--dry-run', '--plan-out', path('prepared.json'));
  const { steps, confirmed: _, chip: __, ...plan } = JSON.parse(readFileSync(path('prepared.json'), 'utf8')) as { steps: object[]; confirmed?: object; chip?: object };
  const der = Buffer.from(readFileSync(path('device.pem'), 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('hex');
  const whole = [
    { id: 'certificate', kind: 'write-object', object: '0xE0E1', content: { inline: der }, what: 'device certificate' },
    ...steps,
    { id: 'key', kind: 'send-data-set', target: '0xE0F1', manifest: set.manifest, fragments: { inline: set.fragmentBytes.join('') } },
    { id: 'proof', kind: 'prove-key', key: '0xE0F1', certificate: der },
  ];
  writeFileSync(path('plan.json'), JSON.stringify({ ...plan, steps: whole }));
  run('job', 'make', '--from', path('plan.json'), '--out', path('a.tbjob'), '--family', 'v3', '--title', 'Benchmark');
  run('job', 'sign', path('a.tbjob'), '--signer', path('release-key.pem'));
  run('job', 'trust', path('release.pem'));
  return path('a.tbjob');
}

interface LineTimes {
  /** For each slot, from its button to its last result. ms */
  readonly slotMs: readonly number[];
  /** From the first button to the last result. ms */
  readonly wholeMs: number;
}

/**
 * Measures a line; every unit must pass.
 * @param boards for each slot, its boards: when a unit has passed, the next board is plugged in
 * @param apartMs time between the buttons of two slots
 */
async function runLine(jobFile: string, boards: readonly (readonly string[])[], apartMs = 0): Promise<LineTimes> {
  const [folder, state] = [join(jobFile, '..'), join(jobFile, '..', 'state')];
  const file = must(decodeJobFile(readFileSync(jobFile), 'a.tbjob'));
  const now = (): Date => new Date();
  const service = JobService.in(state, openJournal(state, nodeRandomness, now), now);
  const parts = must((await service.toRun(file, folder, { clock: nodeClock, random: nodeRandomness, password: undefined })).parts);
  const done = boards.map(() => 0);
  const slots = () => boards.map((own, at) => ({ number: at + 1, name: `Slot ${at + 1}`, place: { row: 0, column: at }, path: own[done[at] ?? 0] }));
  const started: number[] = [];
  const slotMs: number[] = [];
  let isStarted = false;
  let line: Line | undefined;
  const start = (number: number): void => {
    started[number - 1] = performance.now();
    line?.start(number);
  };
  const ended = new Promise<void>((resolve, reject) => {
    let tell: (now: ReturnType<typeof slots>) => void = () => undefined;
    const look = (): void => {
      const states = slots().map(({ number }) => line?.slotState(number)?.state.name);
      if (isStarted || line === undefined || states.some((name) => name !== 'ready')) return;
      isStarted = true;
      for (const { number } of slots()) setTimeout(start, (number - 1) * apartMs, number);
    };
    line = new Line({
      file,
      open: async () => ({ ok: true, value: parts }),
      stillAdmitted: () => service.stillAdmitted(file),
      makeBoard: () => new Board({ clock: nodeClock, openPort: (path) => openSerial(path, { baud }), onExchange: () => undefined }),
      clock: nodeClock,
      now,
      watchSlots: (listener) => {
        tell = listener;
        listener(slots());
        return () => undefined;
      },
      onChange: () => setImmediate(look),
      onReport: ({ number }, { result, fault }) => {
        if (result !== 'pass') reject(new Error(`a unit ended ${result}: ${fault?.code ?? ''}`));
        done[number - 1] = (done[number - 1] ?? 0) + 1;
        slotMs[number - 1] = performance.now() - (started[number - 1] ?? 0);
        if (done.every((count, at) => count === boards[at]?.length)) resolve();
        else tell(slots());
      },
    });
    void line.open().then(look);
  });
  await ended;
  const wholeMs = performance.now() - (started[0] ?? 0);
  await line?.close();
  return { slotMs, wholeMs };
}

export interface SlotFigures {
  readonly slots: number;
  /** Number of units of each slot, done one after the other. */
  readonly units: number;
  /** Time of one slot for its units. ms */
  readonly oneMs: number;
  /** Mean time of a slot for its units when the slots begin one after the other, as a person plugs in boards. ms */
  readonly apartMs: number;
  /** Time of all slots for their units when all begin at the same moment. ms */
  readonly togetherMs: number;
  /** Delay of the event loop: 99 of 100 delays are shorter. ms */
  readonly delayMs: number;
}

const [slotCount, units] = [8, 5];

/**
 * Compares one slot with eight, each with its boards at ptys, one after the other. Undefined when socat is missing.
 * @param self benchmark.js
 * @param program the command line
 */
export async function measureSlots(self: string, program: string): Promise<SlotFigures | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-benchmark-'));
  try {
    const job = releaseJob(program, folder);
    const rows = 2 * slotCount + 2;
    return await withBoards(self, rows * units, async (ports) => {
      const [warm = [], alone = [], ...others] = Array.from({ length: rows }, (_, at) => ports.slice(at * units, (at + 1) * units));
      // One more slot is run first, so that the code that all others use is compiled.
      await runLine(job, [warm]);
      const { wholeMs: oneMs } = await runLine(job, [alone]);
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      const apart = await runLine(job, others.slice(0, slotCount), oneMs / units / slotCount);
      const { wholeMs: togetherMs } = await runLine(job, others.slice(slotCount));
      delay.disable();
      const apartMs = apart.slotMs.reduce((sum, ms) => sum + ms, 0) / slotCount;
      return { slots: slotCount, units, oneMs, apartMs, togetherMs, delayMs: delay.percentile(99) / 1e6 };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
