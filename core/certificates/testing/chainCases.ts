import { recipe, write, holder, type Holder, type Recipe } from './writeCertificate.ts';

/** A chain that both this program and openssl judge. */
export interface ChainCase {
  readonly name: string;
  readonly leaf: Uint8Array;
  readonly others: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  /** `trusted`, or the code of our fault. */
  readonly says: string;
  /** Whether we refuse what openssl accepts. */
  readonly stricter?: boolean;
}

export const places = ['leaf', 'ca', 'root'] as const;
export type Place = (typeof places)[number];
export type Edit = (recipe: Recipe, place: Place) => Recipe;

export const people = { root: holder('Root'), ca: holder('CA'), leaf: holder('Leaf') } as const;

/** A root, a CA and a leaf, each changed by its edit. */
export function three(name: string, edits: Partial<Record<Place, Edit>>, says: string, stricter = false): ChainCase {
  const made = (place: Place, issuer: Holder): Uint8Array => write((edits[place] ?? ((same) => same))(recipe(people[place], issuer, place === 'leaf' ? 'leaf' : 'ca'), place));
  return { name, leaf: made('leaf', people.ca), others: [made('ca', people.root)], anchors: [made('root', people.root)], says, stricter };
}

/** One change, made in each of the three certificates in turn. */
export interface Change {
  readonly name: string;
  readonly edit: Edit;
  /** Our answer. Given for each certificate where the answers differ. */
  readonly says: string | Partial<Record<Place, string>>;
  /** The certificates for which openssl still trusts the chain. */
  readonly openssl?: string;
}

export const everywhere = (changes: readonly Change[]): ChainCase[] =>
  changes.flatMap(({ name, edit, says, openssl = '' }) =>
    places.flatMap((place) => {
      const said = typeof says === 'string' ? says : says[place];
      return said === undefined ? [] : [three(`${name}, in the ${place}`, { [place]: edit }, said, openssl.split(' ').includes(place))];
    }),
  );
