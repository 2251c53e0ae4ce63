import { objectTypeNames, type ObjectType } from './codes.ts';
import { fieldNumber, type Metadata } from './metadata.ts';

const secretTypes: ReadonlySet<ObjectType> = new Set(['pre_sh_secret', 'platform_binding', 'update_secret', 'authorization_ref']);

/** Whether the object's type says that its content is a secret. Even if it is readable, it is only shown on request. */
export function holdsSecret(metadata: Metadata): boolean {
  const type = objectTypeNames.get(fieldNumber(metadata, 'type') ?? -1);
  return type !== undefined && secretTypes.has(type);
}
