import { mostSlots, type SlotsView, type SlotView } from '../../../core/contract/slots.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, unreachable, type Result } from '../../../core/result/result.ts';
import { stateFolder } from '../../files/folders.ts';
import { asInWindow, inStateFolder } from '../../simulated/simulatedNames.ts';
import type { Action, Answered } from '../command.ts';
import type { Context } from '../context.ts';
import { progress, table } from '../io.ts';
import { plainNumber } from '../numbers.ts';
import { slotsOf } from '../slots.ts';

interface TeachOptions {
  readonly name?: string;
}

const folderOf = ({ environment }: Context): string => stateFolder(environment, process.platform);

function sayBinding({ binding }: SlotView): string {
  switch (binding.kind) {
    case 'usb':
      return `USB serial number ${binding.serialNumber}${binding.interface === undefined ? '' : `, interface ${binding.interface}`}`;
    case 'position':
      return `socket ${binding.position}`;
    case 'path':
      return `path ${binding.path}`;
    default:
      return unreachable(binding);
  }
}

const stateOf = ({ port, fault: why }: SlotView): string => (why !== undefined ? 'unclear' : port === undefined ? 'missing' : 'present');

/** Scripts get every field; null when there is no value. Ports are named as for `--port`. */
const jsonOf = (slot: SlotView, folder: string): object => ({
  number: slot.number,
  name: slot.name,
  place: slot.place,
  binding: slot.binding,
  state: stateOf(slot),
  port: slot.port === undefined ? null : inStateFolder(slot.port.path, folder),
  code: slot.fault?.code ?? null,
  why: slot.fault?.why ?? null,
});

function answered(context: Context, slots: readonly SlotView[]): Answered {
  const folder = folderOf(context);
  const rows = slots.map((slot) => [String(slot.number), slot.name, stateOf(slot), slot.port === undefined ? '' : inStateFolder(slot.port.path, folder), sayBinding(slot), slot.fault?.why ?? '']);
  return { json: { slots: slots.map((slot) => jsonOf(slot, folder)) }, lines: slots.length === 0 ? ['no slot was taught'] : table(rows) };
}

export const slotsList: Action<object> = async (context) => ok(answered(context, (await slotsOf(context).list()).slots));

function numberOf(text: string): Result<number, 'usage/bad-option'> {
  const number = plainNumber(text);
  return number !== undefined && number >= 1 && number <= mostSlots ? ok(number) : err(fault('usage/bad-option', { message: `The number of a slot is 1 to ${mostSlots}.` }));
}

/** Binds a slot to the board on --port, or to the next board that is plugged in. */
export const slotsTeach: Action<TeachOptions> = async (context, { name }, [text = '']) => {
  const number = numberOf(text);
  if (!number.ok) return number;
  if (context.slots !== undefined) return err(fault('usage/bad-option', { message: 'slots teach takes the number of the slot, and --port; not --slot.' }));
  const slots = slotsOf(context);
  if (context.port === undefined) progress(context.io, `Plug in the board of slot ${number.value} now. If it is plugged in already, unplug it; you are told when to plug it in again.`);
  const off = slots.onChange(({ unplugged }) => {
    if (unplugged !== true) return;
    off();
    progress(context.io, 'A board was unplugged. Plug it in again.');
  });
  const taught = await (context.port === undefined ? slots.teachNext(number.value, name) : slots.teach(number.value, asInWindow(context.port, folderOf(context)), name));
  slots.close();
  return taught.ok ? ok(answered(context, only(taught.value, number.value))) : taught;
};

const only = ({ slots }: SlotsView, number: number): SlotView[] => slots.filter((slot) => slot.number === number);

export const slotsForget: Action<object> = async (context, _, [text = '']) => {
  const number = numberOf(text);
  if (!number.ok) return number;
  const after = await slotsOf(context).forget(number.value);
  return after.ok ? ok({ ...answered(context, after.value.slots), lines: [`slot ${number.value} is forgotten`] }) : after;
};
