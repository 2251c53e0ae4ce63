import { conditionOf } from '../../../core/access/conditionOf.ts';
import { equal, firstDifference } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { plainAccess } from '../../../core/access/accessContext.ts';
import { readableNow } from '../../../core/chip/snapshot.ts';
import { unmetReason } from '../../../core/access/unmetReason.ts';
import { readMetadata, readObject } from '../../../core/chip/read.ts';
import { readContent as contentOfFile } from '../../../core/content/content.ts';
import type { CompareView, ObjectData } from '../../../core/contract/objects.ts';
import { findObject, isKeyKind, type ObjectEntry } from '../../../core/objects/catalogue.ts';
import type { Content } from '../../../core/objects/contentState.ts';
import { parseCounter } from '../../../core/objects/counter.ts';
import { fieldNumber, type Metadata } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { holdsSecret } from '../../../core/objects/secrets.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { TicketFile } from '../../files/tickets.ts';
import type { Work } from '../../board/board.ts';
import type { WrittenSecrets } from '../material/index.ts';
import { certificatesIn } from '../../../core/certificates/certificatesIn.ts';
import { decode } from './objectDecode.ts';
import { whyWords } from './objectWords.ts';
import { sayBytes } from '../../../core/result/format.ts';

/** Why an unprotected read is not tried; undefined when it is allowed. */
function whyUnreadable(id: Oid, metadata: Metadata, { identity }: Work): string | undefined {
  if (readableNow(id, metadata, identity)) return undefined;
  const kind = findObject(id)?.kind;
  if (kind !== undefined && isKeyKind(kind)) return whyWords.keyData;
  return whyWords.it('Reading it', unmetReason(conditionOf(metadata, 'read'), plainAccess(metadata, identity)) ?? 'is not possible');
}

/** Reads an object's content and its metadata. A forbidden read is not tried. */
export async function readContent(id: Oid, work: Work): Promise<Result<{ metadata: Metadata; data: Uint8Array }>> {
  if (findObject(id) === undefined) return err(fault('object/unknown', { object: formatOid(id) }));
  const metadata = await readMetadata(work.chip, id);
  if (!metadata.ok) return metadata;
  const why = whyUnreadable(id, metadata.value, work);
  if (why !== undefined) return err(fault('object/not-read', { object: formatOid(id), why }));
  const data = await readObject(work.chip, id, fieldNumber(metadata.value, 'max_size'));
  return data.ok ? ok({ metadata: metadata.value, data: data.value }) : data;
}

/** Whether this program wrote an object's content from a secret. */
type Written = Pick<WrittenSecrets, 'holds' | 'holdsNow'>;

/**
 * Reads an object's content for a list. Forbidden reads are not tried, and a secret is read only when the user asks to see it.
 * @param written undefined: the content is not shown at all
 */
export async function readForList({ id }: Pick<ObjectEntry, 'id'>, metadata: Metadata, { chip, identity }: Pick<Work, 'chip' | 'identity'>, written?: Written): Promise<Result<Content>> {
  if (!readableNow(id, metadata, identity)) return ok('not-readable');
  const { chipId } = identity.uid;
  if (holdsSecret(metadata) || written?.holdsNow(chipId, id) === true) return ok('secret');
  const data = await readObject(chip, id, fieldNumber(metadata, 'max_size'));
  if (!data.ok) return data.fault.code === 'chip/refused' ? ok('not-readable') : data;
  if (written?.holds(chipId, id, data.value) !== true) return data;
  data.value.fill(0);
  return ok('secret');
}

export const writtenSecret = 'This program wrote a secret into it, so it is not shown.';

/**
 * Reads an object's content for the window.
 * @param reveal whether a readable secret is shown
 * @param written what the window's runs wrote from secrets; it is never shown
 */
export async function readData(id: Oid, reveal: boolean, work: Work, written: WrittenSecrets): Promise<Result<ObjectData>> {
  const name = formatOid(id);
  const entry = findObject(id);
  if (entry === undefined) return err(fault('object/unknown', { object: name }));
  const metadata = await readMetadata(work.chip, id);
  if (!metadata.ok) return metadata;
  const unreadable = whyUnreadable(id, metadata.value, work);
  const secret = holdsSecret(metadata.value);
  if (unreadable !== undefined) return ok({ id: name, secret: false, unreadable, decoded: [] });
  const { chipId } = work.identity.uid;
  const hidden = { id: name, secret: true, notShown: writtenSecret, decoded: [] };
  if (written.holdsNow(chipId, id)) return ok(hidden);
  if (secret && !reveal) return ok({ id: name, secret, decoded: [] });
  const data = await readObject(work.chip, id, fieldNumber(metadata.value, 'max_size'));
  if (!data.ok) return data;
  if (written.holds(chipId, id, data.value)) return (data.value.fill(0), ok(hidden));
  const counter = entry.kind === 'counter' ? parseCounter(data.value) : undefined;
  const view = { id: name, secret, data: toHex(data.value), decoded: decode(entry, data.value), ...(counter === undefined ? {} : { counter }) };
  if (secret) data.value.fill(0);
  return ok(view);
}

/** Removes zeros after the written bytes, because they only fill the object. */
const withoutPadding = (data: Uint8Array, length: number): Uint8Array =>
  data.length > length && data.subarray(length).every((byte) => byte === 0) ? data.subarray(0, length) : data;

/** Compares the object's content with a file. A certificate is also found inside its identity tags. */
export async function compare(id: Oid, file: TicketFile, work: Work, written: WrittenSecrets): Promise<Result<CompareView>> {
  const content = await readContent(id, work);
  if (!content.ok) return content;
  const asked = { bytes: file.bytes, file: file.name, object: id };
  const read = contentOfFile(asked);
  // If it is unclear which bytes a text describes, the text itself is compared.
  const meant = !read.ok && read.fault.code === 'content/unclear' ? contentOfFile(asked, true) : read;
  if (!meant.ok) return meant;
  const given = meant.value;
  const inside = given.form === 'certificate' ? certificatesIn(content.value.data)?.certificates[0]?.der : undefined;
  const chip = inside ?? withoutPadding(content.value.data, given.bytes.length);
  const same = equal(chip, given.bytes);
  const what = inside === undefined ? 'content' : 'certificate';
  // Telling where the contents differ would reveal the secret byte by byte.
  const isSecret = written.holds(work.identity.uid.chipId, id, content.value.data);
  const differ = isSecret ? 'They differ.' : `They differ from byte ${firstDifference(chip, given.bytes)} on: the ${what} has ${sayBytes(chip.length)}, the file ${given.bytes.length}.`;
  const says = same
    ? `The ${what} and the file are equal (${sayBytes(chip.length)}).`
    : differ;
  const bytes = isSecret || holdsSecret(content.value.metadata) ? {} : { chip: toHex(chip), given: toHex(given.bytes) };
  content.value.data.fill(0);
  given.bytes.fill(0);
  return ok({ file: file.name, equal: same, says, ...bytes });
}
