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

/** The words for openness on a tile. */
export const opennessWords: Readonly<Record<Openness, string>> = { locked: 'Locked', open: 'Open', closed: 'Closed', unknown: 'Not known' };

/** Explains the words for openness. */
export const opennessMeans: Readonly<Record<Openness, string>> = {
  locked: 'Locked: conditions cannot be changed',
  open: 'Open: not locked, can be changed now',
  closed: 'Closed: cannot be changed now',
  unknown: 'Not known whether it can be changed',
};

/** The words beside the other object's id on a tile. */
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

/** The words before the ids of the objects that need this one. */
export const serviceWords: Readonly<Record<Service['kind'], string>> = {
  anchor: 'anchor for',
  'update-secret': 'encrypts for',
  shielded: 'shields',
  authorization: 'authorizes',
  counter: 'counts for',
};

export const sayServed = (ids: readonly string[]): string => (ids.length === 1 ? (ids[0] ?? '') : `${ids.length} objects`);

/** Explains the words for ties. */
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
