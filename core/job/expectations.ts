import type { ChipSnapshot } from '../chip/snapshot.ts';
import { toHex, hex } from '../bytes/hex.ts';
import { sayMetadata } from '../access/sayMetadata.ts';
import { encodeMetadata, parseMetadata, withoutField, type Metadata } from '../objects/metadata.ts';
import { formatOid } from '../objects/oid.ts';
import { kindOf } from '../plan/steps/index.ts';
import type { Rehearsal, RehearsedStep } from '../plan/rehearsal.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { Job } from './job.ts';

/** The metadata of an object as a job has it: without the used size, which depends on the content of the unit. */
export const stateOf = (metadata: Metadata): string => toHex(encodeMetadata(withoutField(metadata, 'used_size')));
