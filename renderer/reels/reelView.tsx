import { useMemo, useState } from 'react';
import type { ReelView as View } from '../../core/contract/reels.ts';
import { AuthorizationPanel, usualReference } from '../chip/authorization/authorizationPanel.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { loadedRow } from '../ui/pagedLines.ts';
import { Anchors } from './anchors.tsx';
import { ChipDetail } from './chipDetail.tsx';
import { ExportDialog } from './exportDialog.tsx';
import { ReelList } from './reelList.tsx';
import css from './reels.module.css';
import { useReels } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';
import { TransportKey } from './transportKey.tsx';
import { WaferMap } from './waferMap.tsx';

function Sums({ reel: { sums, gaps, verified, lock, problemCount, problems } }: { readonly reel: View }) {
  const { certificates } = sums;
  return (
    <div className={css.sums}>
      <p>
        {texts.sums(sums.chips)}: {(['E0E0', 'E0E1', 'E0E2'] as const).map((object) => texts.sumCertificates(object, certificates[object])).join(', ')}
        {lock === 'open' && `; ${texts.sumSecrets(sums.pbs, sums.auto)}`}
        {lock === 'none' && `; ${texts.noKeys}`}
      </p>
      {gaps.length > 0 && <p>{gaps.join(' ')}</p>}
      {gaps.length === 0 && lock === 'open' && <p className="dim">{texts.gapsNone}</p>}
      <p className="dim" role="status">
        {verified}
      </p>
      {problemCount > 0 && (
        <details>
          <summary>{texts.problems(problemCount)}</summary>
          <ul>
            {problems.map(({ what, object, why }) => (
              <li key={`${object} ${why}`}>
                <span className="mono">{object}</span> {what} {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Side({ reel, onExport }: { readonly reel: View; readonly onExport: (chipId: string | undefined) => void }) {
  const { pages, selected, exportList, saved, dismiss, where } = useReels();
  const plugged = where === reel.reelId;
  const row = useMemo(() => loadedRow(pages, ({ chipId }) => chipId === selected), [pages, selected]);
  return (
    <aside className={css.side}>
      {saved && (
        <Banner tone="good" actions={<Button small look="quiet" onClick={dismiss}>{texts.close_}</Button>}>
          {texts.saved(saved.name, saved.folder)}
        </Banner>
      )}
      {row && <ChipDetail reel={reel} row={row} onExport={() => onExport(row.chipId)} />}
      {plugged && reel.lock === 'open' && <AuthorizationPanel reference={usualReference} />}
      <WaferMap id={reel.id} locked={reel.lock !== 'open'} />
      <div className={css.buttons}>
        <Button small onClick={() => void exportList()}>
          {texts.exportList}
        </Button>
        {reel.lock === 'open' && (
          <Button small onClick={() => onExport(undefined)}>
            {texts.exportSecrets}
          </Button>
        )}
      </div>
      <Anchors />
    </aside>
  );
}

/** One open reel: its content, its chips, and the actions on them. */
export function ReelPanel({ reel }: { readonly reel: View }) {
  const { search, find, total } = useReels();
  const [exporting, setExporting] = useState<{ readonly chipId: string | undefined }>();
  return (
    <>
      {reel.lock === 'locked' && <TransportKey key={reel.id} />}
      <Sums reel={reel} />
      <div className={css.columns}>
        <div className={css.left}>
          <div className={css.search}>
            <Field label={texts.search} mono value={search} onText={(text) => void find(text)} />
            <p className="dim" role="status">
              {texts.found(total, reel.sums.chips)}
            </p>
          </div>
          <ReelList />
        </div>
        <Side reel={reel} onExport={(chipId) => setExporting({ chipId })} />
      </div>
      {exporting && <ExportDialog reel={reel} chipId={exporting.chipId} first={exporting.chipId === undefined ? 'json' : 'header'} onClose={() => setExporting(undefined)} />}
    </>
  );
}
