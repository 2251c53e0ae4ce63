import { Layers } from 'lucide-react';
import { useNavigation } from '../navigation/navigation.ts';
import { Button } from '../ui/button.tsx';
import { useJob } from './jobStore.ts';
import { jobTexts as texts } from './texts.ts';

/** The button in a review or a report that makes a job of its plan. */
export function ToJob({ planId, from }: { readonly planId: string; readonly from: 'review' | 'run' }) {
  const open = useJob((state) => state.open);
  const goScreen = useNavigation((navigation) => navigation.goScreen);
  const go = (): void => {
    void open(planId, from);
    goScreen('job');
  };
  return (
    <Button look="quiet" icon={<Layers size="1rem" aria-hidden />} onClick={go}>
      {texts.make}
    </Button>
  );
}
