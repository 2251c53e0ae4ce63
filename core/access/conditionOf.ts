import { field, type Metadata, type MetadataField } from '../objects/metadata.ts';
import { parseCondition } from './bytes.ts';
import { never, type Condition } from './condition.ts';

/** An object's condition for an access. If it is absent or unreadable, the access is never allowed (manual, "Metadata expression"). */
export function conditionOf(metadata: Metadata, name: MetadataField): Condition {
  const bytes = field(metadata, name);
  const parsed = bytes === undefined ? undefined : parseCondition(bytes);
  return parsed?.ok === true ? parsed.value : never;
}
