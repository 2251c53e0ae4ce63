import { sha256 } from '@noble/hashes/sha2.js';
import type { ErrorCode } from '../../../apdu/status.ts';
import { concat, equal } from '../../../bytes/bytes.ts';
import { versionEntry } from '../../../objects/metadata.ts';
import { openFragment } from '../../../update/confidentiality.ts';
import { storeKey } from '../generateKey.ts';
import { objectAt, type Machine } from '../machine.ts';
import { refused, type Outcome } from '../outcome.ts';
import type { UpdateSequence } from '../sequences.ts';
import { tornLength } from '../tearing.ts';
import { setFields, writeBytes, type StoredObject } from '../store.ts';
import { keyFromPayload } from './keyPayload.ts';
import { applyMetadata } from './metadataPayload.ts';

const digestLength = 32;

/** The decrypted piece of the payload in a fragment; 2D when its digest or its tag is wrong (a wrong tag is a security event). */
async function pieceOf(machine: Machine, sequence: UpdateSequence, fragment: Uint8Array, last: boolean): Promise<Outcome<Uint8Array>> {
  if (!equal(sha256(fragment), sequence.digest)) return 0x2d;
  const body = last ? fragment : fragment.subarray(0, fragment.length - digestLength);
  if (!last) sequence.digest = fragment.slice(fragment.length - digestLength);
  if (sequence.session === undefined) return body.slice();
  const { payloadLength, payloadVersion } = sequence.manifest;
  const place = { number: sequence.fragment, offset: sequence.received, payloadLength, payloadVersion };
  const opened = openFragment(sequence.session, place, body);
  if (opened !== undefined) return opened;
  await machine.monitor.event();
  // "Message integrity validation failure (e.g. during CCM decryption)" (manual, table 17).
  return 0x2d;
}

/** Data is written to the object as it arrives. Until the last fragment the object is marked invalid. */
function writePiece(sequence: UpdateSequence, target: StoredObject, piece: Uint8Array): void {
  const { payload, payloadVersion } = sequence.manifest;
  if (payload.kind !== 'data') return;
  setFields(target, [versionEntry(payloadVersion, true)]);
  const erase = payload.writeType === 'erase-write' && sequence.received === 0;
  writeBytes(target, payload.offset + sequence.received, piece, erase);
}

function finish(machine: Machine, sequence: UpdateSequence, target: StoredObject): ErrorCode | undefined {
  const { payload, payloadVersion } = sequence.manifest;
  if (payload.kind === 'metadata') return applyMetadata(machine, target, sequence.manifest, sequence.payload);
  if (payload.kind === 'key') {
    const key = keyFromPayload(payload.algorithm, sequence.payload);
    if (key === undefined) return 0x05;
    storeKey(target, key, payload.algorithm, payload.usage);
  }
  setFields(target, [versionEntry(payloadVersion)]);
  return undefined;
}

/**
 * Processes one fragment of the running update.
 * @returns 0F when the fragments hold more or less than the manifest says
 */
export async function takeFragment(
  machine: Machine,
  sequence: UpdateSequence,
  fragment: Uint8Array,
  last: boolean,
): Promise<ErrorCode | undefined> {
  const target = objectAt(machine, sequence.manifest.target);
  if (refused(target)) return target;
  const piece = await pieceOf(machine, sequence, fragment, last);
  if (refused(piece)) return piece;
  const total = sequence.received + piece.length;
  const { payload, payloadLength } = sequence.manifest;
  if (total > payloadLength || (last && total !== payloadLength)) return 0x0f;
  const { tearing } = machine.volatile;
  writePiece(sequence, target, tearing === undefined ? piece : piece.subarray(0, tornLength(tearing, piece.length)));
  if (tearing !== undefined) return undefined;
  if (payload.kind !== 'data') sequence.payload = concat(sequence.payload, piece);
  sequence.received = total;
  sequence.fragment += 1;
  return last ? finish(machine, sequence, target) : undefined;
}
