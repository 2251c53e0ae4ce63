import { equal } from '../bytes/bytes.ts';
import type { ObjectSnapshot } from '../chip/snapshot.ts';
import { encodeMetadata, metadataTags, type Metadata } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';

/** Metadata without the used size, so that two states are equal when only the content differs. */
const withoutUsedSize = (metadata: Metadata): Metadata => metadata.filter(({ tag }) => tag !== metadataTags.used_size);

const same = (a: Metadata, b: Metadata): boolean => equal(encodeMetadata(a), encodeMetadata(b));

/** Collects the states of metadata that each object passes through. */
export class MetadataStates {
  readonly all = new Map<Oid, Metadata[]>();

  add(objects: Iterable<ObjectSnapshot>): void {
    for (const { id, metadata: whole } of objects) {
      const metadata = withoutUsedSize(whole);
      const seen = this.all.get(id) ?? [];
      const last = seen.at(-1);
      if (last === undefined || !same(last, metadata)) this.all.set(id, [...seen, metadata]);
    }
  }
}
