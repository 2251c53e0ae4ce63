/**
 * A day as `2026-11-22`. A moment in ms gives the day in UTC, as in certificates. An ISO time gives the day that it
 * names. Any other text is returned unchanged.
 */
export function sayDay(time: Date | string): string {
  const text = typeof time === 'string' ? time : time.toISOString();
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? text;
}

/** `2026-11-22 09:00:00`, in the computer's time zone. @param iso ISO 8601; any other text is returned unchanged */
export function sayMoment(iso: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  return `${day} ${[moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(':')}`;
}

/** `2026-11-27 21:05:06 +01:00`: in the computer's time zone, with its offset at that moment. @param iso ISO 8601 */
export function sayZonedMoment(iso: string): string {
  const minutes = -new Date(iso).getTimezoneOffset();
  if (Number.isNaN(minutes)) return iso;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((value) => String(value).padStart(2, '0'));
  return `${sayMoment(iso)} ${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}

/** A chip id as `0A09A413000A 0084 007C`: batch, X and Y on the wafer. Any other text is returned unchanged. */
export function sayChipId(id: string): string {
  const parts = /^([0-9a-f]{12})([0-9a-f]{4})([0-9a-f]{4})$/i.exec(id)?.slice(1);
  return parts?.join(' ').toUpperCase() ?? id;
}

/** A chip id in the form of `sayChipId`, without its blanks: `0A09A413000A0084007C`. Undefined for any other text. */
export const joinChipId = (text: string): string | undefined => (/^[0-9A-F]{12} [0-9A-F]{4} [0-9A-F]{4}$/.test(text) ? text.replaceAll(' ', '') : undefined);

/**
 * A fingerprint in groups of four: `3F0A 11C2 …`. Files and scripts get the digits in lower case without blanks. @param hex digits
 * without separators
 */
export const sayFingerprint = (hex: string): string => hex.toUpperCase().match(/.{1,4}/g)?.join(' ') ?? '';

/** A recorded text whose SHA-256 has the digits of a file, with the digits as people read them. */
export const sayDigests = (text: string): string => text.replaceAll(/(?<=SHA-256 )[0-9a-f]{64}\b/g, sayFingerprint);

/** The digits of a fingerprint as `sayFingerprint` or openssl prints it: lower case, without blanks and colons. */
export const plainFingerprint = (text: string): string => text.replaceAll(/[ :]/g, '').toLowerCase();

/** A number of bytes: `1 byte`, `140 bytes`. */
export const sayBytes = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`);

/** A duration: milliseconds below a second, then seconds with one decimal, then minutes. */
export function sayMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A count of things: `12,900`. Written without `toLocaleString`, which loads tables for 20 ms at its first use. */
export const sayCount = (count: number): string => String(count).replaceAll(/(?<=\d)(?=(\d{3})+$)/g, ',');

const agoUnits = [
  [86_400_000, (count: number) => (count === 1 ? '1 day' : `${count} days`)],
  [3_600_000, (count: number) => `${count} h`],
  [60_000, (count: number) => `${count} min`],
  [1000, (count: number) => `${count} s`],
] as const;

/** How long ago: `40 s ago`, `12 min ago`, `3 h ago`, `5 days ago`. @param ms time since then; below a second it is `just now` */
export function sayAgo(ms: number): string {
  const unit = agoUnits.find(([length]) => ms >= length);
  return unit === undefined ? 'just now' : `${unit[1](Math.floor(ms / unit[0]))} ago`;
}
