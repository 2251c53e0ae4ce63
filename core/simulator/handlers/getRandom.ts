import { concat, readUint } from '../../bytes/bytes.ts';
import { oidAt } from '../../objects/oid.ts';
import { isSession, type Machine } from '../chip/machine.ts';
import { nothing, refused, type Outcome } from '../chip/outcome.ts';
import { parseTlvs } from '../chip/tlv.ts';
import type { Handler } from './handler.ts';

/** Longest secret in a session context, bytes. */
export const sessionLimit = (machine: Machine): number => (machine.v3 ? 66 : 48);

const preMasterSecret = 0x04;

function storeInSession(machine: Machine, random: Uint8Array, rest: Uint8Array): Outcome<Uint8Array> {
  const id = oidAt(rest);
  if (!isSession(id)) return 0x01;
  const tlvs = parseTlvs(rest.subarray(2), [0x41]);
  if (refused(tlvs)) return tlvs;
  const optional = tlvs.get(0x41);
  if (optional === undefined || optional.length + random.length > sessionLimit(machine)) return 0x05;
  machine.volatile.sessions.set(id, { kind: 'random', random: concat(optional, random) });
  return nothing;
}

/** Random bytes, 8…256. They are exported (Param 00, 01), and stored in a session context if one is named (always with 04). */
export const getRandom: Handler = (machine, param, data) => {
  if (param !== 0x00 && param !== 0x01 && param !== preMasterSecret) return 0x03;
  if (data.length < 2) return 0x04;
  const length = readUint(data.subarray(0, 2));
  if (length < 8 || length > 256) return 0x05;
  const rest = data.subarray(2);
  if (rest.length === 1 || (param === preMasterSecret && rest.length === 0)) return 0x04;
  // V1 can only store a pre-master secret (manual, "GetRandom").
  if (rest.length > 0 && param !== preMasterSecret && !machine.v3) return 0x04;
  const random = machine.random(length);
  const stored = rest.length === 0 ? nothing : storeInSession(machine, random, rest);
  if (refused(stored)) return stored;
  return param === preMasterSecret ? nothing : random;
};
