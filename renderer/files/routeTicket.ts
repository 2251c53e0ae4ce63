import type { TicketView } from '../../core/contract/material.ts';
import { unreachable } from '../../core/result/result.ts';
import { appTexts } from '../app/texts.ts';

export type Route =
  | { readonly to: 'material'; readonly slot: 'device' | 'integrity' }
  | { readonly to: 'ask-slot' }
  | { readonly to: 'secret' }
  | { readonly to: 'whole-chip' }
  | { readonly to: 'review'; readonly as: 'plan' }
  | { readonly to: 'inspect' }
  /** What the data set on the screen is checked with, or built from. */
  | { readonly to: 'studio' }
  | { readonly to: 'keys' }
  | { readonly to: 'reels' }
  /** A CA to trust, or, when it is none, what key material is elsewhere. */
  | { readonly to: 'anchor' }
  | { readonly to: 'transport-key' }
  | { readonly to: 'nowhere'; readonly why: string };

export interface Whereabouts {
  readonly room: string;
  readonly screen: string;
  readonly step: number;
  /** Whether the reel on the screen waits for its transport key. */
  readonly lockedReel?: boolean;
}

/** Steps of the wizard whose slot is meant when a key is dropped while they are open. */
const slotOfStep: Readonly<Record<number, 'device' | 'integrity'>> = { 0: 'device', 1: 'integrity' };

/** Where a file goes, by its content and by what is on the screen. Key material fits two slots; if the screen does not say which, it is asked. */
export function routeTicket(content: TicketView['content'], where: Whereabouts): Route {
  const { room, screen, step } = where;
  const own = ofRoom(content, where);
  if (own !== undefined) return own;
  switch (content) {
    case 'key-material':
    case 'encrypted-key': {
      const slot = room === 'provision' && screen === 'steps' ? slotOfStep[step] : undefined;
      return slot === undefined ? { to: 'ask-slot' } : { to: 'material', slot };
    }
    case 'secret':
      return { to: 'secret' };
    case 'plan':
      return { to: 'review', as: content };
    case 'data-set':
      return { to: 'inspect' };
    case 'chip-export':
      return { to: 'whole-chip' };
    case 'bundle':
      return { to: 'reels' };
    case 'unknown':
      return { to: 'nowhere', why: appTexts.unknownWhy };
    default:
      return unreachable(content);
  }
}

/** Rooms that take key material and secrets themselves; undefined where the content alone decides. */
function ofRoom(content: TicketView['content'], { room, lockedReel = false }: Whereabouts): Route | undefined {
  if (content === 'plan' || content === 'data-set' || content === 'chip-export' || content === 'bundle') return undefined;
  if (room === 'reels' && content === 'key-material') return { to: 'anchor' };
  // Transport keys have no form of their own.
  if (room === 'reels' && lockedReel && (content === 'secret' || content === 'unknown')) return { to: 'transport-key' };
  // A reference for the chip's authorization is handed over at its own button: it is no secret of a protected update.
  if ((room === 'chip' || room === 'reels') && content === 'secret') return { to: 'nowhere', why: appTexts.secretHere };
  if (room === 'keys') return { to: 'keys' };
  return room === 'datasets' ? { to: 'studio' } : undefined;
}
