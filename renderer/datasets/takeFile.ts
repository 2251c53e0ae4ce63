import type { TicketView } from '../../core/contract/material.ts';
import { useBuild } from './buildStore.ts';
import { useInspect } from './inspectStore.ts';

/** What is on the screen in this room. */
export function whatIsShown(): 'no-set' | 'set' | 'build' | 'series' {
  const { tab, set } = useInspect.getState();
  return tab === 'inspect' ? (set === undefined ? 'no-set' : 'set') : tab;
}

/** A file whose content says nothing: a fragment, when the manifest came without all of them; else it is opened and refused with its reason. */
export async function takeFragment(ticket: TicketView): Promise<void> {
  const { set, opened, open } = useInspect.getState();
  const incomplete = set?.problems.some(({ code }) => code === 'update/bad-fragment') === true;
  if (opened === undefined || !incomplete || (set.fragments.length > 0 && opened.fragments.length === 0)) return open(ticket);
  return open(opened.manifest, [...opened.fragments, ticket]);
}

/** What a data set is built from. The first key is the payload where one is wanted, the next one signs. */
export function takeIntoBuild(ticket: TicketView, as: 'key' | 'secret' | 'data'): Promise<void> {
  const { view, form, give } = useBuild.getState();
  if (as === 'secret') return give('secret', ticket);
  if (as === 'key') return give(form?.kind === 'key' && view?.key === undefined ? 'key' : 'signer', ticket);
  return give(form?.kind === 'metadata' ? 'metadata' : 'data', ticket);
}
