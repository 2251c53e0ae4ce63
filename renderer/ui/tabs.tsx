import type { KeyboardEvent } from 'react';
import { nextIndex } from './moveFocus.ts';
import css from './tabs.module.css';

export interface Tab<T extends string> {
  readonly id: T;
  readonly title: string;
}

interface Props<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly current: T;
  readonly onGo: (id: T) => void;
}

const sideways: Readonly<Record<string, string>> = { ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp' };

/** Parts of a room, side by side. Arrow keys move between them, as in any tab list. */
export function Tabs<T extends string>({ label, tabs, current, onGo }: Props<T>) {
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const to = nextIndex(sideways[event.key] ?? event.key, tabs.findIndex(({ id }) => id === current), tabs.length);
    const tab = to === undefined ? undefined : tabs[to];
    if (tab === undefined) return;
    event.preventDefault();
    onGo(tab.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[to ?? 0]?.focus();
  };
  return (
    <div className={css.tabs} role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map(({ id, title }) => (
        <button key={id} type="button" role="tab" aria-selected={id === current} tabIndex={id === current ? 0 : -1} onClick={() => onGo(id)}>
          {title}
        </button>
      ))}
    </div>
  );
}
