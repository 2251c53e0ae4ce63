import type { TicketView } from '../../core/contract/material.ts';
import { useBuild } from './buildStore.ts';
import { useInspect } from './inspectStore.ts';

/** Returns what the room Data sets shows now. */
export function whatIsShown(): 'no-set' | 'set' | 'build' | 'series' {
  const { tab, set } = useInspect.getState();
  return tab === 'inspect' ? (set === undefined ? 'no-set' : 'set') : tab;
}

/**
 * Takes a file of unknown content. If the manifest on the screen lacks fragments, the file is used as a fragment.
 * Otherwise it is opened and refused with a reason.
 */
export async function takeFragment(ticket: TicketView): Promise<void> {
  const { set, opened, open } = useInspect.getState();
  const incomplete = set?.problems.some(({ code }) => code === 'update/bad-fragment') === true;
  if (opened === undefined || !incomplete || (set.fragments.length > 0 && opened.fragments.length === 0)) return open(ticket);
  return open(opened.manifest, [...opened.fragments, ticket]);
}

/** Takes an input of a data set. If the payload is a key, the first key becomes the payload and the next one signs. */
export function takeIntoBuild(ticket: TicketView, as: 'key' | 'secret' | 'data'): Promise<void> {
  const { view, form, give } = useBuild.getState();
  if (as === 'secret') return give('secret', ticket);
  if (as === 'key') return give(form?.kind === 'key' && view?.key === undefined ? 'key' : 'signer', ticket);
  return give(form?.kind === 'metadata' ? 'metadata' : 'data', ticket);
}
