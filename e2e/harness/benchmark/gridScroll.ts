import type { Page } from 'playwright-core';

/** Number of frames, and of those that came more than half a frame late. */
export interface Frames {
  readonly frames: number;
  readonly dropped: number;
}

export interface ScrollFigures {
  /** Scrolling by about one row in each frame. */
  readonly steady: Frames;
  /** Dragging the scroll bar from the top to the end: each frame shows other rows. */
  readonly drawnBar: Frames;
  /** Most rows in the page at one time. */
  readonly rows: number;
}

const frameMs = 1000 / 60;

/** Moves the grid's list once per frame, and records time and rows after each. */
function scroll(page: Page, frames: number, jumps: boolean): Promise<{ readonly times: number[]; readonly drawn: number }> {
  return page.evaluate(
    async ({ count, jump }) => {
      const box = document.querySelector('[role="grid"]');
      if (box === null) throw new Error('no grid');
      const times: number[] = [];
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      let drawn = 0;
      let last = await frame();
      for (let i = 1; i <= count; i++) {
        if (jump) box.scrollTo({ top: (box.scrollHeight * i) / count });
        else box.scrollBy({ top: 54 });
        const now = await frame();
        times.push(now - last);
        last = now;
        drawn = Math.max(drawn, box.querySelectorAll('[role="row"]').length);
      }
      return { times, drawn };
    },
    { count: frames, jump: jumps },
  );
}

const framesOf = (times: readonly number[]): Frames => ({ frames: times.length, dropped: times.filter((ms) => ms > 1.5 * frameMs).length });

/** Scrolls the grid in the page, from its top. */
export async function scrollGrid(page: Page): Promise<ScrollFigures> {
  const steady = await scroll(page, 300, false);
  const bar = await scroll(page, 200, true);
  return { steady: framesOf(steady.times), drawnBar: framesOf(bar.times), rows: Math.max(steady.drawn, bar.drawn) };
}
