import { Trash2, Undo2 } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { sayField } from '../../../core/access/sayMetadata.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import type { ObjectRow } from '../../../core/contract/objects.ts';
import { metadataFields, metadataWords } from '../../../core/objects/metadata.ts';
import { Banner } from '../../ui/banner.tsx';
import { BeforeAfter, type Side } from '../../ui/beforeAfter.tsx';
import { Button } from '../../ui/button.tsx';
import { hexBytes } from '../../ui/diffBytes.ts';
import { HexView } from '../../ui/hexView.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Rows } from '../../ui/rows.tsx';
import { useEdit } from '../../plan/useEdit.ts';
import { BytesView } from './bytesView.tsx';
import { budget, changedTags, isChanged, metadataOf, present, type Draft } from './draft.ts';
import { draftOf, useDrafts } from './drafts.ts';
import { FormView } from './formView.tsx';
import { PanelFoot } from '../detail/panelFoot.tsx';
import css from './metadata.module.css';
import { SentencesView } from './sentencesView.tsx';
import { metadataTexts as texts } from './texts.ts';

const views = ['form', 'sentences', 'bytes'] as const;

const nameOf = (tag: number): string => {
  const field = metadataFields.get(tag);
  return field === undefined ? `0x${tag.toString(16)}` : metadataWords[field];
};

function side(hex: string, tag: number): Side {
  const value = metadataOf(hex).find((entry) => entry.tag === tag)?.value;
  return value === undefined ? { says: texts.notSet } : { says: sayField(tag, value), bytes: toHex(value) };
}

function Changes({ draft }: { readonly draft: Draft }) {
  const tags = changedTags(draft.base, present(draft));
  if (tags.length === 0) return <p className="dim small">{texts.noChanges}</p>;
  return (
    <section aria-label={texts.changes} className={css.changes}>
      <h3>{texts.changes}</h3>
      {tags.map((tag) => (
        <div key={tag}>
          <h4>{nameOf(tag)}</h4>
          <BeforeAfter field={nameOf(tag)} before={side(draft.base, tag)} after={side(present(draft), tag)} />
        </div>
      ))}
    </section>
  );
}

function Foot({ row, draft }: { readonly row: ObjectRow; readonly draft: Draft }) {
  const { undo, discard } = useDrafts();
  const edit = useEdit();
  const { used, limit, fits } = budget(present(draft));
  const changed = isChanged(draft);
  return (
    <PanelFoot>
      <div className={css.budget}>
        <span className={fits ? 'dim small' : css.over} role="status">
          {texts.budget(used, limit)}
          {!fits && ` · ${texts.tooLong(used - limit)}`}
        </span>
        <Progress label={texts.budgetLabel} value={used / limit} text={texts.budget(used, limit)} tone={fits ? 'accent' : 'bad'} />
      </div>
      <Button icon={<Undo2 size="1rem" aria-hidden />} disabled={draft.history.length === 0} onClick={() => undo(row.id)}>
        {texts.undo}
      </Button>
      <Button icon={<Trash2 size="1rem" aria-hidden />} disabled={!changed} onClick={() => discard(row.id)}>
        {texts.discard}
      </Button>
      <Button look="main" data-main-action disabled={!changed || !fits} onClick={() => void edit({ kind: 'metadata', id: row.id, hex: present(draft) })}>
        {texts.review}
      </Button>
    </PanelFoot>
  );
}

/** Metadata that can't be changed, in the same views. */
function Closed({ row, why }: { readonly row: ObjectRow; readonly why: string | undefined }) {
  return (
    <section aria-label={texts.title}>
      <Banner tone="info" role="note">
        <p>
          <strong>{texts.closed}</strong> {why}
        </p>
      </Banner>
      <Rows label={texts.title} rows={row.rows} />
      <HexView bytes={hexBytes(row.metadata)} label={texts.bytesLabel} />
    </section>
  );
}

/** An object's metadata in three views of one draft: a form, sentences, bytes. */
export function MetadataEditor({ row }: { readonly row: ObjectRow }) {
  const { drafts, edit, view, see } = useDrafts();
  const action = row.actions.find(({ name }) => name === 'metadata');
  if (action?.can !== true) return <Closed row={row} why={action?.why} />;
  const draft = draftOf(drafts, row.id, row.metadata);
  const hex = present(draft);
  const onHex = (next: string, typing?: string): void => edit(row.id, row.metadata, next, typing);
  return (
    <>
      <div className={css.work}>
        <Tabs.Root className={css.views} value={view} onValueChange={(value) => see(views.find((name) => name === value) ?? 'form')}>
          <Tabs.List className={css.strip} aria-label={texts.view}>
            {views.map((name) => (
              <Tabs.Trigger key={name} value={name} className={css.view}>
                {texts.views[name]}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <Tabs.Content value={view} className={css.fields} tabIndex={-1}>
            {view === 'form' && <FormView row={row} hex={hex} onHex={onHex} />}
            {view === 'sentences' && <SentencesView hex={hex} onHex={onHex} />}
            {view === 'bytes' && <BytesView base={row.metadata} hex={hex} onHex={onHex} />}
          </Tabs.Content>
        </Tabs.Root>
        <Changes draft={draft} />
      </div>
      <Foot row={row} draft={draft} />
    </>
  );
}
