import { formatOid, type Oid } from '../../core/objects/oid.ts';
import type { Step } from '../../core/plan/step.ts';
import { fault } from '../../core/result/fault.ts';
import { err, type Result } from '../../core/result/result.ts';

export function generateKeyStep(id: Oid, algorithm: string, usage: readonly string[]): Result<Step> {
  return err(fault('object/not-for-this', { object: formatOid(id), what: `No ${algorithm} key is made here.`, why: `Usage ${usage.join(', ')}.` }));
}
