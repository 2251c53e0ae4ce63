import type { TicketView } from '../../core/contract/material.ts';
import { useBuild } from './buildStore.ts';
import { useInspect } from './inspectStore.ts';
import { useSeries } from './seriesStore.ts';

const isKey = ({ content }: TicketView): boolean => content === 'key-material' || content === 'encrypted-key';

/** A file whose content says nothing, after a manifest that came without its fragments, or without all of them. */
async function takeFragment(ticket: TicketView): Promise<boolean> {
  const { set, opened, open } = useInspect.getState();
  const incomplete = set?.problems.some(({ code }) => code === 'update/bad-fragment') === true;
  if (ticket.content !== 'unknown' || opened === undefined || !incomplete || (set.fragments.length > 0 && opened.fragments.length === 0)) return false;
  await open(opened.manifest, [...opened.fragments, ticket]);
  return true;
}

/** A file dropped on the room: what it is checked with, what it is built from, or the list of the series. */
export async function takeIntoStudio(ticket: TicketView): Promise<void> {
  const { tab, set, open, check } = useInspect.getState();
  if (tab === 'series') return useSeries.getState().take(ticket);
  if (tab === 'inspect') {
    if (set === undefined) return open(ticket);
    if (await takeFragment(ticket)) return undefined;
    if (ticket.content === 'secret') return check({ secret: ticket.ticket });
    return isKey(ticket) ? check({ certificate: ticket.ticket }) : open(ticket);
  }
  const { view, form, give } = useBuild.getState();
  if (isKey(ticket)) return give(form?.kind === 'key' && view?.key === undefined ? 'key' : 'signer', ticket);
  if (ticket.content === 'secret') return give('secret', ticket);
  return give(form?.kind === 'metadata' ? 'metadata' : 'data', ticket);
}
