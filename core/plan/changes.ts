import { equal } from '../bytes/bytes.ts';
import { sayField } from '../access/sayMetadata.ts';
import type { Certificate } from '../certificates/certificate.ts';
import { certificatesIn } from '../certificates/certificatesIn.ts';
import type { ObjectSnapshot } from '../chip/snapshot.ts';
import { fieldNumber, metadataTags, type Metadata } from '../objects/metadata.ts';
import { nameTag } from './steps/writeMetadata.ts';
import { sayBytes } from '../result/format.ts';

export interface Side {
  readonly says: string;
  /** Absent when the object is empty, or contains a secret. */
  readonly bytes?: Uint8Array;
  /** For a content that is a certificate: the first certificate, which is the device's own. */
  readonly certificate?: Certificate;
}

/** One thing that a step changes on an object. */
export interface Change {
  readonly field: string;
  readonly before: Side;
  readonly after: Side;
}

const nothing: Side = { says: 'not set' };

/** The chip sets these fields itself; they follow from the content. */
const followsContent: ReadonlySet<number> = new Set([metadataTags.used_size]);

/** Describes a content of which only the beginning was read. Only contents that begin with zeros are read in part. */
const sayBeginning = (begins: Uint8Array, metadata: Metadata): string =>
  `${sayBytes(fieldNumber(metadata, 'used_size') ?? fieldNumber(metadata, 'max_size') ?? begins.length)}, the first ${begins.length} are zeros; the rest was not read`;

function contentSide({ data, begins, metadata }: ObjectSnapshot, hidden: boolean): Side {
  if (begins !== undefined) return { says: sayBeginning(begins, metadata) };
  if (data === undefined) return { says: 'cannot be read' };
  if (data.length === 0 || data.every((byte) => byte === 0)) return { says: 'empty' };
  if (hidden) return { says: `${sayBytes(data.length)} (not shown)` };
  const certificate = certificatesIn(data)?.certificates[0];
  return certificate === undefined
    ? { says: sayBytes(data.length), bytes: data }
    : { says: `certificate of ${certificate.subject}, ${sayBytes(data.length)}`, bytes: data, certificate };
}

/**
 * The differences between two states of an object, field by field.
 * @param hidden whether the content is a secret: its bytes are then left out
 */
export function describeChanges(before: ObjectSnapshot, after: ObjectSnapshot, hidden: boolean): Change[] {
  const changes: Change[] = [];
  const contentDiffers =
    before.data !== undefined && after.data !== undefined ? !equal(before.data, after.data) : before.data !== after.data;
  if (contentDiffers) {
    changes.push({ field: 'content', before: contentSide(before, hidden), after: contentSide(after, hidden) });
  }
  const tags = new Set([...before.metadata, ...after.metadata].map(({ tag }) => tag));
  for (const tag of tags) {
    if (followsContent.has(tag)) continue;
    const [old, now] = [before, after].map(({ metadata }) => metadata.find((entry) => entry.tag === tag)?.value);
    if (old !== undefined && now !== undefined && equal(old, now)) continue;
    const side = (value: Uint8Array | undefined): Side => (value === undefined ? nothing : { says: sayField(tag, value), bytes: value });
    changes.push({ field: nameTag(tag), before: side(old), after: side(now) });
  }
  return changes;
}
