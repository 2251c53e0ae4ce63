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
  /** An input for checking the data set on the screen, or one of its missing fragments. */
  | { readonly to: 'check'; readonly as: 'secret' | 'certificate' }
  | { readonly to: 'fragment' }
  /** An input for building a data set. */
  | { readonly to: 'build'; readonly as: 'key' | 'secret' | 'data' }
  | { readonly to: 'series' }
  | { readonly to: 'keys' }
  | { readonly to: 'reels' }
  /** A released job. The user is asked whether to run it. */
  | { readonly to: 'job' }
  /** A CA to trust. A certificate that is not a CA is handled as in other rooms. */
  | { readonly to: 'anchor'; readonly otherwise: Route }
  /** The user is asked whether to write the file into the open object or to compare the two. */
  | { readonly to: 'ask-object' }
  | { readonly to: 'transport-key' }
  /** The key that signs the job on the screen. */
  | { readonly to: 'job-key' }
  | { readonly to: 'nowhere'; readonly why: string };

export interface Whereabouts {
  readonly room: string;
  readonly screen: string;
  readonly step: number;
  /** Whether the reel on the screen waits for its transport key. */
  readonly lockedReel?: boolean;
  /** Whether the object that is open in Objects could take a certificate or a key. */
  readonly openObject?: boolean;
  /** What the room of data sets shows now. */
  readonly studio?: 'no-set' | 'set' | 'build' | 'series';
}

/** Rooms in which the same content has another meaning. */
type Place = 'object' | 'device' | 'integrity' | 'job' | 'chip' | 'reels' | 'lockedReel' | 'keys' | 'no-set' | 'set' | 'build' | 'series';

type Routes = { readonly elsewhere: Route } & { readonly [P in Place]?: Route };

const askSlot: Route = { to: 'ask-slot' };
const inspect: Route = { to: 'inspect' };
const series: Route = { to: 'series' };
const keys: Route = { to: 'keys' };

/** Places for a key. They say themselves what is wrong with a file that holds none. */
const whereKeysGo: Omit<Routes, 'elsewhere'> = {
  device: { to: 'material', slot: 'device' },
  integrity: { to: 'material', slot: 'integrity' },
  job: { to: 'job-key' },
  keys,
  'no-set': inspect,
  set: { to: 'check', as: 'certificate' },
  build: { to: 'build', as: 'key' },
  series,
};

const keyMaterial: Routes = {
  ...whereKeysGo,
  object: { to: 'ask-object' },
  // The file fits two slots, and the screen does not show which slot is meant.
  elsewhere: askSlot,
};

/** A reference for the chip's authorization has its own button. It is not a secret for protected updates. */
const notHere: Route = { to: 'nowhere', why: appTexts.secretHere };

/** The only rules for where a file goes, by its content and the screen. */
const table: Readonly<Record<Content, Routes>> = {
  'key-material': { ...keyMaterial, reels: { to: 'anchor', otherwise: askSlot }, lockedReel: { to: 'anchor', otherwise: askSlot } },
  'encrypted-key': keyMaterial,
  // No room takes a public key, so there is nothing to ask about it.
  'public-key': { ...whereKeysGo, elsewhere: { to: 'nowhere', why: appTexts.publicKeyWhy } },
  // The room Keys issues certificates for requests.
  request: { ...whereKeysGo, elsewhere: keys },
  secret: {
    chip: notHere,
    reels: notHere,
    // A transport key is recognised as a secret, because it has no form of its own.
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
  job: { elsewhere: { to: 'job' } },
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

/** Steps of the wizard whose own slot takes a key that is dropped while they are open. */
const placeOfStep: Readonly<Record<number, Place>> = { 0: 'device', 1: 'integrity' };

function placeOf({ room, screen, step, lockedReel = false, openObject = false, studio = 'build' }: Whereabouts): Place | undefined {
  if (room === 'provision') return screen === 'steps' ? placeOfStep[step] : screen === 'job' ? 'job' : undefined;
  if (room === 'objects') return openObject ? 'object' : undefined;
  if (room === 'reels') return lockedReel ? 'lockedReel' : 'reels';
  if (room === 'datasets') return studio;
  return room === 'chip' || room === 'keys' ? room : undefined;
}

/** Where a file goes, by its content and the screen. */
export function routeTicket(content: Content, where: Whereabouts): Route {
  const [routes, place] = [table[content], placeOf(where)];
  return (place === undefined ? undefined : routes[place]) ?? routes.elsewhere;
}
