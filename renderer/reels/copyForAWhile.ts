import { create } from 'zustand';

const keptMs = 30_000;
/** Time between tries while the system refuses to clear the clipboard. */
const againMs = 2_000;

interface Copied {
  /** The secret that was copied last, by the name of its button; undefined when it is no longer on the clipboard. */
  readonly what: string | undefined;
  /** Whether the secret is still on the clipboard although its time is over. */
  readonly late: boolean;
}

/** The clipboard's state for the buttons. Never contains the secret. */
export const useCopied = create<Copied>(() => ({ what: undefined, late: false }));

let timer: ReturnType<typeof setTimeout> | undefined;
/** Number of the latest copy. A timer of an earlier copy must not affect it. */
let copies = 0;

/**
 * Clears the clipboard synchronously, because a promise would not finish in a closing window. Only the old copy command
 * works synchronously: it copies the text that its listener provides. Browsers allow it only for some seconds after a
 * key press or click. Electron's main process clears the clipboard in any case.
 */
function overwriteNow(): void {
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', ' ');
    event.preventDefault();
  };
  document.addEventListener('copy', give, { once: true });
  document.execCommand('copy');
}

/** Tries to clear the clipboard until it works. Until then, the button must not say that the secret is gone. */
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
 * Copies a secret. The clipboard is cleared after half a minute, or earlier when the window closes.
 * @param what name of the button
 * @param clear asks the main process to clear the clipboard, which needs neither the window's focus nor a click; false
 * when that failed
 * @returns false when the system refused to copy
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
