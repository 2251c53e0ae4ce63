import { LockKeyhole, X } from 'lucide-react';
import { Tabs } from 'radix-ui';
import type { ObjectRow } from '../../../core/contract/objects.ts';
import { useObjects } from '../objectsStore.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { MetadataEditor } from '../metadata/metadataEditor.tsx';
import { objectsTexts as texts, sayUse } from '../texts.ts';
import { Content } from './content.tsx';
import { CounterPanel } from './counterPanel.tsx';
import css from './detail.module.css';
import { KeyPanel } from './keyPanel.tsx';
import { Overview } from './overview.tsx';
import { tabsOf, useTab, type TabName } from './tab.ts';

function Head({ row, onClose }: { readonly row: ObjectRow; readonly onClose: () => void }) {
  const used = sayUse(row);
  const locked = row.lifecycle === 'operational' || row.lifecycle === 'termination';
  return (
    <header className={css.head}>
      <div>
        <h2>
          <span className="mono">{row.id}</span> {row.name}
        </h2>
        <p className="dim small">{row.purpose}</p>
        <p className={css.badges}>
          {row.lifecycle !== undefined && <Badge icon={locked && <LockKeyhole size="0.875rem" aria-hidden />}>{row.lifecycle}</Badge>}
          {row.type !== undefined && <Badge>{row.type}</Badge>}
          {row.algorithm !== undefined && <Badge>{row.algorithm}</Badge>}
          {used !== '' && <Badge>{texts.bytes(used)}</Badge>}
          {row.changed.length > 0 && <Badge tone="accent">{texts.changedFields(row.changed)}</Badge>}
        </p>
      </div>
      <Button small look="quiet" data-back-action icon={<X size="1rem" aria-hidden />} onClick={onClose}>
        {texts.close}
      </Button>
    </header>
  );
}

function Panel({ tab, row }: { readonly tab: TabName; readonly row: ObjectRow }) {
  switch (tab) {
    case 'overview':
      return <Overview row={row} />;
    case 'content':
      return <Content row={row} />;
    case 'key':
      return <KeyPanel row={row} />;
    case 'counter':
      return <CounterPanel row={row} />;
    case 'metadata':
      return <MetadataEditor row={row} />;
  }
}

/** One object: the possible actions, its content, and its metadata to view and edit. */
export function ObjectDetail({ row, onClose }: { readonly row: ObjectRow; readonly onClose: () => void }) {
  const tabs = tabsOf(row);
  const [wanted, go] = useTab((state) => [state.tab, state.go] as const);
  const tab = tabs.includes(wanted) ? wanted : 'overview';
  const { actionFault, dismiss } = useObjects();
  const choose = (value: string): void => {
    const found = tabs.find((name) => name === value);
    if (found !== undefined) go(found);
  };
  return (
    <div className={css.detail}>
      <Head row={row} onClose={onClose} />
      <Tabs.Root className={css.tabs} value={tab} onValueChange={choose}>
        <Tabs.List className={css.strip} aria-label={row.name}>
          {tabs.map((name) => (
            <Tabs.Trigger key={name} value={name} className={css.tab}>
              {texts.tabs[name]}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={tab} className={css.panel} tabIndex={-1}>
          {row.fault && <Fault fault={row.fault} />}
          {actionFault && <Fault fault={actionFault} onDismiss={dismiss} />}
          {!row.fault && <Panel tab={tab} row={row} />}
        </Tabs.Content>
      </Tabs.Root>
    </div>
  );
}
