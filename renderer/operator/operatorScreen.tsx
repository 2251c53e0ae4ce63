import { IdCard, LogOut } from 'lucide-react';
import { useEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import type { LineSlot, LineView } from '../../core/contract/line.ts';
import { StripedBadge } from '../ui/badge.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { benchGrid, mostColumns } from './benchGrid.ts';
import { useLine } from './lineStore.ts';
import css from './operator.module.css';
import { PinPad } from './pinPad.tsx';
import { operatorTexts as texts } from './texts.ts';
import { Tile } from './tile.tsx';
import { useScanner } from './useScanner.ts';
import { promptOf, whatIsNew } from './words.ts';

/** Takes scans. It is not drawn while the PIN is typed, so scans do not count then. */
function Scanner() {
  const take = useLine((line) => line.take);
  useScanner((scan) => void take(scan));
  return null;
}

function Head({ view, onLeave }: { readonly view: LineView; readonly onLeave: () => void }) {
  const { badge, askBadge } = useLine();
  const { job, operator } = view;
  const who = badge !== undefined ? texts.stopBadge : operator === '' ? texts.whoWorks : operator;
  return (
    <header className={css.top}>
      <div className={css.job}>
        <h1>{job.title}</h1>
        <p className="dim">{texts.revision(job.revision)}</p>
      </div>
      {view.slots.some(({ simulated }) => simulated === true) && <StripedBadge>{texts.simulated}</StripedBadge>}
      <div className={css.tools}>
        <Button icon={<IdCard size="1.25rem" aria-hidden />} title={operator === '' ? undefined : texts.someoneElse} aria-pressed={badge !== undefined} onClick={() => askBadge(badge === undefined)}>
          {who}
        </Button>
        <Button look="quiet" icon={<LogOut size="1.25rem" aria-hidden />} onClick={onLeave}>
          {texts.leave}
        </Button>
      </div>
    </header>
  );
}

/** The line above the tiles: what to do at the whole station. It is always shown, so that the tiles never move. */
function PromptLine({ view }: { readonly view: LineView }) {
  const badge = useLine((line) => line.badge);
  const refused = useLine((line) => line.fault);
  const { tone, text, more = '' } = promptOf(refused === undefined ? view : { ...view, scanFault: refused }, badge);
  return (
    <div className={classes(css.prompt, css[`${tone}Prompt`])} role="status" data-testid="prompt">
      <p>{text}</p>
      {more !== '' && <p className={css.more}>{more}</p>}
    </div>
  );
}

/** Removes the reason from a slot when it is already shown for the whole station. */
const withoutSaid = (slot: LineSlot, said: LineView['fault']): LineSlot => (said !== undefined && slot.fault?.code === said.code ? { ...slot, fault: undefined } : slot);

const isClock = (fault: LineView['fault']): boolean => fault?.code === 'job/clock-set-back';

/** Why this station cannot run the job. The tiles stay, because a chip that was finished before is still in its slot. */
function CannotRun({ fault, onClock }: { readonly fault: NonNullable<LineView['fault']>; readonly onClock: () => void }) {
  return (
    <section className={css.cannot} role="alert" data-testid="cannot-run">
      <h2>{fault.what}</h2>
      <p>{fault.why}</p>
      <p>
        <strong>{fault.todo}</strong>
      </p>
      {isClock(fault) && (
        <p>
          <Button onClick={onClock}>{texts.clockTitle}</Button>
        </p>
      )}
    </section>
  );
}

/** What the engineer must see to, although the job can run. */
function Notice({ notice: { what, why, todo } }: { readonly notice: NonNullable<LineView['notice']> }) {
  return (
    <Banner tone="warn" role="alert">
      <p>
        {what} {why}
      </p>
      <p>{todo}</p>
    </Banner>
  );
}

function Counter({ name, testid, children }: { readonly name: string; readonly testid: string; readonly children: ReactNode }) {
  return (
    <div className={css.counter}>
      <dt>{name}</dt>
      <dd data-testid={`count-${testid}`}>{children}</dd>
    </div>
  );
}

function Counters({ counts, job }: Pick<LineView, 'counts' | 'job'>) {
  const { passed, failed, toCheck, firstPassYield, msPerUnit, left } = counts;
  return (
    <section aria-label={texts.counters}>
      <dl className={css.counters}>
        <Counter name={texts.passed} testid="passed">{passed}</Counter>
        <Counter name={texts.failed} testid="failed">{failed}</Counter>
        <Counter name={texts.toCheck} testid="to-check">{toCheck}</Counter>
        <Counter name={texts.firstPass} testid="yield">{firstPassYield === undefined ? texts.noValue : texts.percent(firstPassYield)}</Counter>
        <Counter name={texts.perUnit} testid="time">{msPerUnit === undefined ? texts.noValue : texts.time(msPerUnit)}</Counter>
        <Counter name={texts.left} testid="left">{left ?? (job.quantity === 0 ? texts.noLimit : texts.noValue)}</Counter>
      </dl>
    </section>
  );
}

/** Most results that are kept for a screen reader. */
const mostSaid = 8;

/** Says each new result to a screen reader. */
function Said({ slots }: Pick<LineView, 'slots'>) {
  const [lines, setLines] = useState<readonly { readonly id: number; readonly text: string }[]>([]);
  const before = useRef<readonly LineSlot[]>(slots);
  const said = useRef(0);
  useEffect(() => {
    const news = whatIsNew(before.current, slots, Date.now()).map((text) => ({ id: said.current++, text }));
    before.current = slots;
    if (news.length > 0) setLines((old) => [...old, ...news].slice(-mostSaid));
  }, [slots]);
  return (
    <div className="hiddenVisually" role="log" aria-label={texts.said}>
      {lines.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}

/** The pad for the PIN, and what it is for. */
function Pad({ use, pinSet, onClose }: { readonly use: 'leave' | 'clock'; readonly pinSet: boolean; readonly onClose: () => void }) {
  const { leave, confirmClock } = useLine();
  const both = { pinSet, onStay: onClose };
  const sendClock = async (pin: string) => {
    const refused = await confirmClock(pin);
    if (refused === undefined) onClose();
    return refused;
  };
  if (use === 'clock') return <PinPad key={use} title={texts.clockTitle} confirm={texts.confirmClock} send={sendClock} {...both} />;
  return <PinPad key={use} title={texts.pinTitle} confirm={texts.confirmPin} send={leave} {...both} />;
}

/** The whole window while a job runs: tiles and counters. Only the PIN has to be typed. */
export function OperatorScreen({ view }: { readonly view: LineView }) {
  const [asked, ask] = useState<'leave' | 'clock'>();
  const pad = asked === 'clock' && !isClock(view.fault) ? undefined : asked;
  const { rows, columns, cells } = benchGrid(view.slots, pad === undefined ? mostColumns.alone : mostColumns.besidePad);
  const grid = { '--rows': rows, '--columns': columns } as CSSProperties;
  return (
    <div className={css.screen}>
      {pad === undefined && <Scanner />}
      <div>
        <Head view={view} onLeave={() => ask('leave')} />
        {view.notice !== undefined && <Notice notice={view.notice} />}
      </div>
      <main className={classes(css.main, pad !== undefined && css.withPad)}>
        <PromptLine view={view} />
        {view.fault !== undefined && <CannotRun fault={view.fault} onClock={() => ask('clock')} />}
        <ul className={css.tiles} style={grid} aria-label={texts.slots}>
          {view.slots.map((slot, at) => (
            <Tile key={slot.number} slot={withoutSaid(slot, view.fault)} cell={cells[at] ?? { row: 1, column: 1 }} />
          ))}
        </ul>
        {pad !== undefined && <Pad use={pad} pinSet={view.pinSet} onClose={() => ask(undefined)} />}
      </main>
      <Counters counts={view.counts} job={view.job} />
      <Said slots={view.slots} />
    </div>
  );
}
