import { canBeMet, type LifecycleStates } from '../access/canBeMet.ts';
import { conditionOf } from '../access/conditionOf.ts';
import { readMetadata } from '../chip/read.ts';
import { catalogue, type ObjectKind } from '../objects/catalogue.ts';
import { fieldNumber, isOperational, type Metadata } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';
import { ok, type Result } from '../result/result.ts';
import { isTrustAnchor } from './anchorProbe.ts';
import { withInput } from './input.ts';
import { isChipLifecycle } from './irreversible.ts';
import type { Step } from './step.ts';
import type { StepTools } from './stepKind.ts';
import { kindOf } from './steps/index.ts';

const kinds: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['certificate', 'trust-anchor', 'data']);

/** Objects that are large enough for a certificate and can have the type trust anchor. */
const anchorPlaces: readonly Oid[] = catalogue.filter(({ kind }) => kinds.has(kind)).map(({ id }) => id);

/** The objects to read before a lifecycle step can be rehearsed: every object that may be a trust anchor. */
export const lockedWith = (step: Step): readonly Oid[] => (isChipLifecycle(kindOf(step).objects(step)[0]) ? anchorPlaces : []);

/** The lifecycle states of application and chip that a step leads to. */
async function statesAfter(step: Step, { identity, materials }: StepTools): Promise<Result<Pick<LifecycleStates, 'lcsA' | 'lcsG'>>> {
  const { lcsA, lcsG } = identity;
  if (step.kind !== 'write-object' && step.kind !== 'write-at') return ok({ lcsA, lcsG });
  return withInput(step.content, materials, async ([state = 0]) => ok(isApplication(step.object) ? { lcsA: state, lcsG } : { lcsA, lcsG: state }));
}

const isApplication = (object: Oid): boolean => object >> 8 === 0xf1;

/**
 * Trust anchors on the chip, written by any run, whose change condition can be met now but never after a step that
 * raises the lifecycle of the application or the chip. Reads the metadata of each possible trust anchor.
 */
export async function closedAnchors(step: Step, tools: StepTools): Promise<Result<readonly Oid[]>> {
  const after = await statesAfter(step, tools);
  if (!after.ok) return after;
  const open = (metadata: Metadata, states: Pick<LifecycleStates, 'lcsA' | 'lcsG'>): boolean =>
    canBeMet(conditionOf(metadata, 'change'), { lcsO: fieldNumber(metadata, 'lcso'), lcsA: states.lcsA, lcsG: states.lcsG });
  const closed: Oid[] = [];
  for (const id of anchorPlaces) {
    const metadata = await readMetadata(tools.chip, id);
    if (!metadata.ok) return metadata;
    const anchor = isTrustAnchor(metadata.value) && isOperational(metadata.value);
    if (anchor && open(metadata.value, tools.identity) && !open(metadata.value, after.value)) closed.push(id);
  }
  return ok(closed);
}
