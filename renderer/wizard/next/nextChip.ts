import { useNavigation } from '../../navigation/navigation.ts';
import { usePlan } from '../../plan/planStore.ts';
import { openSteps } from '../progress.ts';
import { useWizard } from '../wizardStore.ts';

/** Opens the review when no answer is missing, otherwise the first step with a missing answer. */
function goOn(): void {
  const { view } = useWizard.getState();
  const { goScreen, goStep } = useNavigation.getState();
  const [open] = view === undefined ? [0] : openSteps(view);
  if (open !== undefined) return goStep(Math.min(open, 7));
  goScreen('review');
  void usePlan.getState().fromWizard();
}

/** Replaces what differs between chips: puts the next pair into the device's slot, or empties the slot. */
async function exchangeMaterial(): Promise<void> {
  const { view, nextPair, clear } = useWizard.getState();
  if (view?.pairs !== undefined) return nextPair();
  if (view?.keyForEachChip !== false) await clear('device');
}

/** Goes from a report to the next chip and keeps the answers. @param there whether another chip is already connected */
export async function toNextChip(there: boolean): Promise<void> {
  await exchangeMaterial();
  if (there || (useWizard.getState().view?.pairs === undefined && useWizard.getState().view?.keyForEachChip !== false)) return goOn();
  useNavigation.getState().goScreen('next');
}

/** Continues when the chip for the next pair is connected. */
export const onNextChip = (): void => goOn();
