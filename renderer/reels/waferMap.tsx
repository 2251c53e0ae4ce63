import { useCallback, useEffect, useRef, useState, type MouseEvent } from 'react';
import type { ReplyOf } from '../../core/contract/operations.ts';
import { client } from '../client/stores.ts';
import css from './reels.module.css';
import { useReels } from './store.ts';
import { reelsTexts as texts } from './texts.ts';

type Wafer = ReplyOf<'reels/wafer'>;
interface Cell {
  readonly x: number;
  readonly y: number;
  readonly has: number;
}

const perCell = 5;
const all = 0b11111;
const certificates = 0b00111;

function cellsOf({ cells }: Wafer): Cell[] {
  return Array.from({ length: cells.length / perCell }, (_, i) => {
    const [xh = 0, xl = 0, yh = 0, yl = 0, has = 0] = cells.subarray(i * perCell, (i + 1) * perCell);
    return { x: xh * 256 + xl, y: yh * 256 + yl, has };
  });
}

const side = 320;

function draw(canvas: HTMLCanvasElement, cells: readonly Cell[], locked: boolean): { readonly size: number; readonly left: number; readonly top: number } {
  const [left, top] = [Math.min(...cells.map(({ x }) => x)), Math.min(...cells.map(({ y }) => y))];
  const across = Math.max(...cells.map(({ x }) => x - left), ...cells.map(({ y }) => y - top)) + 1;
  const size = Math.max(1, Math.floor(side / across));
  canvas.height = Math.min(side, size * (Math.max(...cells.map(({ y }) => y - top)) + 1));
  const context = canvas.getContext('2d');
  const style = getComputedStyle(canvas);
  context?.clearRect(0, 0, side, side);
  // A canvas knows no light-dark(): the style sheet gives it the two colours as colours of its own.
  const [plain, lacking] = [style.color, style.borderTopColor];
  for (const { x, y, has } of cells) {
    const whole = locked ? (has & certificates) === certificates : has === all;
    if (context) context.fillStyle = whole ? plain : lacking;
    context?.fillRect((x - left) * size, (y - top) * size, Math.max(1, size - 1), Math.max(1, size - 1));
  }
  return { size, left, top };
}

/** The chips of one wafer by X and Y; what lacks something is amber. */
export function WaferMap({ id, locked }: { readonly id: string; readonly locked: boolean }) {
  const [wafer, setWafer] = useState<Wafer>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const place = useRef({ size: 1, left: 0, top: 0 });
  const { find } = useReels();
  const load = useCallback(
    (batch?: string): void => {
      void client.call('reels/wafer', { id, ...(batch === undefined ? {} : { batch }) }).then((answer) => answer.ok && setWafer(answer.value));
    },
    [id],
  );
  // Unlocking shows which chips lack a secret.
  useEffect(() => load(), [load, locked]);
  const cells = wafer === undefined ? [] : cellsOf(wafer);
  useEffect(() => {
    if (canvas.current && cells.length > 0) place.current = draw(canvas.current, cells, locked);
  });
  const pick = (event: MouseEvent<HTMLCanvasElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const { size, left, top } = place.current;
    const at = (offset: number): number => Math.floor(((offset / box.width) * side) / size);
    const [x, y] = [left + at(event.clientX - box.left), top + at(event.clientY - box.top)];
    const hex = (value: number): string => value.toString(16).padStart(4, '0');
    if (wafer && cells.some((cell) => cell.x === x && cell.y === y)) void find(`${wafer.batch}${hex(x)}${hex(y)}`);
  };
  if (wafer === undefined || cells.length === 0) return null;
  return (
    <section className={css.wafer} aria-label={texts.wafer}>
      <h3>{texts.wafer}</h3>
      {wafer.batches.length > 1 && (
        <select aria-label={texts.batch} value={wafer.batch} onChange={(event) => load(event.currentTarget.value)}>
          {wafer.batches.map((batch) => (
            <option key={batch}>{batch}</option>
          ))}
        </select>
      )}
      <canvas ref={canvas} width={side} height={side} role="img" aria-label={texts.waferLabel(cells.length)} onClick={pick} />
      <p className="dim small">{texts.waferHint}</p>
    </section>
  );
}
