import { KeyRound, MousePointerClick } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { WorkshopItem } from '../../core/contract/keys.ts';
import { Badge } from '../ui/badge.tsx';
import { DataGrid, type Column } from '../ui/dataGrid.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { Fault } from '../ui/fault.tsx';
import { PasswordForm } from '../ui/passwordForm.tsx';
import { linesOf } from '../ui/gridCursor.ts';
import { ScreenHeading } from '../ui/screenHeading.tsx';
import { KeyDetail } from './keyDetail.tsx';
import css from './keys.module.css';
import { NewKey } from './newKey.tsx';
import { useKeys } from './store.ts';
import { keysTexts as texts } from './texts.ts';

function States({ item }: { readonly item: WorkshopItem }) {
  const kept = item.unsaved ? <Badge tone="warn">{texts.unsaved}</Badge> : <Badge>{item.origin === 'made' ? texts.saved : texts.opened}</Badge>;
  return (
    <span className={css.states}>
      {kept}
      {item.certificate && item.kind !== 'certificate' && <Badge tone="accent">{item.namedCa ? texts.ca : texts.certified}</Badge>}
      {item.csr && item.kind !== 'csr' && <Badge>{texts.requested}</Badge>}
    </span>
  );
}

const columns: readonly Column<WorkshopItem>[] = [
  {
    title: texts.columns.name,
    width: 'minmax(0, 1fr)',
    cell: ({ name, algorithmName }) => (
      <>
        <span className={css.name}>{name}</span>
        <span className="dim small">{algorithmName}</span>
      </>
    ),
  },
  { title: texts.columns.kind, width: '7.5rem', cell: ({ kind }) => texts.kinds[kind] },
  { title: texts.columns.state, width: '9rem', cell: (item) => <States item={item} /> },
];

const keyOf = ({ id }: WorkshopItem): string => id;

function Password() {
  const { locked, unlock, forgetLocked } = useKeys();
  return locked && <PasswordForm locked={locked} texts={texts} onPassword={unlock} onOtherFile={forgetLocked} />;
}

function ListAndDetail({ items }: { readonly items: readonly WorkshopItem[] }) {
  const { selected, select } = useKeys();
  const lines = useMemo(() => linesOf(items), [items]);
  const item = items.find(({ id }) => id === selected);
  return (
    <div className={css.columns}>
      <div className={css.list}>
        <DataGrid label={texts.list} columns={columns} lines={lines} keyOf={keyOf} selected={selected} onSelect={select} rowRem={3.5} />
      </div>
      <div className={css.side}>
        {item ? (
          <KeyDetail item={item} />
        ) : (
          <EmptyState icon={<MousePointerClick size="2.5rem" aria-hidden />} title={texts.noneTitle}>
            {texts.noneBody}
          </EmptyState>
        )}
      </div>
    </div>
  );
}

/** The room Keys: keys of all algorithms, their certificates and requests. */
export function KeysRoom() {
  const { view, fault, selected, load, dismiss } = useKeys();
  useEffect(() => void load(), [load]);
  const items = view?.items ?? [];
  const chosen = items.some(({ id }) => id === selected);
  return (
    <div className={css.room}>
      <div className={css.head}>
        <div>
          <ScreenHeading>{texts.title}</ScreenHeading>
          <p className="dim small">{texts.lead}</p>
        </div>
        <NewKey />
      </div>
      <div className={css.notices}>
        <Password />
        {fault && !chosen && <Fault fault={fault} onDismiss={dismiss} />}
      </div>
      {items.length === 0 ? (
        <EmptyState icon={<KeyRound size="2.5rem" aria-hidden />} title={texts.emptyTitle}>
          {texts.emptyBody}
        </EmptyState>
      ) : (
        <ListAndDetail items={items} />
      )}
    </div>
  );
}
