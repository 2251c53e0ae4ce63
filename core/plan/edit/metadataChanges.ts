import { equal } from '../../bytes/bytes.ts';
import { hostNeverWrites, mergeMetadata, metadataFields, metadataLimit, metadataSize, metadataWords, type Metadata } from '../../objects/metadata.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';

/** The fields that differ from the object's present metadata: only they are written. Fields that a host never writes must be equal. */
export function metadataChanges(id: Oid, wanted: Metadata, present: Metadata): Result<Metadata, 'metadata/not-writable' | 'metadata/too-long'> {
  const object = formatOid(id);
  const changes = wanted.filter(({ tag, value }) => !present.some((entry) => entry.tag === tag && equal(entry.value, value)));
  for (const { tag } of changes) {
    const field = metadataFields.get(tag);
    if (field !== undefined && hostNeverWrites.has(field)) return err(fault('metadata/not-writable', { object, tag: metadataWords[field] }));
  }
  const bytes = metadataSize(mergeMetadata(present, changes));
  return bytes > metadataLimit ? err(fault('metadata/too-long', { object, bytes, limit: metadataLimit })) : ok(changes);
}
