import { toHex } from '../../../core/bytes/hex.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../../../core/chip/snapshot.ts';
import type { Oid } from '../../../core/objects/oid.ts';
import type { Manifest } from '../../../core/update/manifest.ts';
import type { Board } from '../../board/board.ts';

/** The connected chip, with the objects that the studio requested. */
export interface StudioChip {
  readonly identity: ChipSnapshot;
  readonly chipId: string;
  /** Hex, 25 bytes. */
  readonly componentId: string;
  /** Returns an object; undefined when the chip does not have it. */
  readonly object: (id: Oid) => ObjectSnapshot | undefined;
  /** The objects that were read. */
  readonly objects: ReadonlyMap<Oid, ObjectSnapshot>;
}

/** Reads objects of the connected chip that are not known yet. Undefined when there is no chip, or the link failed. */
export async function readStudioChip(board: Board, ids: readonly Oid[]): Promise<StudioChip | undefined> {
  const read = await board.knowledge.contents('Reading what the data set needs', ids);
  if (!read.ok) return undefined;
  const { uid, objects } = read.value;
  return { identity: read.value, chipId: uid.chipId, componentId: toHex(uid.raw.subarray(0, 25)), object: (id) => objects.get(id), objects };
}

/** Objects that decide whether the chip accepts the data set. */
export const decisive = ({ target, trustAnchor, confidentiality }: Manifest): Oid[] => [
  target,
  trustAnchor,
  ...(confidentiality === undefined ? [] : [confidentiality.secret]),
];
