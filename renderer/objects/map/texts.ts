import type { Openness, Service, Tie } from './tile.ts';

/** Words of the map of the chip. */
export const mapTexts = {
  title: 'Map of the chip',
  bindings: 'Bindings',
  legend: 'Legend',
  unbound: 'Bound to no other object.',
  hint: 'Arrow keys move, Enter opens.',
  bound: 'bound',
} as const;

/** One word on a tile. */
export const opennessWords: Readonly<Record<Openness, string>> = { locked: 'Locked', open: 'Open', closed: 'Closed', unknown: 'Not known' };

/** The word explained. */
export const opennessMeans: Readonly<Record<Openness, string>> = {
  locked: 'Locked: conditions cannot be changed',
  open: 'Open: not locked, can be changed now',
  closed: 'Closed: cannot be changed now',
  unknown: 'Not known whether it can be changed',
};

/** Beside the other object's id on a tile. */
export const tieWords: Readonly<Record<Tie['kind'], string>> = {
  proved: 'proved',
  usual: 'not proved',
  differs: 'other key',
  anchor: 'anchor',
  'update-secret': 'encrypts',
  shielded: 'shielded',
  authorization: 'authorizes',
  counter: 'counts',
};

/** On the tile that others need, before their ids. */
export const serviceWords: Readonly<Record<Service['kind'], string>> = {
  anchor: 'anchor for',
  'update-secret': 'encrypts for',
  shielded: 'shields',
  authorization: 'authorizes',
  counter: 'counts for',
};

export const sayServed = (ids: readonly string[]): string => (ids.length === 1 ? (ids[0] ?? '') : `${ids.length} objects`);

/** The words of the ties, explained. */
export const tieMeans: Readonly<Record<Tie['kind'], string>> = {
  proved: 'Key and certificate: proved',
  usual: 'Usual key and certificate: not proved',
  differs: 'Certificate for another key',
  anchor: 'Trust anchor of its updates',
  'update-secret': 'Secret that encrypts its updates',
  shielded: 'Needs the shielded connection',
  authorization: 'Needs this authorization reference',
  counter: 'Counter of its uses',
};
