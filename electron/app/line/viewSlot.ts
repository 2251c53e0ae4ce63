import type { LineView } from '../../../core/contract/line.ts';
import type { Job } from '../../../core/job/job.ts';
import { hasResult, isStartable, type SlotState } from '../../../core/job/slotState.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import { faultView } from '../faultView.ts';
import type { LineSlotAt } from './line.ts';

/** Describes a slot for the window. @param blocked why the job may not run: slots without work and without a result show as stopped */
export function viewSlot({ number, name, place, path, fault: unknown }: LineSlotAt, state: SlotState | undefined, blocked: Fault | undefined, { steps }: Pick<Job, 'steps'>): LineView['slots'][number] {
  const at = { number, name, place, ...(path !== undefined && isSimulated(path) ? { simulated: true as const } : {}) };
  const why = unknown ?? (blocked === undefined ? undefined : faultView(blocked));
  const stays = state !== undefined && (state.name === 'working' || (unknown === undefined && hasResult(state)));
  if (state === undefined || (why !== undefined && !stays)) return { ...at, state: 'stopped', ...(why === undefined ? {} : { fault: why }), startable: false };
  const { chipId, serial, step, fault: own, passedAt, away } = state;
  return {
    ...at,
    state: state.name === 'looking' ? 'connecting' : state.name,
    ...(chipId === undefined ? {} : { chipId }),
    ...(serial === undefined ? {} : { serial }),
    ...(step === undefined ? {} : { step: { ...step, of: steps.length } }),
    ...(own === undefined ? {} : { fault: faultView(own) }),
    ...(passedAt === undefined ? {} : { passedAt }),
    ...(away === true ? { away } : {}),
    startable: why === undefined && isStartable(state),
  };
}
