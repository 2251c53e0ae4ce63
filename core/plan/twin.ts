import type { ApduPort, Command } from '../apdu/apdu.ts';
import type { Clock, Randomness } from '../bridge/bytePort.ts';
import { toHex } from '../bytes/hex.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../chip/snapshot.ts';
import type { CheckSignature } from '../keys/signer.ts';
import { encodeMetadata } from '../objects/metadata.ts';
import { bindingSecret } from '../objects/oid.ts';
import { ok } from '../result/result.ts';
import { createChip, type SimulatedChip } from '../simulator/chip/chip.ts';
import type { ObjectState } from '../simulator/chip/state.ts';
import { profiles } from '../simulator/profiles/profiles.ts';

/**
 * The state of an object for the twin. If only the beginning of a content was read, the twin has only that; the plan
 * overwrites the content before using it.
 */
const stateOf = ({ metadata, data, begins }: ObjectSnapshot): ObjectState => {
  const content = data ?? begins;
  return { metadata: toHex(encodeMetadata(metadata)), ...(content === undefined ? {} : { data: toHex(content) }) };
};

/** What the twin needs besides the chip's state. */
export interface TwinParts {
  readonly random: Randomness;
  readonly clock: Clock;
  readonly check?: CheckSignature;
}

const hexId = (id: number): string => id.toString(16).padStart(4, '0');

/**
 * A simulated chip in the same state as the connected one: identity, lifecycle, and the objects that were read.
 * Everything that was not read is as on a new chip of the family. Keys can't be read, so the twin has none.
 */
export function makeTwin(snapshot: ChipSnapshot, { random, clock, check }: TwinParts): SimulatedChip {
  const profile = profiles[snapshot.uid.family];
  const one = (id: string, data: string): [string, ObjectState] => [id, { metadata: profile.objects[id]?.metadata ?? '2000', data }];
  const objects = {
    ...profile.objects,
    ...Object.fromEntries([...snapshot.objects.values()].map((object) => [hexId(object.id), stateOf(object)])),
    ...Object.fromEntries([
      one('e0c0', toHex(Uint8Array.of(snapshot.lcsG))),
      one('f1c0', toHex(Uint8Array.of(snapshot.lcsA))),
      one('e0c2', toHex(snapshot.uid.raw)),
    ]),
  };
  return createChip({ profile, state: { version: 1, profile: profile.name, objects }, random, clock, ...(check === undefined ? {} : { check }) });
}

/** Gives the twin the same rights that this connection has on the chip. Call it after the twin's application was opened. */
export function reachSame(twin: SimulatedChip, { authorized, shielded }: ChipSnapshot): void {
  twin.setAuthorized(authorized ?? []);
  if (shielded === true) twin.shield(twin.object(bindingSecret)?.data ?? new Uint8Array());
}

/** The twin as a port. `seen` is called for every exchange. */
export function twinPort(twin: SimulatedChip, seen?: (request: Uint8Array, response: Uint8Array) => void): ApduPort {
  return {
    async exchange(command: Command<unknown>) {
      const response = await twin.transmit(command.request);
      seen?.(command.request, response);
      return ok(response);
    },
  };
}
