import { utf8 } from '../bytes/bytes.ts';
import { derTags, encodeDer, type DerNode } from '../keys/der.ts';

/** UTCTime or GeneralizedTime in UTC with seconds (RFC 5280, 4.1.2.5); undefined otherwise. */
export function readTime(node: DerNode): Date | undefined {
  const text = new TextDecoder('latin1').decode(node.content);
  const short = node.tag === derTags.utcTime;
  if (!short && node.tag !== derTags.generalizedTime) return undefined;
  const [, year, ...rest] = (short ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(text) ?? [];
  if (year === undefined) return undefined;
  const century = short ? (Number(year) < 50 ? '20' : '19') : '';
  const [month, day, hour, minute, second] = rest;
  const date = new Date(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // 30 February would become 1 March.
  return Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day) || hour === '24' ? undefined : date;
}

/** UTCTime until 2049, then GeneralizedTime. */
export function encodeTime(date: Date): Uint8Array {
  const digits = date.toISOString().slice(0, 19).replace(/\D/g, '');
  return date.getUTCFullYear() < 2050
    ? encodeDer(derTags.utcTime, utf8(`${digits.slice(2)}Z`))
    : encodeDer(derTags.generalizedTime, utf8(`${digits}Z`));
}
