import type { BindingView, ObjectRow, PairView } from '../../../core/contract/objects.ts';
import { bindingTexts } from '../bindingTexts.ts';

/** Whether an object can be changed. `locked` is permanent; `open` and `closed` describe the present state. */
export type Openness = 'locked' | 'open' | 'closed' | 'unknown';

export function opennessOf({ locked, change }: Pick<ObjectRow, 'locked' | 'change'>): Openness {
  if (locked) return 'locked';
  if (change?.truth === undefined) return 'unknown';
  return change.truth ? 'open' : 'closed';
}

/** A relation that a tile shows: its object forms a pair with another one, or needs another one. */
export interface Tie {
  readonly kind: PairView['sign'] | BindingView['kind'];
  readonly to: string;
  readonly says: string;
}

/** Returns the pairs first, then what the object's conditions need, each once. */
export const tiesOf = ({ pairs, bindings }: Pick<ObjectRow, 'pairs' | 'bindings'>): Tie[] => [
  ...pairs.map(({ with: to, sign }) => ({ kind: sign, to, says: bindingTexts.pair[sign](to) })),
  ...bindings.map(({ to, kind }) => ({ kind, to, says: bindingTexts.needs[kind](to) })),
];

/** One kind of need, with the ids of the objects that need this one for it. */
export interface Service {
  readonly kind: BindingView['kind'];
  readonly ids: readonly string[];
}

/** Returns, for each object that others need, which objects need it and for what. @param rows all objects of the chip */
export function servicesOf(rows: readonly Pick<ObjectRow, 'id' | 'bindings'>[]): ReadonlyMap<string, readonly Service[]> {
  const found = new Map<string, Service[]>();
  for (const { id, bindings } of rows) {
    for (const { to, kind } of bindings) {
      const services = found.get(to) ?? [];
      const ids = services.find((one) => one.kind === kind)?.ids ?? [];
      found.set(to, [...services.filter((one) => one.kind !== kind), { kind, ids: ids.includes(id) ? ids : [...ids, id] }]);
    }
  }
  return found;
}

/** Where a tile is drawn. Pixels */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

const middle = ({ left, width }: Place): number => left + width / 2;

/** Returns the nearest tile of the next row above or below. */
function inRow(places: readonly Place[], at: number, direction: 1 | -1): number {
  const here = places[at];
  if (here === undefined) return at;
  const beyond = places.map(({ top }) => top).filter((top) => (top - here.top) * direction > 1);
  if (beyond.length === 0) return at;
  const row = direction === 1 ? Math.min(...beyond) : Math.max(...beyond);
  const far = (place: Place): number => (Math.abs(place.top - row) > 1 ? Number.POSITIVE_INFINITY : Math.abs(middle(place) - middle(here)));
  return places.reduce((best, place, index) => (far(place) < far(places[best] ?? place) ? index : best), places.findIndex(({ top }) => Math.abs(top - row) <= 1));
}

/** Where a key leads on the map: left and right in the order of the list, up and down to the nearest tile. Undefined for other keys. */
export function nextTile(key: string, places: readonly Place[], at: number): number | undefined {
  const last = places.length - 1;
  switch (key) {
    case 'ArrowRight':
      return Math.min(at + 1, last);
    case 'ArrowLeft':
      return Math.max(at - 1, 0);
    case 'ArrowDown':
      return inRow(places, at, 1);
    case 'ArrowUp':
      return inRow(places, at, -1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
