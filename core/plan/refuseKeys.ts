import { refuseKey } from '../content/content.ts';
import type { Oid } from '../objects/oid.ts';
import { ok, type Result } from '../result/result.ts';
import { manifestOf } from './manifestOf.ts';
import type { Plan, Step } from './step.ts';
import type { Materials } from './stepKind.ts';

/** The object into which a step writes plain content; undefined for other kinds of step. */
function writes(step: Step): { readonly object: Oid; readonly bytes?: Uint8Array; readonly material?: string } | undefined {
  if ('content' in step) return { object: step.object, ...(step.content.kind === 'inline' ? { bytes: step.content.bytes } : { material: step.content.name }) };
  if (step.kind !== 'send-data-set' || step.fragments.kind !== 'inline') return undefined;
  const manifest = manifestOf(step.manifest);
  const inClear = manifest.ok && manifest.value.payload.kind === 'data' && manifest.value.confidentiality === undefined;
  return inClear ? { object: step.target, bytes: step.fragments.bytes } : undefined;
}

/**
 * Refuses a plan that would write a private key, or a container of secrets, into an object, whatever the plan's origin.
 * @param file the user's name for the plan
 */
export function refuseKeys(plan: Plan, file: string, materials: Materials = new Map()): Result<void, 'key/not-for-object'> {
  for (const step of plan.steps) {
    const written = writes(step);
    if (written === undefined) continue;
    const { object, bytes, material } = written;
    const secret = material === undefined ? undefined : materials.get(material);
    const refused = bytes === undefined ? secret?.open((lent) => refuseKey({ bytes: lent, file: material ?? file, object })) : refuseKey({ bytes, file, object });
    if (refused?.ok === false) return refused;
  }
  return ok(undefined);
}
