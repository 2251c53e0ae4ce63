import { useEffect } from 'react';
import { zoomBy, useSettings } from '../settings/settingsStore.ts';
import { chooseFiles } from '../files/chooseFiles.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { rooms } from './rooms.ts';

/** Elements that use Enter themselves. */
const takesEnter = 'form, button, a, select, textarea, summary, [role="menuitem"]';
const takesText = 'input:not([type="radio"]):not([type="checkbox"]), textarea, select';

const inside = (target: EventTarget | null, selector: string): boolean => target instanceof Element && target.closest(selector) !== null;

/** Whether a menu, popover or dialog is open. It gets Enter and Esc before the screen does. */
const somethingOpen = (): boolean => document.querySelector('dialog[open], [role="menu"], [role="dialog"][data-state="open"]') !== null;

const press = (mark: string): void => document.querySelector<HTMLButtonElement>(`[${mark}]:not(:disabled)`)?.click();

function zoom(key: string): boolean {
  const { settings, change } = useSettings.getState();
  const to = key === '0' ? 1 : key === '+' || key === '=' ? zoomBy(settings.zoom, 1) : key === '-' ? zoomBy(settings.zoom, -1) : undefined;
  if (to === undefined) return false;
  void change({ zoom: to });
  return true;
}

function withAlt(key: string): boolean {
  const { trace, set, goRoom } = useNavigation.getState();
  const room = rooms[Number.parseInt(key, 10) - 1];
  if (room !== undefined) goRoom(room.id);
  else if (key === 't') set({ trace: !trace });
  else if (key === 'b') set({ boards: true });
  else if (key === 'o') chooseFiles();
  else return false;
  return true;
}

function plainKey(event: KeyboardEvent): boolean {
  if (event.key === 'Enter') {
    // A key that is held down must not activate two screens, because the second one would start to write.
    if (event.repeat || inside(event.target, takesEnter)) return false;
    press('data-main-action');
    return true;
  }
  if (event.key === 'Escape') {
    press('data-back-action');
    return true;
  }
  if (event.key === '?' && !inside(event.target, takesText)) {
    useNavigation.getState().set({ overlay: 'shortcuts' });
    return true;
  }
  return false;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || somethingOpen()) return;
  const command = event.ctrlKey || event.metaKey;
  const taken = command && !event.altKey ? zoom(event.key) : event.altKey && !command ? withAlt(event.key.toLowerCase()) : !command && plainKey(event);
  if (taken) event.preventDefault();
}

export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
