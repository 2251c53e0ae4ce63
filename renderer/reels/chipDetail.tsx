import { useRef } from 'react';
import { Eye, X } from 'lucide-react';
import type { ReelRow, ReelView } from '../../core/contract/reels.ts';
import { sayChipId } from '../../core/result/format.ts';
import { client } from '../client/client.ts';
import { Button } from '../ui/button.tsx';
import { Rows } from '../ui/rows.tsx';
import { copyForAWhile, useCopied } from './copyForAWhile.ts';
import css from './reels.module.css';
import { useReels } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';

interface SecretProps {
  readonly id: string;
  readonly chipId: string;
  readonly kind: 'pbs' | 'auto';
}

const clearClipboard = async (): Promise<boolean> => (await client.call('app/clear-clipboard', {})).ok;

/** A secret is in the window only while its button is held down. It is drawn without React, which keeps what it drew before. */
function BundleSecret({ id, chipId, kind }: SecretProps) {
  const name = `${chipId} ${kind}`;
  const copied = useCopied(({ what, late }) => (what !== name ? 'copy' : late ? 'notCleared' : 'copied'));
  const place = useRef<HTMLParagraphElement>(null);
  const shownNow = useRef(false);
  const write = (hex: string): void => {
    if (place.current === null) return;
    place.current.textContent = hex;
    place.current.hidden = hex === '';
  };
  const show = async (): Promise<void> => {
    shownNow.current = true;
    const answer = await client.call('reels/show-secret', { id, chipId, kind });
    // The user may have released the button meanwhile.
    if (answer.ok && shownNow.current) write(answer.value.hex);
  };
  const hide = (): void => {
    shownNow.current = false;
    write('');
  };
  const copy = async (): Promise<void> => {
    const answer = await client.call('reels/show-secret', { id, chipId, kind });
    if (answer.ok) await copyForAWhile(answer.value.hex, name, clearClipboard);
  };
  return (
    <div className={css.secretRow}>
      <Button
        small
        icon={<Eye size="1rem" aria-hidden />}
        onPointerDown={() => void show()}
        onPointerUp={hide}
        onPointerLeave={hide}
        onKeyDown={(event) => event.key === ' ' && !event.repeat && void show()}
        onKeyUp={hide}
        onBlur={hide}
      >
        {texts.hold(texts.secretNames[kind])}
      </Button>
      <Button small look="quiet" onClick={() => void copy()}>
        {texts[copied]}
      </Button>
      <p ref={place} className={css.secret} hidden />
    </div>
  );
}

interface Props {
  readonly reel: ReelView;
  readonly row: ReelRow;
  readonly onExport: () => void;
}

/** One chip of the reel. */
export function ChipDetail({ reel, row, onExport }: Props) {
  const { select } = useReels();
  const has = (thing: 'pbs' | 'auto') => row.holds.includes(thing);
  const rows = [
    { field: texts.columns.xy, says: `${row.x}, ${row.y}` },
    { field: texts.columns.subject, says: row.subject },
    { field: texts.columns.serial, says: <span className="mono">{row.serial}</span> },
    { field: texts.columns.has, says: row.holds.map((thing) => texts.things[thing]).join(', ') },
    ...(row.run === undefined ? [] : [{ field: texts.lastRun, says: texts.runs[row.run] }]),
  ];
  return (
    <section className={css.chip} aria-label={texts.chipTitle}>
      <div className={css.chipHead}>
        <h2 className="partTitle mono">{sayChipId(row.chipId)}</h2>
        <Button small look="quiet" aria-label={texts.close_} icon={<X size="1rem" aria-hidden />} onClick={() => select(undefined)} />
      </div>
      <Rows label={texts.chipTitle} rows={rows} />
      {reel.lock === 'open' && (['pbs', 'auto'] as const).map((kind) => has(kind) && <BundleSecret key={`${row.chipId} ${kind}`} id={reel.id} chipId={row.chipId} kind={kind} />)}
      {reel.lock === 'open' && has('pbs') && (
        <Button small onClick={onExport}>
          {texts.header}
        </Button>
      )}
    </section>
  );
}
