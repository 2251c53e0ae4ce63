/**
 * Characters that are invisible, or that change how the text around them looks: control characters (C0, DEL, C1), line
 * and paragraph separators, direction marks and other format characters (zero-width ones, byte order mark, tags), half
 * surrogates, and what fonts leave out. Unicode's general categories Cc, Cf, Zl, Zp and Cs, and
 * Default_Ignorable_Code_Point.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]/gu;

/** One code unit of UTF-16 in JSON's form: `\u202e`. */
const escapeUnit = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

function escapeUnits(found: string): string {
  let escaped = '';
  for (let at = 0; at < found.length; at++) escaped += escapeUnit(found.charCodeAt(at));
  return escaped;
}

/**
 * Makes a text from outside (a name in a certificate, a file's name, a plan's title, a port's description) safe to
 * show: one line, in which nothing moves the cursor or changes the text direction. Invisible characters are written as
 * `\u202e`. A text without such characters is unchanged, so it may be applied twice.
 */
export const visible = (text: string): string => text.replace(invisible, escapeUnits);

/** The same as `visible` for a text of several lines: line ends and tabs are kept. */
export const visibleLines = (text: string): string => text.replace(invisible, (found) => (found === '\n' || found === '\t' ? found : escapeUnits(found)));

/** Applies `visible` to every text in a value, at any depth. Bytes and numbers are unchanged. */
export function visibleDeep(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(visibleDeep);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visibleDeep(inner)]));
}

/** Replaces each invisible character by the result of `escape`, for formats with their own notation. */
export const escapeInvisible = (text: string, escape: (found: string) => string): string => text.replace(invisible, escape);

/**
 * A value as JSON that is safe to show on a terminal: the same value, with `\u` escapes for all invisible characters.
 * @param indent spaces per level; undefined: all on one line
 */
export const visibleJson = (value: unknown, indent?: number): string =>
  // Outside its strings, a JSON text has no invisible characters except its own line ends. Inside strings it has none.
  (JSON.stringify(value, undefined, indent) ?? 'null').replace(invisible, (found) => (found === '\n' ? found : escapeUnits(found)));
