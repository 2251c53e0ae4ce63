import { visible } from './visible.ts';
import type { Fault } from './fault.ts';
import type { Saying } from './faultTable.ts';
import { faultTables } from './tables.ts';

/** Names of files and their content occur in the texts of faults. They are made visible as plain text. */
const shown = ({ what, object, why, todo, raw }: Saying): Saying => ({
  what: visible(what),
  ...(object === undefined ? {} : { object: visible(object) }),
  why: visible(why),
  todo: visible(todo),
  ...(raw === undefined ? {} : { raw: visible(raw) }),
});

/** The text of a fault for people. It includes the raw answer of the innermost cause when the fault itself has none. */
export function say(fault: Fault): Saying {
  const speak = faultTables[fault.code] as (data: unknown) => Saying;
  const said = shown(speak(fault.data));
  if (said.raw !== undefined || fault.cause === undefined) return said;
  const { raw } = say(fault.cause);
  return raw === undefined ? said : { ...said, raw };
}

/** One line: what happened, to which object, and why. Used on stderr and in reports. */
export function sayLine(fault: Fault): string {
  const { what, object, why, raw } = say(fault);
  const head = object === undefined || what.includes(object) ? what : `${what} (${object})`;
  return [head, why, raw === undefined ? '' : `[${raw}]`].filter((part) => part !== '').join(' ');
}
