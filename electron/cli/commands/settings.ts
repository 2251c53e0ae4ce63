import { fault } from '../../../core/result/fault.ts';
import { err, ok } from '../../../core/result/result.ts';
import { sayZonedMoment } from '../../../core/result/format.ts';
import { confirmClockBy, PinStore } from '../../app/line/index.ts';
import { stateFolder } from '../../files/folders.ts';
import { nodeClock } from '../../serial/clock.ts';
import type { Action } from '../command.ts';
import type { Context } from '../context.ts';
import { jobServiceOf } from '../jobFiles.ts';
import { readPin } from '../readPin.ts';

const now = (): Date => new Date();
const pinsOf = ({ environment }: Context): PinStore => new PinStore(stateFolder(environment, process.platform), now, nodeClock);

/** Sets this station's PIN. The old PIN is not needed, since the user owns the station's files. This also helps when the PIN is lost. */
export const settingsPin: Action<object> = async (context) => {
  const pin = await readPin("New engineer's PIN: ", context.io);
  if (!pin.ok) return pin;
  if (process.stdin.isTTY) {
    const again = await readPin('The same again: ', context.io);
    if (!again.ok) return again;
    if (again.value !== pin.value) return err(fault('usage/bad-option', { message: 'The two PINs differ. Nothing was changed.' }));
  }
  const set = await pinsOf(context).set(pin.value);
  return set.ok ? ok({ json: { pin: 'set' }, lines: ["the engineer's PIN of this station is set"] }) : set;
};

/** The engineer confirms with the PIN that the clock is right, although the journal has later times. Then jobs run again. */
export const settingsConfirmClock: Action<object> = async (context) => {
  const pin = await readPin("Engineer's PIN: ", context.io);
  if (!pin.ok) return pin;
  const confirmed = await confirmClockBy(pinsOf(context), jobServiceOf(context), pin.value);
  if (!confirmed.ok) return confirmed;
  const last = confirmed.value;
  const said = last === undefined ? 'the clock is not earlier than the journal: nothing to confirm' : `the clock is confirmed; the journal had a line of ${sayZonedMoment(last)}`;
  return ok({ json: { confirmed: last !== undefined, last: last ?? null }, lines: [said] });
};
