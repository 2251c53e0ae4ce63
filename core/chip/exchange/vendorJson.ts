import { metadataToJson, namedFields, type PrettyMetadata } from '../../access/metadataJson.ts';
import { toHex } from '../../bytes/hex.ts';
import { encodeMetadata, type Metadata } from '../../objects/metadata.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../snapshot.ts';

/** Most bytes that the vendor's tool reads from an object or writes to it. */
export const vendorLimit = 1700;

/** `e0f1`: the form of object ids in the vendor's files. */
const vendorId = (id: Oid): string => formatOid(id).slice(2).toLowerCase();

/**
 * The "pretty" form that the vendor's tool can read back. If it finds a version, or a name or code that it does not
 * know, it refuses the whole object and leaves it open to everyone. Those fields are therefore only in the raw form.
 */
function pretty(metadata: Metadata): PrettyMetadata {
  const { version: _, ...fields } = metadataToJson(metadata);
  return namedFields(fields);
}

/** Omits the zeros after the vendor's limit, as the vendor's exports do. Otherwise the vendor's tool refuses the object. */
function vendorData(data: Uint8Array): Uint8Array {
  return data.length > vendorLimit && data.subarray(vendorLimit).every((byte) => byte === 0) ? data.subarray(0, vendorLimit) : data;
}

const objectJson = ({ metadata, data }: ObjectSnapshot) => ({
  metadata: toHex(encodeMetadata(metadata)),
  pretty_metadata: pretty(metadata),
  ...(data === undefined ? {} : { data: toHex(vendorData(data)) }),
});

/**
 * A chip in the JSON form of the vendor's `object --export-json`, which its `object --in` reads back. That tool parses
 * it as a Python literal, so it never contains the words true, false and null.
 */
export function encodeVendorJson(snapshot: ChipSnapshot): string {
  const objects = [...snapshot.objects.values()].map((object) => [vendorId(object.id), objectJson(object)]);
  return `${JSON.stringify(Object.fromEntries(objects), undefined, 4)}\n`;
}

/** Objects with more content than the vendor's tool can write. */
export const overVendorLimit = (snapshot: ChipSnapshot): Oid[] =>
  [...snapshot.objects.values()].filter(({ data }) => data !== undefined && vendorData(data).length > vendorLimit).map(({ id }) => id);
