import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../core/bytes/bytes.ts';
import { toHex } from '../../core/bytes/hex.ts';
import type { ChipSnapshot } from '../../core/chip/snapshot.ts';
import type { RunUnit } from '../../core/contract/records.ts';
import type { Change, Side } from '../../core/plan/changes.ts';
import type { Rehearsal } from '../../core/plan/rehearsal.ts';
import { hideSecrets } from '../../core/plan/hideSecrets.ts';
import { encodePlan } from '../../core/plan/planFile.ts';
import type { RunHooks, RunResult, StepOutcome } from '../../core/plan/run.ts';
import type { FileNames } from '../../core/plan/planWithMaterials.ts';
import { withInput } from '../../core/plan/input.ts';
import type { Plan } from '../../core/plan/step.ts';
import type { Materials } from '../../core/plan/stepKind.ts';
import { kindOf } from '../../core/plan/steps/index.ts';
import { formatOid } from '../../core/objects/oid.ts';
import { fault, type Fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { sayLine } from '../../core/result/say.ts';
import { placeOf, shortestProved, type ContentKey } from './contentKey.ts';
import type { Happening } from './entry.ts';
import type { Journal } from './journal.ts';
import type { RunBy } from './journalOptions.ts';
import { stepFacts } from './stepFacts.ts';

export interface RunAbout {
  readonly run: string;
  readonly plan: Plan;
  readonly rehearsal: Rehearsal;
  /** The chip's identity, and the plan's objects as read from the chip. */
  readonly identity: ChipSnapshot;
  readonly port: string;
  readonly simulated: boolean;
  /** USB serial number of the board. */
  readonly boardSerial?: string | undefined;
  /** Names of the files that the contents came from. */
  readonly files?: FileNames | undefined;
  /** The materials that the plan names. The journal keeps an HMAC of hidden contents. */
  readonly materials: Materials;
  readonly unit?: RunUnit | undefined;
}

/** Bytes are recorded as a digest, which is short and can be compared. A secret gets no digest. */
const side = ({ says, bytes }: Side): string => (bytes === undefined ? says : `${says} (SHA-256 ${toHex(sha256(bytes))})`);
const change = ({ field, before, after }: Change) => ({ field, before: side(before), after: side(after) });

/** Computes HMACs of the hidden contents that are available and long enough. */
async function contentsOf({ run, plan, materials }: RunAbout, hidden: Plan, key: ContentKey): Promise<Result<{ step: string; hmac: string }[], 'journal/key-unusable'>> {
  const secret = hidden.steps.filter((step) => 'content' in step && step.content.kind === 'material' && step.content.length >= shortestProved);
  if (secret.length === 0) return ok([]);
  const hmac = await key.forWriting();
  if (!hmac.ok) return hmac;
  const contents: { step: string; hmac: string }[] = [];
  for (const step of plan.steps) {
    if (!('content' in step) || !secret.some(({ id }) => id === step.id)) continue;
    const code = await withInput(step.content, materials, async (bytes) => ok(hmac.value(run, placeOf(step), bytes)));
    // A missing content gets no HMAC. It is not written either: its step reports that it is missing.
    if (code.ok) contents.push({ step: step.id, hmac: code.value });
  }
  return ok(contents);
}

async function startOf(about: RunAbout, key: ContentKey | undefined, by: RunBy | undefined): Promise<Result<Happening, 'journal/key-unusable'>> {
  const { run, plan, rehearsal, identity, port, simulated, boardSerial, unit, files = new Map<string, string[]>() } = about;
  // Confirmations are left out, because resuming this run requires new ones.
  const { confirmed: _, ...hidden } = hideSecrets(plan, identity);
  const text = encodePlan(hidden);
  const contents = key === undefined ? ok([]) : await contentsOf(about, hidden, key);
  if (!contents.ok) return contents;
  const steps = rehearsal.steps.map(({ step, changes, irreversible }) => {
    const kind = kindOf(step);
    const [object] = kind.objects(step);
    const known = stepFacts(hidden.steps.find(({ id }) => id === step.id) ?? step, hidden, identity, files);
    return { id: step.id, kind: step.kind, title: kind.title(step), object: formatOid(object), irreversible: irreversible !== undefined, changes: changes.map(change), ...known };
  });
  const { chipId, raw } = identity.uid;
  const planSha256 = toHex(sha256(utf8(text)));
  const started = { what: 'run-started', run, chipId, uid: toHex(raw), port, ...by, ...(boardSerial === undefined ? {} : { boardSerial }), ...(unit === undefined ? {} : { unit }), simulated, title: plan.title, planSha256, plan: text, steps } as const;
  return ok(contents.value.length === 0 ? started : { ...started, contents: contents.value });
}

const sayFault = (fault: Fault): { says: string; code: string } => ({ says: sayLine(fault), code: fault.code });

function sayOutcome(outcome: StepOutcome): { says: string; code?: string } {
  if (outcome.state === 'failed') return sayFault(outcome.fault);
  return { says: outcome.state === 'cancelled' ? '' : outcome.says };
}

/** Records one run in the journal. Its hooks put each step on the disk before the step runs. */
export class RunRecord {
  readonly #journal: Journal;
  readonly #run: string;
  /** Ids of the irreversible steps. */
  readonly #irreversible: ReadonlySet<string>;
  /** The end of a step. It is written with the next line, which follows at once, so that the program waits for the disk only once. */
  #ended: readonly Happening[] = [];

  private constructor(journal: Journal, { run, rehearsal }: RunAbout) {
    this.#journal = journal;
    this.#run = run;
    this.#irreversible = new Set(rehearsal.steps.filter(({ irreversible }) => irreversible !== undefined).map(({ step }) => step.id));
  }

  /** @param write writes the start of the run; default: without other lines */
  static async begin(journal: Journal, about: RunAbout, write = (started: Happening): Promise<Result<void>> => journal.append(started)): Promise<Result<RunRecord>> {
    // If the key cannot sign, that is found now, before the chip is written.
    const ready = await journal.ready();
    if (!ready.ok) return ready;
    const started = await startOf(about, journal.contentKey, await journal.by());
    if (!started.ok) return started;
    const written = await write(started.value);
    return written.ok ? ok(new RunRecord(journal, about)) : written;
  }

  readonly hooks: Required<Pick<RunHooks, 'before' | 'after'>> = {
    before: async (step) => {
      const written = await this.#journal.append(...this.#ended, { what: 'step-begun', run: this.#run, step: step.id, irreversible: this.#irreversible.has(step.id) });
      if (written.ok) this.#ended = [];
      return written;
    },
    after: async (step, outcome) => {
      this.#ended = [{ what: 'step-ended', run: this.#run, step: step.id, state: outcome.state, ...sayOutcome(outcome) }];
      return ok(undefined);
    },
  };

  /**
   * Records the end of the run and signs it.
   * @param why why the run failed, with the same text as at its step
   * @param also lines that are written together with it
   */
  async end({ state, steps }: Pick<RunResult, 'state' | 'steps'>, why: Fault | undefined, also: readonly Happening[]): Promise<Result<void, 'journal/end-not-written'>> {
    const says = why === undefined ? { says: '' } : sayFault(why);
    const judged = steps.map(({ step, outcome }) => ({ step: step.id, state: outcome.state, ...(outcome.state === 'failed' && why !== undefined ? says : sayOutcome(outcome)) }));
    const written = await this.#journal.appendSigned(...this.#ended, { what: 'run-ended', run: this.#run, state, ...says, steps: judged }, ...also);
    return written.ok ? written : err(fault('journal/end-not-written', written.fault.data));
  }
}
