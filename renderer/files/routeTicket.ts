import type { TicketView } from '../../core/contract/material.ts';
import { appTexts } from '../app/texts.ts';

type Content = TicketView['content'];

export type Route =
  | { readonly to: 'material'; readonly slot: 'device' | 'integrity' }
  | { readonly to: 'ask-slot' }
  | { readonly to: 'secret' }
  | { readonly to: 'whole-chip' }
  | { readonly to: 'review'; readonly as: 'plan' }
  | { readonly to: 'inspect' }
  /** What the data set on the screen is checked with, or a fragment that it lacks. */
  | { readonly to: 'check'; readonly as: 'secret' | 'certificate' }
  | { readonly to: 'fragment' }
  /** What a data set is built from. */
  | { readonly to: 'build'; readonly as: 'key' | 'secret' | 'data' }
  | { readonly to: 'series' }
  | { readonly to: 'keys' }
  | { readonly to: 'reels' }
  /** A CA to trust; a certificate that is none goes where it goes elsewhere. */
  | { readonly to: 'anchor'; readonly otherwise: Route }
  /** Written into the open object, or compared with it: it is asked. */
  | { readonly to: 'ask-object' }
  | { readonly to: 'transport-key' }
  | { readonly to: 'nowhere'; readonly why: string };

export interface Whereabouts {
  readonly room: string;
  readonly screen: string;
  readonly step: number;
  /** Whether the reel on the screen waits for its transport key. */
  readonly lockedReel?: boolean;
  /** Whether an object that takes a certificate is open in Objects. */
  readonly openObject?: boolean;
  /** What is on the screen in the room of data sets. */
  readonly studio?: 'no-set' | 'set' | 'build' | 'series';
}

/** Where the same content means something else than elsewhere. */
type Place = 'object' | 'device' | 'integrity' | 'chip' | 'reels' | 'lockedReel' | 'keys' | 'no-set' | 'set' | 'build' | 'series';

type Routes = { readonly elsewhere: Route } & { readonly [P in Place]?: Route };

const askSlot: Route = { to: 'ask-slot' };
const inspect: Route = { to: 'inspect' };
const series: Route = { to: 'series' };
const keys: Route = { to: 'keys' };

const keyMaterial: Routes = {
  device: { to: 'material', slot: 'device' },
  integrity: { to: 'material', slot: 'integrity' },
  object: { to: 'ask-object' },
  keys,
  'no-set': inspect,
  set: { to: 'check', as: 'certificate' },
  build: { to: 'build', as: 'key' },
  series,
  // It fits two slots, and the screen does not say which.
  elsewhere: askSlot,
};

/** A reference for the chip's authorization is handed over at its own button: it is not a secret of a protected update. */
const notHere: Route = { to: 'nowhere', why: appTexts.secretHere };

/** Where a file goes, by its content and by what is on the screen. The one table of it. */
const table: Readonly<Record<Content, Routes>> = {
  'key-material': { ...keyMaterial, reels: { to: 'anchor', otherwise: askSlot }, lockedReel: { to: 'anchor', otherwise: askSlot } },
  'encrypted-key': { ...keyMaterial, object: askSlot },
  secret: {
    chip: notHere,
    reels: notHere,
    // Transport keys have no form of their own.
    lockedReel: { to: 'transport-key' },
    keys,
    'no-set': inspect,
    set: { to: 'check', as: 'secret' },
    build: { to: 'build', as: 'secret' },
    series,
    elsewhere: { to: 'secret' },
  },
  plan: { elsewhere: { to: 'review', as: 'plan' } },
  'data-set': { elsewhere: inspect },
  'chip-export': { elsewhere: { to: 'whole-chip' } },
  bundle: { elsewhere: { to: 'reels' } },
  unknown: {
    lockedReel: { to: 'transport-key' },
    keys,
    'no-set': inspect,
    set: { to: 'fragment' },
    build: { to: 'build', as: 'data' },
    series,
    elsewhere: { to: 'nowhere', why: appTexts.unknownWhy },
  },
};

/** Steps of the wizard whose slot is meant when a key is dropped while they are open. */
const placeOfStep: Readonly<Record<number, Place>> = { 0: 'device', 1: 'integrity' };

function placeOf({ room, screen, step, lockedReel = false, openObject = false, studio = 'build' }: Whereabouts): Place | undefined {
  if (room === 'provision') return screen === 'steps' ? placeOfStep[step] : undefined;
  if (room === 'objects') return openObject ? 'object' : undefined;
  if (room === 'reels') return lockedReel ? 'lockedReel' : 'reels';
  if (room === 'datasets') return studio;
  return room === 'chip' || room === 'keys' ? room : undefined;
}

/** Where a file goes, by its content and by what is on the screen. */
export function routeTicket(content: Content, where: Whereabouts): Route {
  const [routes, place] = [table[content], placeOf(where)];
  return (place === undefined ? undefined : routes[place]) ?? routes.elsewhere;
}
