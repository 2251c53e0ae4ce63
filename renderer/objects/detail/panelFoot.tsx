import type { ReactNode } from 'react';
import css from './detail.module.css';

/**
 * The foot of an object's tab, with its main action. It stays in sight while the tab scrolls, so it must be a direct child
 * of the tab's panel.
 */
export const PanelFoot = ({ children }: { readonly children: ReactNode }) => <footer className={css.panelFoot}>{children}</footer>;
