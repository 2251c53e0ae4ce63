import { useEffect } from 'react';
import { useSettings } from '../settings/settingsStore.ts';

const basePixels = 16;

/** Applies theme and zoom to the page. All sizes are in rem, so the root's font size zooms everything. */
export function useThemeAndZoom(): void {
  const { theme, zoom } = useSettings((state) => state.settings);
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    root.style.fontSize = `${basePixels * zoom}px`;
  }, [theme, zoom]);
}
