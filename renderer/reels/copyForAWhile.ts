import { create } from 'zustand';

const keptMs = 30_000;
/** Time between tries while the system refuses to clear the clipboard. */
const againMs = 2_000;

interface Copied {
  /** The secret that was copied last, by the name of its button; undefined when it is no longer on the clipboard. */
  readonly what: string | undefined;
  /** Its time is over, but it is still on the clipboard. */
  readonly late: boolean;
}

/** The clipboard's state for the buttons. Never contains the secret. */
export const useCopied = create<Copied>(() => ({ what: undefined, late: false }));

let timer: ReturnType<typeof setTimeout> | undefined;
/** Number of the latest copy. A timer of an earlier copy must not affect it. */
let copies = 0;

/**
 * Clears the clipboard synchronously, because in a closing window a promise would not finish. Only this old command
 * works synchronously: it copies what the listener gives it. Browsers allow it only for some seconds after a key press
 * or click. Electron's main process clears the clipboard in any case.
 */
function overwriteNow(): void {
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', ' ');
    event.preventDefault();
  };
  document.addEventListener('copy', give, { once: true });
  document.execCommand('copy');
}

/** Repeats until it worked. Meanwhile, the button must not say that the secret is gone. */
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
 * Copies a secret. The clipboard is cleared after half a minute, or when the window closes before that. False when the
 * system refused to copy.
 * @param what name of the button
 * @param clear asks the main process, which needs neither the window's focus nor a click; false when it failed
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
