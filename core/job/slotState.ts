import type { Fault } from '../result/fault.ts';
import { unreachable } from '../result/result.ts';
import { isToCheck } from './expectations.ts';
import type { UnitResult } from './units.ts';

/**
 * A slot of the line. `empty`: no board, or its board says that no chip answers. `connecting`: its port is open, and nothing has answered
 * yet. `looking`: a chip answered, and what this station knows of it is being
 * read. `needs-scan`: it has no serial number yet. `ready`: it waits for the button. A result belongs to the chip in the slot; a
 * `fail` or `check` whose chip was pulled out during the work stays until another chip answers.
 */
export type SlotStateName = 'empty' | 'connecting' | 'looking' | 'needs-scan' | 'ready' | 'working' | UnitResult | 'stopped';

export interface SlotState {
  readonly name: SlotStateName;
  /** The chip that answers now, or whose result this is. */
  readonly chipId?: string | undefined;
  readonly serial?: string | undefined;
  /** Number of the step that runs, from 1; 0 before the first. */
  readonly step?: { readonly title: string; readonly number: number } | undefined;
  readonly fault?: Fault | undefined;
  /** Of `done-before`, ISO 8601. */
  readonly passedAt?: string | undefined;
  /** The chip no longer answers: it was pulled out during the work. */
  readonly away?: true | undefined;
  /** Since when it waits for a serial number. ms */
  readonly since?: number | undefined;
}

export type SlotEvent =
  /** The first chip, or another one. */
  | { readonly what: 'chip'; readonly chipId: string }
  /** No board, or no chip answers any longer. */
  | { readonly what: 'gone' }
  /** Its port is open. What is there is not known yet. */
  | { readonly what: 'opens' }
  /** What is on its port can't be read, and why. */
  | { readonly what: 'unreadable'; readonly fault: Fault }
  | { readonly what: 'known'; readonly passedAt: string; readonly serial?: string | undefined }
  | { readonly what: 'needs-serial'; readonly at: number; readonly fault?: Fault | undefined }
  | { readonly what: 'waits'; readonly at: number; readonly serial?: string | undefined }
  | { readonly what: 'begins'; readonly serial?: string | undefined }
  | { readonly what: 'unit'; readonly serial?: string | undefined }
  | { readonly what: 'step'; readonly title: string }
  | { readonly what: 'ended'; readonly result: UnitResult; readonly serial?: string | undefined; readonly fault?: Fault | undefined; readonly passedAt?: string | undefined }
  /** The unit was not taken, for a reason that is not in its chip. */
  | { readonly what: 'refused'; readonly fault: Fault }
  /** The slot must not be used, whatever its state is. */
  | { readonly what: 'stop'; readonly fault: Fault };

export const emptySlot: SlotState = { name: 'empty' };

/** A bad result is still shown after its chip was pulled out; a pass never is. */
const isBad = (name: SlotStateName): boolean => name === 'fail' || name === 'check';

function gone(state: SlotState): SlotState {
  if (state.name === 'working') return { ...state, away: true };
  return isBad(state.name) && state.away === true ? state : emptySlot;
}

function ended(state: SlotState, { result, serial = state.serial, fault, passedAt }: SlotEvent & { readonly what: 'ended' }): SlotState {
  if (state.name !== 'working') return state;
  if (state.away === true && !isBad(result)) return emptySlot;
  const { chipId, away } = state;
  return { name: result, chipId, serial, fault, passedAt, away };
}

/** The chip was refused before anything was written. When it was pulled out meanwhile, the slot is empty. */
function refused(state: SlotState, why: Fault): SlotState {
  if (state.name !== 'working') return state;
  return state.away === true ? emptySlot : { name: 'stopped', chipId: state.chipId, serial: state.serial, fault: why };
}

/** Also when the number that a unit began with turned out to be another chip's. */
function needsSerial(state: SlotState, { at, fault }: SlotEvent & { readonly what: 'needs-serial' }): SlotState {
  if (state.away === true) return emptySlot;
  return state.name === 'looking' || state.name === 'working' ? { name: 'needs-scan', chipId: state.chipId, since: at, fault } : state;
}

/**
 * The slot after an event. An event that does not belong to the present state changes nothing: a result that comes after the slot
 * was stopped, or after another chip answered, is never shown.
 */
export function nextSlot(state: SlotState, event: SlotEvent): SlotState {
  const { chipId } = state;
  switch (event.what) {
    case 'chip':
      return { name: 'looking', chipId: event.chipId };
    case 'gone':
      return gone(state);
    case 'opens':
      return state.name === 'empty' ? { name: 'connecting' } : state;
    case 'unreadable':
      return state.name === 'empty' || state.name === 'connecting' ? { name: 'stopped', fault: event.fault } : state;
    case 'refused':
      return refused(state, event.fault);
    case 'stop':
      return { name: 'stopped', chipId, fault: event.fault };
    case 'known':
      return state.name === 'looking' ? { name: 'done-before', chipId, serial: event.serial, passedAt: event.passedAt } : state;
    case 'needs-serial':
      return needsSerial(state, event);
    case 'waits':
      return state.name === 'looking' ? { name: 'ready', chipId, serial: event.serial, since: event.at } : state;
    case 'begins':
      return mayBegin(state) ? { name: 'working', chipId, serial: event.serial ?? state.serial } : state;
    case 'unit':
      return state.name === 'working' ? { ...state, serial: event.serial ?? state.serial } : state;
    case 'step':
      return state.name === 'working' ? { ...state, step: { title: event.title, number: (state.step?.number ?? 0) + 1 } } : state;
    case 'ended':
      return ended(state, event);
    default:
      return unreachable(event);
  }
}

const triable = ({ name, fault, away }: SlotState): boolean => away !== true && (name === 'fail' || (name === 'check' && fault !== undefined && !isToCheck(fault)));

/** Whether a unit may begin: the chip was looked at, and has no result that settles it. */
const mayBegin = (state: SlotState): boolean => ['looking', 'needs-scan', 'ready'].includes(state.name) || triable(state);

/** Whether the slot shows what became of a unit: it stays until its chip is taken out. */
export const hasResult = ({ name }: SlotState): boolean => name === 'pass' || name === 'done-before' || isBad(name);

/** Whether the button may start the slot: a chip waits for it, or may be tried again. A missing serial number cannot be pressed. */
export const isStartable = (state: SlotState): boolean => state.name === 'ready' || triable(state);

/** The serial number of a chip that did not pass and may be tried again. */
export const failedSerial = (state: SlotState): string | undefined => (triable(state) ? state.serial : undefined);
