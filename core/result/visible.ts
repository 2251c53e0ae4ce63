/**
 * Characters that are not seen, or that change how what is around them is seen: control characters (C0, DEL, C1), line and
 * paragraph separators, direction marks and other format characters (zero-width ones, byte order mark, tags), half
 * surrogates, and what fonts leave out. Unicode's general categories Cc, Cf, Zl, Zp and Cs, and Default_Ignorable_Code_Point.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]/gu;

/** One code unit of UTF-16 as JSON writes it: `\u202e`. */
const escapeUnit = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

function escapeUnits(found: string): string {
  let escaped = '';
  for (let at = 0; at < found.length; at++) escaped += escapeUnit(found.charCodeAt(at));
  return escaped;
}

/**
 * A text that came from outside (a name in a certificate, a file's name, a plan's title, a port's description), as it is
 * shown: one line, on which nothing moves the cursor or turns the direction. What is not seen is written `\u202e`.
 * A text that is visible already stays as it is, so that it may be applied twice.
 */
export const visible = (text: string): string => text.replace(invisible, escapeUnits);

/** A text of several lines, as it is shown: line ends and tabs stay, everything else as `visible`. */
export const visibleLines = (text: string): string => text.replace(invisible, (found) => (found === '\n' || found === '\t' ? found : escapeUnits(found)));

/** Every text in a value, however deep, as `visible`; bytes and numbers stay. */
export function visibleDeep(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(visibleDeep);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, visibleDeep(held)]));
}

/** What is not seen in a text, each by `escape`: for forms that have a way of their own to write it. */
export const escapeInvisible = (text: string, escape: (found: string) => string): string => text.replace(invisible, escape);

/**
 * A value as JSON that can be shown on a terminal: the same value, with `\u` escapes for all that is not seen.
 * @param indent spaces a level; undefined: all on one line
 */
export const visibleJson = (value: unknown, indent?: number): string =>
  // Between the strings of a JSON text only its own line ends are not seen; in a string there is none.
  (JSON.stringify(value, undefined, indent) ?? 'null').replace(invisible, (found) => (found === '\n' ? found : escapeUnits(found)));
