import { useEffect } from 'react';
import { useSettings } from '../settings/settingsStore.ts';

const basePixels = 16;
/** On the operator's screen everything grows with the window, so that it is read from two metres at any size. */
const operatorSize = `max(${basePixels}px, min(2.2vh, 1.6vw))`;

/** Applies theme and zoom to the page. All sizes are in rem, so the root's font size zooms everything. */
export function useThemeAndZoom(face: 'operator' | 'engineer'): void {
  const { theme, zoom } = useSettings((state) => state.settings);
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    root.style.fontSize = face === 'operator' ? operatorSize : `${basePixels * zoom}px`;
  }, [face, theme, zoom]);
}
