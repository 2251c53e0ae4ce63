import type { Fault } from '../result/fault.ts';
import { unreachable } from '../result/result.ts';
import { isToCheck } from './expectations.ts';
import type { Job } from './job.ts';
import type { UnitResult } from './units.ts';

/**
 * A slot of the line. `empty`: there is no board, or the board says that no chip answers. `connecting`: the port is open, and nothing
 * has answered yet. `looking`: a chip answered, and the station's records of it are being read. `needs-scan`: the chip has no serial
 * number yet. `ready`: the slot waits for the button. A result belongs to the chip in the slot. A `fail` or `check` stays after its
 * chip was pulled out during the work, until another chip answers.
 */
export type SlotStateName = 'empty' | 'connecting' | 'looking' | 'needs-scan' | 'ready' | 'working' | UnitResult | 'stopped';

export interface SlotState {
  readonly name: SlotStateName;
  /** The chip that answers now, or the chip that has this result. */
  readonly chipId?: string | undefined;
  readonly serial?: string | undefined;
  /** The step that runs. Its number counts from 1; 0 means that no step has begun. */
  readonly step?: { readonly title: string; readonly number: number } | undefined;
  readonly fault?: Fault | undefined;
  /** Time of the pass, for `done-before`. ISO 8601. */
  readonly passedAt?: string | undefined;
  /** The chip was pulled out during the work and does not answer. */
  readonly away?: true | undefined;
  /** Time at which the slot began to wait for a serial number. ms */
  readonly since?: number | undefined;
}

export type SlotEvent =
  /** The first chip answers, or another one. */
  | { readonly what: 'chip'; readonly chipId: string }
  /** The board was taken out, or the chip no longer answers. */
  | { readonly what: 'gone' }
  /** The slot's port is open. The chip is not known yet. */
  | { readonly what: 'opens' }
  /** The board or chip at the slot's port cannot be read, for this reason. */
  | { readonly what: 'unreadable'; readonly fault: Fault }
  | { readonly what: 'known'; readonly passedAt: string; readonly serial?: string | undefined }
  | { readonly what: 'needs-serial'; readonly at: number; readonly fault?: Fault | undefined }
  | { readonly what: 'waits'; readonly at: number; readonly serial?: string | undefined }
  | { readonly what: 'begins'; readonly serial?: string | undefined }
  | { readonly what: 'unit'; readonly serial?: string | undefined }
  | { readonly what: 'step'; readonly title: string }
  | { readonly what: 'ended'; readonly result: UnitResult; readonly serial?: string | undefined; readonly fault?: Fault | undefined; readonly passedAt?: string | undefined }
  /** The unit did not begin, for a reason that is not its chip. */
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

/** The slot after its chip was refused before anything was written. If the chip was pulled out meanwhile, the slot is empty. */
function refused(state: SlotState, why: Fault): SlotState {
  if (state.name !== 'working') return state;
  return state.away === true ? emptySlot : { name: 'stopped', chipId: state.chipId, serial: state.serial, fault: why };
}

/**
 * The slot after a request for a serial number. The request also comes when the number with which a unit began
 * belongs to another chip.
 */
function needsSerial(state: SlotState, { at, fault }: SlotEvent & { readonly what: 'needs-serial' }): SlotState {
  if (state.away === true) return emptySlot;
  return state.name === 'looking' || state.name === 'working' ? { name: 'needs-scan', chipId: state.chipId, since: at, fault } : state;
}

/** Whether the slot shows the state of its port, because no chip is known. Then each new reason replaces the one before. */
const isOfPort = ({ name, chipId }: SlotState): boolean => name === 'empty' || name === 'connecting' || (name === 'stopped' && chipId === undefined);

/**
 * The slot after an event. An event that does not fit the present state changes nothing: a result is never shown after the slot
 * was stopped or another chip answered.
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
      return isOfPort(state) ? { name: 'stopped', fault: event.fault } : state;
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

/** Whether a unit may begin: the chip's records were read, and it has no final result. */
const mayBegin = (state: SlotState): boolean => ['looking', 'needs-scan', 'ready'].includes(state.name) || triable(state);

/** Whether the slot shows the result of a unit. The result stays until its chip is taken out. */
export const hasResult = ({ name }: SlotState): boolean => name === 'pass' || name === 'done-before' || isBad(name);

/**
 * Whether the button may start the slot: its chip is ready, or may be tried again. A slot that needs a serial number cannot be
 * started by the button.
 */
export const isStartable = (state: SlotState): boolean => state.name === 'ready' || triable(state);

/** The serial number of a chip that did not pass and may be tried again. */
export const failedSerial = (state: SlotState): string | undefined => (triable(state) ? state.serial : undefined);

/** Since when a chip waits for a scan. With a list of serial numbers, a scan also starts a chip that waits for the button. ms */
export const waitsForSerial = ({ serial }: Pick<Job, 'serial'>, { name, since, serial: own }: SlotState): number | undefined =>
  name === 'needs-scan' || (name === 'ready' && serial?.from === 'list' && own === undefined) ? since : undefined;
