import type { LineSlot, LineView } from '../../core/contract/line.ts';
import { sayAgo } from '../../core/result/format.ts';
import type { BadgeState } from './lineStore.ts';
import { nextSteps, operatorTexts as texts, stateWords } from './texts.ts';

/** The line above the tiles: what to do at the station as a whole, or why the last scan was refused. */
export interface Prompt {
  readonly tone: 'plain' | 'accent' | 'bad';
  readonly text: string;
  /** The reason, and what to do about it. */
  readonly more?: string;
}

const { prompts } = texts;

/** Joins sentences with blanks, leaving out empty ones. */
const join = (...sentences: readonly string[]): string => sentences.filter((one) => one !== '').join(' ');

function badgePrompt({ again }: NonNullable<BadgeState>): Prompt {
  if (again === undefined) return { tone: 'accent', text: prompts.badge };
  return { tone: 'bad', text: again === 'broken' ? prompts.badgeBroken : prompts.badgeLong };
}

export function promptOf({ job, scanFault, nextSerial, fault, counts, leaving }: Pick<LineView, 'job' | 'scanFault' | 'nextSerial' | 'fault' | 'counts' | 'leaving'>, badge: BadgeState): Prompt {
  if (leaving === true) return { tone: 'accent', text: texts.leaving };
  if (badge !== undefined) return badgePrompt(badge);
  if (scanFault !== undefined) return { tone: 'bad', text: scanFault.what, more: join(scanFault.why, scanFault.todo) };
  if (fault !== undefined) return { tone: 'bad', text: prompts.cannotRun };
  if (counts.left === 0) return { tone: 'accent', text: prompts.allDone };
  if (nextSerial !== undefined) return { tone: 'accent', text: prompts.plugIn(nextSerial) };
  return { tone: 'plain', text: job.serial === 'given' ? prompts.given : prompts.other };
}

/** Refusals that the chip did not cause: all units of the job are done, or all serial numbers are used. */
const over: ReadonlySet<string> = new Set(['job/quantity-used', 'job/serials-used']);

/** What the operator must do next at a slot, and why. */
export function stepsOf(slot: LineSlot, now: number): { readonly next: string; readonly why: string } {
  const { state, step, fault, passedAt, serial } = slot;
  if (state === 'working') return { next: step === undefined ? nextSteps.working : texts.stepOf(step.number, step.of), why: step?.title ?? '' };
  if (state === 'done-before' && passedAt !== undefined) return { next: nextSteps[state], why: texts.passedBefore(sayAgo(now - Date.parse(passedAt)), serial) };
  const why = fault === undefined ? '' : join(fault.what, fault.why);
  if (state === 'stopped' && over.has(fault?.code ?? '')) return { next: texts.over, why };
  if (state === 'stopped' && fault?.code === 'link/dead') return { next: texts.plugInAgain, why };
  return { next: state === 'fail' && slot.away === true ? texts.plugInAgain : nextSteps[state], why };
}

/** States that a screen reader says: results, and states in which the operator must do something. */
const told: ReadonlySet<LineSlot['state']> = new Set(['needs-scan', 'ready', 'pass', 'fail', 'check', 'done-before', 'stopped']);

/** Returns one sentence for each slot with a new state, for a screen reader. @param now ms since 1970 */
export function whatIsNew(before: readonly LineSlot[], after: readonly LineSlot[], now: number): string[] {
  return after.flatMap((slot) => {
    const old = before.find(({ number }) => number === slot.number);
    const same = old?.state === slot.state && old.chipId === slot.chipId;
    if (same || !told.has(slot.state)) return [];
    const { next, why } = stepsOf(slot, now);
    const serial = slot.serial === undefined ? '' : `, ${texts.serial(slot.serial)}`;
    return [`${slot.name}: ${stateWords[slot.state]}${serial}. ${join(next, why)}`];
  });
}
