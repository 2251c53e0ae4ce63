import { useRef } from 'react';
import type { FaultView } from '../../core/contract/board.ts';
import type { TicketView } from '../../core/contract/material.ts';
import { client } from '../client/client.ts';
import { Button } from '../ui/button.tsx';
import { focusAfterUse } from '../ui/focusBack.ts';

/** Sends files to the main process. An unreadable file is refused with its reason. @returns the last one's ticket */
export async function ticketOf(files: readonly File[], refuse: (fault: FaultView) => void): Promise<TicketView | undefined> {
  let ticket: TicketView | undefined;
  for (const file of files) {
    const answer = await client.takeFile(file);
    if (answer.ok) ticket = answer.value;
    else refuse(answer.fault);
  }
  return ticket;
}

interface Props {
  readonly label: string;
  /** Its purpose, when several buttons have the same text. */
  readonly name?: string;
  readonly onTicket: (ticket: TicketView) => void;
  readonly onFault: (fault: FaultView) => void;
}

/** Chooses one file. */
export function FileButton({ label, name, onTicket, onFault }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const take = async (files: readonly File[]): Promise<void> => {
    const ticket = await ticketOf(files, onFault);
    if (ticket !== undefined) onTicket(ticket);
  };
  return (
    <>
      <Button small aria-label={name === undefined ? undefined : `${label}: ${name}`} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={name ?? label}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          focusAfterUse(event.currentTarget);
          void take(files);
        }}
      />
    </>
  );
}
