import { FileSearch, Hammer, Send, Wrench } from 'lucide-react';
import { useEffect } from 'react';
import { setExports, type DataSetView } from '../../core/contract/datasets.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { useBoard } from '../board/boardStore.ts';
import { usePlan } from '../plan/planStore.ts';
import { useWizard } from '../wizard/wizardStore.ts';
import { ActionBar } from '../ui/actions.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { hexBytes } from '../ui/diffBytes.ts';
import { EmptyState } from '../ui/emptyState.tsx';
import { Fault } from '../ui/fault.tsx';
import { HexView } from '../ui/hexView.tsx';
import { Rows } from '../ui/rows.tsx';
import css from './inspect.module.css';
import { FileButton } from '../files/ticketButton.tsx';
import { FragmentList } from './fragmentList.tsx';
import { ManifestView } from './manifestView.tsx';
import { useInspect } from './inspectStore.ts';
import { studioTexts as texts } from './texts.ts';
import { Verdicts } from './verdicts.tsx';

function Empty() {
  const { fault, busy, open, go, refuse, dismiss } = useInspect();
  if (busy) return <p className="dim" role="status">{texts.opening}</p>;
  return (
    <div className={css.empty}>
      {fault && <Fault fault={fault} onDismiss={dismiss} />}
      <EmptyState
        icon={<FileSearch size="2.5rem" aria-hidden />}
        title={texts.emptyTitle}
        actions={
          <>
            <FileButton label={texts.choose} onTicket={(ticket) => void open(ticket)} onFault={refuse} />
            <Button small icon={<Hammer size="1rem" aria-hidden />} onClick={() => go('build')}>
              {texts.buildOne}
            </Button>
          </>
        }
      >
        {texts.emptyBody}
      </EmptyState>
    </div>
  );
}

function PayloadBytes({ set: { payload } }: { readonly set: DataSetView }) {
  if (payload.state !== 'shown') return null;
  const bytes = hexBytes(payload.hex);
  return (
    <section className={css.stack} aria-label={texts.payloadBytes}>
      <h3>{texts.payloadBytes}</h3>
      <div className={css.payload}>
        {payload.rows.length > 0 && <Rows label={texts.meaning} rows={payload.rows.map(({ label, text }) => ({ field: label, says: text }))} />}
        <HexView key={payload.hex} bytes={bytes} text label={texts.payloadBytes} />
      </div>
    </section>
  );
}

/** Says why sending must wait, or what it will do. The sentence agrees with the results shown above it. */
function noteOf({ problems, prediction }: DataSetView, chip: boolean): string {
  if (problems.length > 0) return texts.sendBroken;
  if (!chip) return texts.sendNoBoard;
  if (prediction?.verdict === 'refused') return texts.sendRefused(prediction.raw ?? '');
  return prediction?.verdict === 'accepted' ? texts.sendNote : texts.sendUnknown;
}

function Foot({ set }: { readonly set: DataSetView }) {
  const { export: save, close } = useInspect();
  const goScreen = useNavigation((navigation) => navigation.goScreen);
  const chip = useBoard(({ board }) => board.chip !== undefined);
  const broken = set.problems.length > 0;
  const refusal = set.prediction?.verdict === 'refused' ? set.prediction : undefined;
  const { goStep } = useNavigation();
  const prepare = async (): Promise<void> => {
    if (refusal?.prepare === undefined) return;
    const { target, anchorObject, secretObject, metadata } = refusal.prepare;
    await useWizard.getState().answer({
      target,
      anchorObject,
      ...(secretObject === undefined ? { confidentiality: false } : { confidentiality: true, secretObject }),
      update: metadata ? 'metadata' : 'data',
    });
    goStep(0);
  };
  const send = (): void => {
    goScreen('review');
    void usePlan.getState().fromStudio(set.id);
  };
  const exports = setExports.map((as) => (
    <Button key={as} disabled={as === 'header' && set.headerWhy !== undefined} title={(as === 'header' ? set.headerWhy : undefined) ?? texts.exportsMean[as]} onClick={() => void save(as)}>
      {texts.exports[as]}
    </Button>
  ));
  return (
    <ActionBar
      back={{ label: texts.close, run: close }}
      others={
        <div className={css.exports} role="group" aria-label={texts.export}>
          <span className="dim small">{texts.export}</span>
          {exports}
        </div>
      }
      note={noteOf(set, chip)}
      main={
        !broken && chip && refusal?.prepare !== undefined
          ? { label: texts.prepare(refusal.prepare.target), run: () => void prepare(), icon: <Wrench size="1.25rem" aria-hidden /> }
          : { label: texts.send, run: send, disabled: broken || !chip || refusal !== undefined, icon: <Send size="1.25rem" aria-hidden /> }
      }
    />
  );
}

/** A data set's content, the result of its check, and where it can be sent. */
export function Inspect() {
  const { set, fault, saved, refresh, dismiss } = useInspect();
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  useEffect(() => void refresh(), [chipId, refresh]);
  if (set === undefined) return <Empty />;
  return (
    <div className={css.screen}>
      <div className={css.scroll}>
        <div>
          <h2>{set.title}</h2>
          <p className="dim">{set.file}</p>
        </div>
        {fault && <Fault fault={fault} onDismiss={dismiss} />}
        {saved && <Banner tone="good">{texts.savedAs(saved.name, saved.folder)}</Banner>}
        {set.problems.map((problem, at) => (
          <Fault key={at} fault={problem} />
        ))}
        {set.warnings.map((warning) => (
          <Banner key={warning} tone="warn">
            {warning}
          </Banner>
        ))}
        <Verdicts set={set} />
        <div className={css.parts}>
          <section className={css.stack} aria-label={texts.facts}>
            <h3>{texts.facts}</h3>
            <div className={css.facts}>
              <Rows label={texts.facts} rows={set.rows.map(({ label, text }) => ({ field: label, says: text }))} />
            </div>
            <FragmentList fragments={set.fragments} />
          </section>
          <ManifestView key={set.id} set={set} />
        </div>
        <PayloadBytes set={set} />
      </div>
      <Foot set={set} />
    </div>
  );
}
