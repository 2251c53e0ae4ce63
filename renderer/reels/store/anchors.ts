import type { FaultView } from '../../../core/contract/board.ts';
import type { TicketView } from '../../../core/contract/material.ts';
import type { AnchorView } from '../../../core/contract/reels.ts';
import { refuse, type Shelf } from './shelf.ts';
import type { Tools } from './tools.ts';

/** Certificate authorities that are trusted besides the vendor's. */
export interface Anchors {
  readonly anchors: readonly AnchorView[];
  addAnchor(file: File): Promise<void>;
  /** @returns false when the file contains no CA; nothing was changed then */
  trust(ticket: TicketView): Promise<boolean>;
  forgetAnchors(): Promise<void>;
}

export function anchorsPart(tools: Tools<Shelf & Pick<Anchors, 'anchors'>>): Anchors {
  const { client, set } = tools;
  const add = async (ticket: string): Promise<FaultView | undefined> => {
    const answer = await client.call('reels/add-anchor', { ticket });
    if (answer.ok) set({ anchors: answer.value });
    return answer.ok ? undefined : answer.fault;
  };
  return {
    anchors: [],
    addAnchor: async (file) => {
      const taken = await client.takeFile(file);
      const refused = taken.ok ? await add(taken.value.ticket) : taken.fault;
      if (refused !== undefined) refuse(tools, refused);
    },
    trust: async ({ ticket }) => {
      const refused = await add(ticket);
      if (refused?.code === 'certificate/none') return false;
      if (refused !== undefined) refuse(tools, refused);
      return true;
    },
    forgetAnchors: async () => {
      const answer = await client.call('reels/forget-anchors', {});
      if (answer.ok) set({ anchors: answer.value });
    },
  };
}
