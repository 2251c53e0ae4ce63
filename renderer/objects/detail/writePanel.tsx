import { useState } from 'react';
import type { TicketView } from '../../../core/contract/material.ts';
import type { FaultView } from '../../../core/contract/board.ts';
import type { ObjectEdit, ObjectRow } from '../../../core/contract/objects.ts';
import { fromHex } from '../../../core/bytes/hex.ts';
import { client } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Check, Choices } from '../../ui/choices.tsx';
import { DropZone } from '../../ui/dropZone.tsx';
import { Fault } from '../../ui/fault.tsx';
import { Field } from '../../ui/field.tsx';
import { whatIsWrong } from '../metadata/draft.ts';
import { objectsTexts as texts } from '../texts.ts';
import { useEdit } from '../../plan/useEdit.ts';
import css from './detail.module.css';
import { PanelFoot } from './panelFoot.tsx';

interface Given {
  readonly ticket: TicketView | undefined;
  readonly typed: string;
  readonly place: 'whole' | 'offset';
  readonly offset: string;
  /** Whether to wrap the content in a tag; `undefined`: as is usual for the kind of object. */
  readonly tag: boolean | undefined;
  /** Whether to write the file's text itself, not the bytes that the text describes. */
  readonly asText: boolean;
  /** Whether to write all certificates of a file that contains several. */
  readonly chain: boolean;
}

const nothing: Given = { ticket: undefined, typed: '', place: 'whole', offset: '0', tag: undefined, asText: false, chain: false };

interface Judged {
  readonly bytes: number;
  readonly wrongBytes?: string;
  readonly wrongOffset?: string;
  readonly ready: boolean;
}

/** What is wrong with the input, as far as the window can know. The main process checks files. */
function judge({ ticket, typed, place, offset }: Given, limit: number): Judged {
  const read = fromHex(typed, 'What was typed');
  const bytes = read.ok ? read.value.length : 0;
  const number = /^\d{1,4}$/.test(offset.trim()) ? Number.parseInt(offset, 10) : undefined;
  const wrongOffset = place === 'offset' && (number === undefined || number >= limit) ? texts.badOffset(limit - 1) : undefined;
  const end = bytes + (place === 'offset' ? (number ?? 0) : 0);
  const wrongBytes = !read.ok ? whatIsWrong(read.fault) : end > limit ? texts.tooMany(end, limit) : undefined;
  const ready = wrongOffset === undefined && (ticket !== undefined || (bytes > 0 && wrongBytes === undefined));
  return { bytes, ...(wrongBytes === undefined ? {} : { wrongBytes }), ...(wrongOffset === undefined ? {} : { wrongOffset }), ready };
}

const editOf = (id: string, { ticket, typed, place, offset, tag, asText, chain }: Given): ObjectEdit => ({
  kind: 'write',
  id,
  ...(ticket === undefined ? { hex: typed } : { ticket: ticket.ticket }),
  ...(ticket !== undefined && asText ? { asText } : {}),
  ...(place === 'offset' ? { offset: Number.parseInt(offset, 10) } : {}),
  ...(tag === undefined ? {} : { identityTag: tag }),
  ...(chain ? { chain } : {}),
});

function Source({ given, judged, limit, onGiven, onFile }: { readonly given: Given; readonly judged: Judged; readonly limit: number; readonly onGiven: (part: Partial<Given>) => void; readonly onFile: (file: File) => void }) {
  if (given.ticket !== undefined) {
    return (
      <div className={css.buttons}>
        <strong>{texts.file(given.ticket.name, given.ticket.size)}</strong>
        <Button small onClick={() => onGiven({ ticket: undefined })}>
          {texts.otherFile}
        </Button>
      </div>
    );
  }
  const take = ([file]: readonly File[]): void => {
    if (file !== undefined) onFile(file);
  };
  return (
    <>
      <DropZone label={texts.writeTitle} says={texts.writeDrop} choose={texts.writeChoose} multiple={false} onFiles={take} />
      <Field mono label={texts.typedHex} value={given.typed} hint={texts.typedHint(judged.bytes, limit)} error={judged.wrongBytes} onText={(typed) => onGiven({ typed })} />
    </>
  );
}

/** New content from a file or typed, as a whole or at an offset. It leads to the review. */
export function WritePanel({ row }: { readonly row: ObjectRow }) {
  const [given, setGiven] = useState(nothing);
  const [fault, setFault] = useState<FaultView>();
  const edit = useEdit();
  const limit = row.maxSize ?? 0;
  const judged = judge(given, limit);
  const onGiven = (part: Partial<Given>): void => setGiven({ ...given, ...part });
  const onFile = async (file: File): Promise<void> => {
    const answer = await client.takeFile(file);
    setFault(answer.ok ? undefined : answer.fault);
    if (answer.ok) setGiven((before) => ({ ...before, ticket: answer.value, typed: '', asText: false }));
  };
  const device = row.kind === 'certificate' && row.type === 'device certificate';
  const places = [
    { value: 'whole', title: texts.whole },
    { value: 'offset', title: texts.atOffset },
  ] as const;
  return (
    <>
      <section aria-label={texts.writeTitle}>
        <h3>{texts.writeTitle}</h3>
        {fault && <Fault fault={fault} onDismiss={() => setFault(undefined)} />}
        <Source given={given} judged={judged} limit={limit} onGiven={onGiven} onFile={(file) => void onFile(file)} />
        <Choices legend={texts.where} options={places} value={given.place} onChoose={(place) => onGiven({ place })} />
        {given.place === 'offset' && <Field label={texts.offset} inputMode="numeric" value={given.offset} error={judged.wrongOffset} onText={(offset) => onGiven({ offset })} />}
        {given.ticket !== undefined && <Check title={texts.asText} detail={texts.asTextDetail} checked={given.asText} onCheck={(asText) => onGiven({ asText })} />}
        {row.kind === 'certificate' && given.ticket !== undefined && (
          <Check title={texts.tag} detail={texts.tagDetail} checked={given.tag ?? device} onCheck={(tag) => onGiven({ tag })} />
        )}
        {row.kind === 'certificate' && given.ticket !== undefined && (
          <Check title={texts.chain} detail={texts.chainDetail} checked={given.chain} onCheck={(chain) => onGiven({ chain })} />
        )}
      </section>
      <PanelFoot>
        <Button look="main" data-main-action disabled={!judged.ready} onClick={() => void edit(editOf(row.id, given))}>
          {texts.reviewWrite}
        </Button>
      </PanelFoot>
    </>
  );
}
