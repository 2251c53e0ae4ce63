import { findObject } from '../../objects/catalogue.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';

/** Why a write of an object's content is for good: the chip's own lifecycle states only go up (manual, table 52). */
export const lifecycleForGood = (object: Oid): string | undefined =>
  findObject(object)?.kind === 'lifecycle' ? `The chip's lifecycle state in ${formatOid(object)} only goes up, and never back.` : undefined;
