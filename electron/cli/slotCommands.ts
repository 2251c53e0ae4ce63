import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Bind } from './command.ts';

const slotsHelp = `
A slot is bound to its board: to the USB serial number and interface, else to the socket of the hub, else to the path.
With --json: {"slots":[{"number","name","place":{"row","column"},"binding","state","port","code","why"}]}
"state" is one of
  present   "port" is the port of its board
  missing   its board is not plugged in
  unclear   "code" and "why" say why its board can't be told from another one`;

/** `slots …`: places on the bench. */
export function buildSlots(slots: CommandUnknownOpts, bind: Bind): void {
  slots.command('list').description('the slots, and whether their boards are plugged in').addHelpText('after', slotsHelp).action(bind.options(async () => (await import('./commands/slots.ts')).slotsList));
  slots
    .command('teach')
    .description('bind a slot to the board on --port, or to the next board that is plugged in; waits up to two minutes')
    .argument('<number>', '1 to 16')
    .option('--name <text>', 'default: Slot and the number')
    .addHelpText('after', slotsHelp)
    .action(bind.argument(async () => (await import('./commands/slots.ts')).slotsTeach));
  slots.command('forget').description('forget a slot; its board stays as it is').argument('<number>', '1 to 16').addHelpText('after', slotsHelp).action(bind.argument(async () => (await import('./commands/slots.ts')).slotsForget));
}
