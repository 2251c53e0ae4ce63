import type { Randomness } from '../../bridge/bytePort.ts';
import { toHex } from '../../bytes/hex.ts';
import type { Profile } from '../profiles/profile.ts';
import { special } from './special.ts';
import type { ChipState } from './state.ts';

const uidId = special.uid.toString(16);

/**
 * The factory's state of another chip of the same kind, with its own wafer coordinates. X and Y are bytes 17…20 of the
 * UID: hexadecimal digits 34…41.
 * @param present UID of the chip that it must differ from
 */
export function otherState({ name, objects }: Profile, random: Randomness, present: Uint8Array | undefined): ChipState {
  const uid = objects[uidId];
  if (uid?.data === undefined) return { version: 1, profile: name, objects };
  const [x = 0, y = 0] = random(2);
  const withY = (last: number): string => `${uid.data?.slice(0, 34)}${toHex(Uint8Array.of(0, x, 0, last))}${uid.data?.slice(42)}`;
  const same = present !== undefined && withY(y) === toHex(present);
  return { version: 1, profile: name, objects: { ...objects, [uidId]: { ...uid, data: withY(same ? y ^ 1 : y) } } };
}
