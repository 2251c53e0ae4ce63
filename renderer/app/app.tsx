import { useEffect, useState } from 'react';
import { useLine } from '../operator/lineStore.ts';
import { OperatorScreen } from '../operator/operatorScreen.tsx';
import { useSettings } from '../settings/settingsStore.ts';
import { EmptyState } from '../ui/emptyState.tsx';
import { EngineerWindow, loadWindow } from './engineerWindow.tsx';
import { appTexts } from './texts.ts';
import { useThemeAndZoom } from './themeAndZoom.ts';

/** Loads what the window shows. While the operator's screen is open, the main process refuses the requests of the engineer's window. */
async function load(operator: boolean): Promise<void> {
  await (operator ? useSettings.getState().loadLook() : loadWindow());
}

/** Shows the operator's screen while a job runs in this window, otherwise the engineer's window. */
export function App() {
  const view = useLine((line) => line.view);
  const [known, setKnown] = useState(false);
  const [loaded, setLoaded] = useState<'operator' | 'engineer'>();
  const face = view === undefined ? 'engineer' : 'operator';
  useEffect(() => void useLine.getState().load().finally(() => setKnown(true)), []);
  useEffect(() => {
    if (known) void load(face === 'operator').finally(() => setLoaded(face));
  }, [known, face]);
  useThemeAndZoom(face);
  if (view !== undefined) return <OperatorScreen view={view} />;
  if (loaded !== 'engineer') return <EmptyState icon={null} title={appTexts.product}>{appTexts.loading}</EmptyState>;
  return <EngineerWindow />;
}
