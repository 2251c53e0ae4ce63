import { create } from 'zustand';

const keptMs = 30_000;
/** As long as the system refuses, it is asked again. */
const againMs = 2_000;

interface Copied {
  /** The secret that was copied last, by the name of its button; undefined once it is off the clipboard. */
  readonly what: string | undefined;
  /** Its time is over, and it is on the clipboard still. */
  readonly late: boolean;
}

/** What the buttons say of the clipboard. Never holds the secret. */
export const useCopied = create<Copied>(() => ({ what: undefined, late: false }));

let timer: ReturnType<typeof setTimeout> | undefined;
/** Counts the copies: what a former one still has to do is not done to the next. */
let copies = 0;

/**
 * At once, for a window that closes: a promise would no longer be kept. This old command is the one way that does not
 * wait; it copies what the listener gives it. Browsers allow it for some seconds after a key or a click only; Electron's
 * main process clears the clipboard in any case.
 */
function overwriteNow(): void {
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', ' ');
    event.preventDefault();
  };
  document.addEventListener('copy', give, { once: true });
  document.execCommand('copy');
}

/** Until it worked: the button must not say that a secret is gone while it is there. */
async function clearUntilGone(mine: number, clear: () => Promise<boolean>): Promise<void> {
  const gone = await clear();
  if (mine !== copies) return;
  if (gone) {
    window.removeEventListener('pagehide', overwriteNow);
    return useCopied.setState({ what: undefined, late: false });
  }
  useCopied.setState({ late: true });
  timer = setTimeout(() => void clearUntilGone(mine, clear), againMs);
}

/**
 * Copies a secret, and has the clipboard cleared after half a minute, or overwrites it when the window closes before.
 * False when the system refused to copy.
 * @param what name of the button
 * @param clear asks the main process, which needs neither the window's focus nor a click; false when it did not work
 */
export async function copyForAWhile(text: string, what: string, clear: () => Promise<boolean>): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  clearTimeout(timer);
  const mine = ++copies;
  useCopied.setState({ what, late: false });
  window.addEventListener('pagehide', overwriteNow, { once: true });
  timer = setTimeout(() => void clearUntilGone(mine, clear), keptMs);
  return true;
}
