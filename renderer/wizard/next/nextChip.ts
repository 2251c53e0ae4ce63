import { useNavigation } from '../../navigation/navigation.ts';
import { usePlan } from '../../plan/planStore.ts';
import { openSteps } from '../progress.ts';
import { useWizard } from '../wizardStore.ts';

/** Opens the review when every answer is there, else the first step that lacks one. */
function goOn(): void {
  const { view } = useWizard.getState();
  const { goScreen, goStep } = useNavigation.getState();
  const [open] = view === undefined ? [0] : openSteps(view);
  if (open !== undefined) return goStep(Math.min(open, 7));
  goScreen('review');
  void usePlan.getState().fromWizard();
}

/** Only what differs between chips is replaced: the next pair is put into the device's slot, or the slot is emptied. */
async function exchangeMaterial(): Promise<void> {
  const { view, nextPair, clear } = useWizard.getState();
  if (view?.pairs !== undefined) return nextPair();
  if (view?.keyForEachChip !== false) await clear('device');
}

/** From a report to the next chip; the answers are kept. @param there whether another chip is already connected */
export async function toNextChip(there: boolean): Promise<void> {
  await exchangeMaterial();
  if (there || (useWizard.getState().view?.pairs === undefined && useWizard.getState().view?.keyForEachChip !== false)) return goOn();
  useNavigation.getState().goScreen('next');
}

/** The chip for the next pair is connected. */
export const onNextChip = (): void => goOn();
