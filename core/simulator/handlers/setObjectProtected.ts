import { readUint } from '../../bytes/bytes.ts';
import { deriveSession } from '../../update/confidentiality.ts';
import { parseManifest } from '../../update/manifest.ts';
import type { Machine } from '../chip/machine.ts';
import { nothing, refused, type Outcome } from '../chip/outcome.ts';
import { checkManifest, updateSecret } from '../chip/update/checks.ts';
import { takeFragment } from '../chip/update/fragments.ts';
import type { Handler } from './handler.ts';

const parts = { start: 0x30, final: 0x31, continue: 0x32 } as const;
const manifestFormat = 0x01;
/** Bytes of every fragment but the last (manual, notes 16, 17). */
const fragmentLength = 640;

function start(machine: Machine, bytes: Uint8Array): Outcome<Uint8Array> {
  machine.volatile.update = undefined;
  const manifest = parseManifest(bytes);
  if (!manifest.ok) return 0x0f;
  const target = checkManifest(machine, manifest.value);
  if (refused(target)) return target;
  const secret = updateSecret(machine, manifest.value);
  if (secret !== undefined && refused(secret)) return secret;
  const how = manifest.value.confidentiality;
  machine.volatile.update = {
    manifest: manifest.value,
    digest: manifest.value.firstFragmentDigest,
    fragment: 1,
    received: 0,
    payload: nothing,
    ...(secret && how ? { session: deriveSession(secret, how.label, how.seed) } : {}),
  };
  return nothing;
}

async function fragment(machine: Machine, bytes: Uint8Array, last: boolean): Promise<Outcome<Uint8Array>> {
  const sequence = machine.volatile.update;
  if (sequence === undefined) return 0x0b;
  machine.volatile.update = undefined;
  if (last ? bytes.length < 1 || bytes.length > fragmentLength : bytes.length !== fragmentLength) return 0x04;
  const wrong = await takeFragment(machine, sequence, bytes, last);
  if (!last && wrong === undefined) machine.volatile.update = sequence;
  return wrong ?? nothing;
}

/** Protected update: manifest, fragments, last fragment. An error ends the sequence. */
export const setObjectProtected: Handler = (machine, param, data) => {
  if (param !== manifestFormat) return 0x03;
  if (data.length < 4 || readUint(data.subarray(1, 3)) !== data.length - 3) return 0x04;
  const bytes = data.slice(3);
  switch (data[0]) {
    case parts.start:
      return machine.volatile.tearing !== undefined ? nothing : start(machine, bytes);
    case parts.continue:
      return fragment(machine, bytes, false);
    case parts.final:
      return fragment(machine, bytes, true);
    default:
      return 0x05;
  }
};
