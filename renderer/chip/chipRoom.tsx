import { Microchip, RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import type { ChipPageView } from '../../core/contract/chip.ts';
import { sayChipId } from '../../core/result/format.ts';
import { useBoard } from '../board/boardStore.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { hexBytes } from '../ui/diffBytes.ts';
import { EmptyState } from '../ui/emptyState.tsx';
import { Fault } from '../ui/fault.tsx';
import { HexView } from '../ui/hexView.tsx';
import { Progress } from '../ui/progress.tsx';
import { Rows } from '../ui/rows.tsx';
import { ScreenHeading } from '../ui/screenHeading.tsx';
import { useReadWhenBack } from '../board/boardMessage.ts';
import { BoardActions } from '../board/noBoard.tsx';
import css from './chip.module.css';
import { useChip } from './chipStore.ts';
import { Health } from './health.tsx';
import { AuthorizationPanel, usualReference } from './authorization/authorizationPanel.tsx';
import { Settings } from './settings.tsx';
import { chipTexts as texts } from './texts.ts';
import { WholeChip } from './exchange/wholeChip.tsx';

type Line = ChipPageView['uidFields'][number];

/** A name, a value, and its explanation in small letters. */
const explained = (lines: readonly Line[]) =>
  lines.map(({ label, text, means }) => ({
    field: label,
    says: (
      <>
        <span className="mono">{text}</span>
        <span className={css.means}>{means}</span>
      </>
    ),
  }));

function Identity({ page }: { readonly page: ChipPageView }) {
  return (
    <Card title={texts.identity}>
      <dl className={css.names}>
        <div>
          <dt>{texts.family}</dt>
          <dd>{page.familyName}</dd>
        </div>
        <div>
          <dt>{texts.firmware}</dt>
          <dd>{page.firmware}</dd>
        </div>
        <div>
          <dt>{texts.chipId}</dt>
          <dd className="mono">{sayChipId(page.chipId)}</dd>
        </div>
      </dl>
      <details className={css.uid}>
        <summary>{texts.uid}</summary>
        <HexView bytes={hexBytes(page.uid)} label={texts.uid} />
        <Rows label={texts.uid} rows={explained(page.uidFields)} />
      </details>
    </Card>
  );
}

const tones = { good: 'accent', warn: 'warn', bad: 'bad' } as const;

function Events({ page: { events, monitor } }: { readonly page: ChipPageView }) {
  return (
    <Card title={texts.events} aside={<span className="mono">{texts.eventsOf(events.count)}</span>}>
      <Progress label={texts.events} value={events.count / 255} text={texts.eventsOf(events.count)} tone={tones[events.tone]} />
      <Banner tone={events.tone} role="note">
        <p>{events.says}</p>
      </Banner>
      <p className="dim small">{events.means}</p>
      <Rows label={texts.monitor} rows={monitor.map(({ label, text }) => ({ field: label, says: text }))} />
    </Card>
  );
}

function Security({ page }: { readonly page: ChipPageView }) {
  return (
    <Card title={texts.security}>
      {page.securityStatus.map(({ title, rows }) => (
        <div key={title}>
          <h3>{title}</h3>
          <Rows label={`${texts.security}: ${title}`} rows={rows.map(({ label, text }) => ({ field: label, says: text }))} />
        </div>
      ))}
    </Card>
  );
}

function Page({ page }: { readonly page: ChipPageView }) {
  return (
    <div className={css.grid}>
      <div className={css.column}>
        <Identity page={page} />
        <Card title={texts.lifecycle}>
          <Rows label={texts.lifecycle} rows={explained(page.lifecycle)} />
        </Card>
        <WholeChip />
      </div>
      <div className={css.column}>
        <Events page={page} />
        <Health />
      </div>
      <div className={css.column}>
        <AuthorizationPanel reference={usualReference} />
        <Settings settings={page.settings} />
        <Security page={page} />
      </div>
    </div>
  );
}

/** The chip: identity, state, expected speed, and whether the connection to it works. */
export function ChipRoom() {
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  const { page, fault, loading, read } = useChip();
  useEffect(() => {
    if (chipId !== undefined) void read();
  }, [chipId, read]);
  useReadWhenBack(fault, read);
  if (chipId === undefined) {
    return (
      <div className={css.empty}>
        <ScreenHeading>{texts.title}</ScreenHeading>
        <EmptyState icon={<Microchip size="2.5rem" aria-hidden />} title={texts.noBoardTitle} actions={<BoardActions />}>
          {texts.noBoardBody}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={css.room}>
      <div className={css.head}>
        <ScreenHeading>{texts.title}</ScreenHeading>
        <Button icon={<RefreshCw size="1rem" aria-hidden />} disabled={loading} onClick={() => void read()}>
          {loading ? texts.reading : texts.readAgain}
        </Button>
      </div>
      {fault && <Fault fault={fault} />}
      {/* When the chip can't be read, show the connection check. */}
      {page?.chipId === chipId ? <Page page={page} /> : fault ? <Health /> : <p className="dim">{texts.reading}</p>}
    </div>
  );
}
