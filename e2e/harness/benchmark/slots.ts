import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { verifySign } from '../../../core/apdu/commands/verifySign.ts';
import { Link } from '../../../core/bridge/link.ts';
import { Chip } from '../../../core/chip/chip.ts';
import { decodeJobFile } from '../../../core/job/jobFile.ts';
import { encodeSignatureIntegers } from '../../../core/keys/der.ts';
import { generateKey } from '../../../core/keys/privateKey.ts';
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

/**
 * Measures from the press of the button for all slots to their last result; every unit must pass.
 * @param boards for each slot, its boards: when a unit has passed, the next board is plugged in
 * @returns ms
 */
async function runLine(jobFile: string, boards: readonly (readonly string[])[]): Promise<number> {
  const [folder, state] = [join(jobFile, '..'), join(jobFile, '..', 'state')];
  const file = must(decodeJobFile(readFileSync(jobFile), 'a.tbjob'));
  const now = (): Date => new Date();
  const service = JobService.in(state, openJournal(state, nodeRandomness, now), now);
  const parts = must((await service.toRun(file, folder, { clock: nodeClock, random: nodeRandomness, password: undefined })).parts);
  const done = boards.map(() => 0);
  const slots = () => boards.map((own, at) => ({ number: at + 1, name: `Slot ${at + 1}`, place: { row: 0, column: at }, path: own[done[at] ?? 0] }));
  let started = 0;
  let line: Line | undefined;
  const ended = new Promise<number>((resolve, reject) => {
    let tell: (now: ReturnType<typeof slots>) => void = () => undefined;
    const look = (): void => {
      const states = slots().map(({ number }) => line?.slotState(number)?.state.name);
      if (started > 0 || line === undefined || states.some((name) => name !== 'ready')) return;
      started = performance.now();
      for (const { number } of slots()) line.start(number);
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
        if (done.every((count, at) => count === boards[at]?.length)) resolve(performance.now() - started);
        else tell(slots());
      },
    });
    void line.open().then(look);
  });
  const ms = await ended;
  await line?.close();
  return ms;
}

/** Number of signatures that a new board checks before it is measured. */
const warmUps = 12;

/**
 * Lets each board check signatures before the measurement, because the simulator compiles its code while it is first
 * used. A chip does not do that.
 */
async function warmUp(path: string): Promise<void> {
  const port = must(await openSerial(path, { baud }));
  const link = new Link(port, { clock: nodeClock });
  must(await link.connect());
  const { publicKey } = await generateKey('secp256r1', nodeRandomness);
  const point = 'point' in publicKey ? publicKey.point : new Uint8Array();
  const verifier = { algorithm: 0x03, publicKey: Uint8Array.of(0x03, 0x42, 0x00, 0x04, ...point.slice(-64)) };
  // A wrong signature takes as long as a right one.
  const wrong = encodeSignatureIntegers(new Uint8Array(64).fill(0x11));
  for (let i = 0; i < warmUps; i++) await new Chip(link).run(verifySign('ecdsa', nodeRandomness(32), wrong, verifier));
  await port.close();
}

export interface SlotFigures {
  readonly slots: number;
  /** Number of units of each slot, done one after the other. */
  readonly units: number;
  /** Time of one slot for its units, and of all slots for theirs when all begin at once. ms */
  readonly oneMs: number;
  readonly allMs: number;
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
    // One more slot is run first, so that the code that all others use is compiled.
    return await withBoards(self, (slotCount + 2) * units, async (ports) => {
      await Promise.all(ports.map(warmUp));
      const boards = Array.from({ length: slotCount + 2 }, (_, at) => ports.slice(at * units, (at + 1) * units));
      const [warm = [], alone = [], ...all] = boards;
      await runLine(job, [warm]);
      const oneMs = await runLine(job, [alone]);
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      const allMs = await runLine(job, all);
      delay.disable();
      return { slots: slotCount, units, oneMs, allMs, delayMs: delay.percentile(99) / 1e6 };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
