import type { LineView } from '../../../core/contract/line.ts';
import type { Job } from '../../../core/job/job.ts';
import { isStartable, type SlotState } from '../../../core/job/slotState.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import { faultView } from '../faultView.ts';
import type { LineSlotAt } from './line.ts';

/** Whether the chip was refused because all units of the job are done. Such a chip is not shown as a fail. */
const isOver = ({ name, fault: why }: SlotState): boolean => name === 'fail' && why?.code === 'job/quantity-used';

/** A slot for the window. @param blocked why the job may not run: every slot that does not work is stopped */
export function viewSlot({ number, name, place, path, fault: unknown }: LineSlotAt, state: SlotState | undefined, blocked: Fault | undefined, { steps }: Pick<Job, 'steps'>): LineView['slots'][number] {
  const at = { number, name, place, ...(path !== undefined && isSimulated(path) ? { simulated: true as const } : {}) };
  const why = unknown ?? (blocked === undefined ? undefined : faultView(blocked));
  if (state === undefined || (why !== undefined && state.name !== 'working')) return { ...at, state: 'stopped', ...(why === undefined ? {} : { fault: why }), startable: false };
  const { chipId, serial, step, fault: own, passedAt } = state;
  return {
    ...at,
    state: isOver(state) ? 'stopped' : state.name === 'looking' ? 'connecting' : state.name,
    ...(chipId === undefined ? {} : { chipId }),
    ...(serial === undefined ? {} : { serial }),
    ...(step === undefined ? {} : { step: { ...step, of: steps.length } }),
    ...(own === undefined ? {} : { fault: faultView(own) }),
    ...(passedAt === undefined ? {} : { passedAt }),
    startable: !isOver(state) && isStartable(state),
  };
}
