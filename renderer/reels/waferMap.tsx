import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { isWhole, type WaferCell } from '../../core/contract/wafer.ts';
import { client } from '../client/client.ts';
import css from './reels.module.css';
import { useReels } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';
import { WaferGrid, type Wafer } from './waferGrid.ts';

const side = 320;
/** Width of the map in rem, as in the style sheet. */
const mapRem = 20;

function draw(canvas: HTMLCanvasElement, grid: WaferGrid, locked: boolean): void {
  canvas.height = grid.height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(canvas);
  // A canvas does not support light-dark(), so the style sheet defines the two colours separately.
  const [plain, lacking] = [style.color, style.borderTopColor];
  for (const cell of grid.cells) {
    const { left, top, size } = grid.square(cell);
    context.fillStyle = isWhole(cell, locked) ? plain : lacking;
    context.fillRect(left, top, size, size);
  }
}

/** A frame around one chip. */
function Mark({ grid, cell }: { readonly grid: WaferGrid; readonly cell: WaferCell }) {
  const { left, top, size } = grid.square(cell);
  const rem = (pixels: number): string => `${(pixels * mapRem) / side}rem`;
  return <span className={css.mark} style={{ left: rem(left), top: rem(top), width: rem(size), height: rem(size) }} />;
}

const directions: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The map's cursor. It follows the mouse and the arrow keys, and begins at the selected chip. */
function useCursor(grid: WaferGrid) {
  const find = useReels((state) => state.find);
  const select = useReels((state) => state.select);
  const selected = useReels((state) => state.selected);
  const [cursor, setCursor] = useState<WaferCell>();
  const marked = cursor ?? grid.cellOf(selected);
  const leave = (): void => setCursor(undefined);
  const pick = (cell: WaferCell | undefined): void => {
    if (cell === undefined) return;
    leave();
    void find(grid.chipId(cell));
    select(grid.chipId(cell));
  };
  const under = ({ currentTarget, clientX, clientY }: MouseEvent<HTMLCanvasElement>): WaferCell | undefined => {
    const box = currentTarget.getBoundingClientRect();
    const zoom = side / box.width;
    return grid.at((clientX - box.left) * zoom, (clientY - box.top) * zoom);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = directions[event.key];
    if (direction === undefined && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (direction === undefined) pick(marked);
    else setCursor(marked === undefined ? grid.cells[0] : grid.next(marked, direction));
  };
  const onMouseMove = (event: MouseEvent<HTMLCanvasElement>): void => setCursor(under(event));
  const onClick = (event: MouseEvent<HTMLCanvasElement>): void => pick(under(event));
  return { marked, hands: { onKeyDown, onMouseMove, onClick, onBlur: leave, onMouseLeave: leave } };
}

/** The map itself. Enter or a click selects the chip in the list. */
function WaferCanvas({ grid, locked }: { readonly grid: WaferGrid; readonly locked: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { marked, hands } = useCursor(grid);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, grid, locked);
  }, [grid, locked]);
  return (
    <>
      <div className={css.map}>
        <canvas ref={canvas} width={side} height={side} tabIndex={0} role="application" aria-label={texts.waferLabel(grid.cells.length)} aria-describedby="wafer-hint" {...hands} />
        {marked && <Mark grid={grid} cell={marked} />}
      </div>
      <p className="small" role="status">
        {marked === undefined ? '\u00a0' : texts.waferCell(marked.x, marked.y, isWhole(marked, locked))}
      </p>
      <p id="wafer-hint" className="dim small">
        {texts.waferHint}
      </p>
    </>
  );
}

/** The chips of one wafer by X and Y. Chips that lack something are amber. */
export function WaferMap({ id, locked }: { readonly id: string; readonly locked: boolean }) {
  const [wafer, setWafer] = useState<Wafer>();
  const load = useCallback(
    (batch?: string): void => {
      void client.call('reels/wafer', { id, ...(batch === undefined ? {} : { batch }) }).then((answer) => answer.ok && setWafer(answer.value));
    },
    [id],
  );
  // Which chips lack a secret is known only after unlocking.
  useEffect(() => load(), [load, locked]);
  const grid = useMemo(() => wafer && new WaferGrid(wafer, side), [wafer]);
  if (wafer === undefined || grid === undefined || grid.cells.length === 0) return null;
  return (
    <section className={css.wafer} aria-label={texts.wafer}>
      <h2 className="partTitle">{texts.wafer}</h2>
      {wafer.batches.length > 1 && (
        <select aria-label={texts.batch} value={wafer.batch} onChange={(event) => load(event.currentTarget.value)}>
          {wafer.batches.map((batch) => (
            <option key={batch}>{batch}</option>
          ))}
        </select>
      )}
      <WaferCanvas grid={grid} locked={locked} />
    </section>
  );
}
