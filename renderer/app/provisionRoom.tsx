import { unreachable } from '../../core/result/result.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { JobScreen } from '../jobs/jobScreen.tsx';
import { ReviewScreen } from '../plan/review/reviewScreen.tsx';
import { RunScreen } from '../plan/run/runScreen.tsx';
import { NextScreen } from '../wizard/next/nextScreen.tsx';
import { StepScreen } from '../wizard/stepScreen.tsx';

/** The main path: answers, review, run and report. */
export function ProvisionRoom() {
  const screen = useNavigation((navigation) => navigation.screen);
  switch (screen) {
    case 'steps':
      return <StepScreen />;
    case 'review':
      return <ReviewScreen />;
    case 'run':
      return <RunScreen />;
    case 'next':
      return <NextScreen />;
    case 'job':
      return <JobScreen />;
    default:
      return unreachable(screen);
  }
}
