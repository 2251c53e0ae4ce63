import { LayoutGrid, List } from 'lucide-react';
import { useSettings } from '../settings/settingsStore.ts';
import css from './objects.module.css';
import { objectsTexts as texts } from './texts.ts';

const icons = { list: List, map: LayoutGrid } as const;
const views = ['list', 'map'] as const;

/** Whether objects are shown as a list or as a map. The choice is kept with the other settings. */
export const useView = (): (typeof views)[number] => useSettings(({ settings }) => settings.objectsView ?? 'list');

/** Switches between the list and the map of the objects. */
export function ViewSwitch() {
  const view = useView();
  const change = useSettings((state) => state.change);
  return (
    <div role="group" aria-label={texts.view} className={css.views}>
      {views.map((name) => {
        const Icon = icons[name];
        return (
          <button key={name} type="button" aria-pressed={view === name} onClick={() => void change({ objectsView: name })}>
            <Icon size="1rem" aria-hidden /> {texts.views[name]}
          </button>
        );
      })}
    </div>
  );
}
