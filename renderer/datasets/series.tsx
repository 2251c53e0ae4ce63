import { FileStack, Play, Square } from 'lucide-react';
import { useEffect } from 'react';
import type { SeriesView as View } from '../../core/contract/datasets.ts';
import { ActionBar } from '../ui/actions.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Choices } from '../ui/choices.tsx';
import { DropZone } from '../ui/dropZone.tsx';
import { Fault } from '../ui/fault.tsx';
import { Progress } from '../ui/progress.tsx';
import { ticketOf } from '../files/ticketButton.tsx';
import css from './series.module.css';
import { useBuild } from './buildStore.ts';
import { useInspect } from './inspectStore.ts';
import { useSeries } from './seriesStore.ts';
import { seriesTexts as texts, studioTexts } from './texts.ts';

const forms = (['zip', 'folder'] as const).map((value) => ({ value, ...texts.forms[value] }));
const tones = { running: 'info', finished: 'good', cancelled: 'warn', failed: 'bad' } as const;

/** Progress and result of the series. */
function State({ series }: { readonly series: View }) {
  const { state, done, total, perSecond, skipped, where } = series;
  const left = perSecond === 0 ? '' : `, ${texts.left((total - done) / perSecond)}`;
  return (
    <section className={css.state} aria-label={texts.progress}>
      <div className={css.figures}>
        <div role="status">
          <h2>{texts.states[state]}</h2>
        </div>
        <p>
          <strong>{texts.count(done, total)}</strong> <span className="dim">{`${texts.rate(perSecond)}${state === 'running' ? left : ''}`}</span>
        </p>
      </div>
      <Progress label={texts.progress} value={total === 0 ? 0 : done / total} text={texts.count(done, total)} tone={state === 'failed' ? 'bad' : state === 'cancelled' ? 'warn' : 'accent'} />
      {series.fault && <Fault fault={series.fault} />}
      {state !== 'running' && !series.fault && (
        <Banner tone={tones[state]}>
          <p>{state === 'cancelled' ? texts.cancelledSays : texts.where(where.name, where.folder)}</p>
        </Banner>
      )}
      {skipped > 0 && <p className="dim small">{texts.skipped(skipped)}</p>}
    </section>
  );
}

function Ask() {
  const { list, as, fault, take, choose, refuse } = useSeries();
  const view = useBuild((state) => state.view);
  const go = useInspect((state) => state.go);
  const ready = view !== undefined && missing(view.problems.map(({ field }) => field)) === 0;
  const files = async (given: readonly File[]): Promise<void> => {
    const ticket = await ticketOf(given, refuse);
    if (ticket !== undefined) take(ticket);
  };
  return (
    <>
      {!ready && (
        <Banner tone="warn" actions={<Button small onClick={() => go('build')}>{texts.toForm}</Button>}>
          <p>{texts.notReady}</p>
        </Banner>
      )}
      {fault && <Fault fault={fault} />}
      <section className={css.ask}>
        <h2 className="partTitle">{texts.list}</h2>
        <DropZone label={texts.list} says={list === undefined ? texts.listSays : texts.listIs(list.name, list.size)} choose={studioTexts.choose} multiple={false} onFiles={(given) => void files(given)} />
      </section>
      <Choices legend={texts.as} options={forms} value={as} onChoose={choose} />
    </>
  );
}

/** A series has a different component id for each chip, so the form's component id is not needed. */
const missing = (fields: readonly string[]): number => fields.filter((field) => field !== 'componentId').length;

/** Makes one data set per chip for a whole list. */
export function SeriesView() {
  const { list, series, load, start, cancel, resume, take } = useSeries();
  const { view, load: loadForm } = useBuild();
  useEffect(() => void load(), [load]);
  useEffect(() => void loadForm(), [loadForm]);
  const ready = view !== undefined && missing(view.problems.map(({ field }) => field)) === 0;
  const running = series?.state === 'running';
  const stopped = series?.state === 'cancelled' || series?.state === 'failed';
  const back = running
    ? { back: { label: texts.cancel, run: () => void cancel(), icon: <Square size="1rem" aria-hidden /> } }
    : series === undefined
      ? {}
      : { back: { label: texts.again, run: () => take(undefined) } };
  const main = running
    ? {}
    : stopped
      ? { main: { label: texts.resume, run: () => void resume(), icon: <Play size="1.25rem" aria-hidden /> } }
      : series === undefined
        ? { main: { label: texts.start, run: () => void start(), disabled: list === undefined || !ready, icon: <FileStack size="1.25rem" aria-hidden /> } }
        : {};
  return (
    <div className={css.screen}>
      <div className={css.scroll}>
        <div className={css.page}>
          <p className="dim">{texts.lead}</p>
          {series === undefined ? <Ask /> : <State series={series} />}
        </div>
      </div>
      <ActionBar {...back} {...main} />
    </div>
  );
}
