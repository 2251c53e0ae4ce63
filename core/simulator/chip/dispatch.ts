import { commandNames, type CommandName } from '../../apdu/codes.ts';
import { concat, readUint, u16 } from '../../bytes/bytes.ts';
import { oidAt } from '../../objects/oid.ts';
import { handlers, v3Commands } from '../handlers/registry.ts';
import { byteOf, type Machine } from './machine.ts';
import { special } from './special.ts';
import { refused, type Outcome } from './outcome.ts';

/** Longest InData and OutData (manual, "Memory Constraints"). Bytes. */
const longest = 1553;
const termination = 0x0f;

/**
 * Whether a command may run while the application is closed: OpenApplication, and the read of the last error. Without
 * the latter, a host could not learn why its first command failed.
 */
function runsClosed(name: CommandName, param: number, data: Uint8Array): boolean {
  if (name === 'OpenApplication') return true;
  return name === 'GetDataObject' && param === 0x00 && oidAt(data) === special.lastError;
}

async function execute(machine: Machine, apdu: Uint8Array): Promise<Outcome<Uint8Array>> {
  const [code = 0, param = 0] = apdu;
  const data = apdu.subarray(4);
  const name = commandNames.get(code & 0x7f);
  if (name === undefined || (v3Commands.has(name) && !machine.v3)) return 0x0a;
  if (apdu.length < 4 || readUint(apdu.subarray(2, 4)) !== data.length || data.length > longest) return 0x04;
  if (!machine.volatile.open && !runsClosed(name, param, data)) return 0x0c;
  if (byteOf(machine, special.lcsG) === termination && !runsClosed(name, param, data)) return 0x0c;
  const { sym } = machine.volatile;
  // "The sequence from start to final must be strict" (manual, "EncryptSym"): any other command ends the sequence.
  if (sym !== undefined && sym.command !== name) machine.volatile.sym = undefined;
  const outcome = await handlers[name](machine, param, data);
  return !refused(outcome) && outcome.length > longest ? 0x0d : outcome;
}

/** Runs one command APDU. @returns the response APDU */
export async function dispatch(machine: Machine, apdu: Uint8Array): Promise<Uint8Array> {
  machine.monitor.settle();
  // "This feature has priority over any further command evaluation" (manual, note 3).
  if (((apdu[0] ?? 0) & 0x80) !== 0) machine.volatile.lastError = 0;
  const outcome = await execute(machine, apdu);
  if (!refused(outcome)) return concat(Uint8Array.of(0x00, 0x00), u16(outcome.length), outcome);
  // Of several errors, the one with the highest number is kept (manual, "Error Codes").
  machine.volatile.lastError = Math.max(machine.volatile.lastError, outcome);
  return Uint8Array.of(0xff, 0x00, 0x00, 0x00);
}
