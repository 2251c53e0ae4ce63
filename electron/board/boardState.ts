import type { Reopened } from '../../core/chip/session.ts';
import type { ChipSnapshot } from '../../core/chip/snapshot.ts';
import type { Fault } from '../../core/result/fault.ts';
import { sayChipId } from '../../core/result/format.ts';
import { unreachable } from '../../core/result/result.ts';

/** `not-connected`: a requested port could not be opened. `lost`: a connected board disappeared, or no board answers on a watched port. */
export type LinkState = 'none' | 'not-connected' | 'connecting' | 'connected' | 'busy' | 'lost' | 'not-a-bridge';

/** The present state of the board. */
export interface BoardState {
  readonly link: LinkState;
  readonly path?: string;
  readonly identity?: ChipSnapshot;
  readonly activity?: string;
  readonly fault?: Fault;
  readonly notice?: string;
  /** The notice is about another chip, so it stays during the next piece of work, which the window may start by itself. */
  readonly noticeStays?: true;
}

/** Events of a board. */
export type BoardEvent =
  | { readonly what: 'asked-for'; readonly path: string }
  /** The port is watched: as soon as a board answers, it is connected. */
  | { readonly what: 'watched'; readonly path: string }
  | { readonly what: 'connected'; readonly path: string; readonly identity: ChipSnapshot }
  | { readonly what: 'not-connected'; readonly path: string; readonly fault: Fault }
  | { readonly what: 'disconnected' }
  | { readonly what: 'work-begun'; readonly activity: string }
  | { readonly what: 'work-ended' }
  /** This connection gained or lost rights on the chip. */
  | { readonly what: 'reached'; readonly identity: ChipSnapshot }
  /** The application on the same chip was opened again, which clears its Auto states. */
  | ({ readonly what: 'reopened'; readonly identity: ChipSnapshot } & Reopened)
  /** `watched`: the next board that answers on this port is accepted, even a different board. */
  | { readonly what: 'lost'; readonly path: string; readonly fault: Fault; readonly watched?: boolean }
  /** A watched port was opened; no board has answered yet. */
  | { readonly what: 'opened'; readonly path: string }
  /** Another chip answered on the same port. The board is read from the start. */
  | { readonly what: 'other-chip' }
  | { readonly what: 'back'; readonly path: string; readonly identity: ChipSnapshot }
  | { readonly what: 'still-lost'; readonly fault: Fault };

export const noBoard: BoardState = { link: 'none' };

/** Faults of an open port on which no bridge answers. */
const noBridge: ReadonlySet<string> = new Set(['link/not-a-bridge', 'link/dead']);

const identityOf = ({ identity }: BoardState): Pick<BoardState, 'identity'> => (identity === undefined ? {} : { identity });

function reopened(state: BoardState, { identity, why, lost }: BoardEvent & { readonly what: 'reopened' }): BoardState {
  const what = why === 'restarted' ? 'The chip was restarted' : 'Link resynchronised';
  const { noticeStays: _, ...rest } = state;
  return { ...rest, identity, notice: lost ? `${what}. The chip is no longer authorized.` : what };
}

function back(state: BoardState, { path, identity }: BoardEvent & { readonly what: 'back' }): BoardState {
  const other = state.identity !== undefined && state.identity.uid.chipId !== identity.uid.chipId;
  if (!other) return { link: 'connected', path, identity, notice: 'The board is back' };
  return { link: 'connected', path, identity, notice: `Another chip is on this port now: ${sayChipId(identity.uid.chipId)}`, noticeStays: true };
}

/** Whether the user must do something else than plug in: the returned device does not answer, or a watched port cannot be opened. */
function isNews(state: BoardState, { code }: Fault): boolean {
  if (state.link === 'connecting' || state.fault === undefined) return true;
  return code !== state.fault.code && (code.startsWith('link/') || state.identity === undefined);
}

/** Whether no answer has come from the port since a device was plugged in there. */
const isUnknown = ({ link, fault }: BoardState): boolean => link === 'lost' && (fault === undefined || fault.code.startsWith('port/') || fault.code === 'link/closed');

/** Returns the board's state after an event; the same object when the event changes nothing. */
export function next(state: BoardState, event: BoardEvent): BoardState {
  switch (event.what) {
    case 'asked-for':
      return { link: 'connecting', path: event.path };
    case 'watched':
      return { link: 'connecting', path: event.path };
    case 'connected':
      return { link: 'connected', path: event.path, identity: event.identity };
    case 'not-connected':
      // The board was never connected, so it is not lost.
      return { link: noBridge.has(event.fault.code) ? 'not-a-bridge' : 'not-connected', path: event.path, fault: event.fault };
    case 'disconnected':
      return noBoard;
    case 'work-begun': {
      // By now the user has seen the notice, so the next piece of work removes it.
      const { notice: _, ...known } = state;
      return { ...(state.noticeStays ? state : known), link: 'busy', activity: event.activity };
    }
    case 'work-ended': {
      const { activity: _, ...rest } = state;
      return state.link === 'busy' ? { ...rest, link: 'connected' } : state;
    }
    case 'reached':
      return { ...state, identity: event.identity };
    case 'reopened':
      return reopened(state, event);
    case 'lost':
      return { link: 'lost', path: event.path, fault: event.fault, ...(event.watched === true ? {} : identityOf(state)) };
    case 'opened':
      return isUnknown(state) ? { link: 'connecting', path: event.path } : state;
    case 'other-chip':
      return { link: 'connecting', ...(state.path === undefined ? {} : { path: state.path }), ...identityOf(state) };
    case 'back':
      return back(state, event);
    case 'still-lost':
      return isNews(state, event.fault) ? { ...state, link: 'lost', fault: event.fault } : state;
    default:
      return unreachable(event);
  }
}
