const keptMs = 30_000;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastOver: (() => void) | undefined;

/**
 * At once, for a window that closes: a promise would not be kept any more. This old command is the one way that does not
 * wait; it copies what the listener gives it.
 */
function overwriteNow(): void {
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', ' ');
    event.preventDefault();
  };
  document.addEventListener('copy', give, { once: true });
  document.execCommand('copy');
}

/**
 * Copies a secret, and overwrites the clipboard after half a minute, or when the window closes before. False when the
 * system refused.
 * @param over called when the half minute is over, or when another secret took the clipboard before
 */
export async function copyForAWhile(text: string, over?: () => void): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  clearTimeout(timer);
  lastOver?.();
  lastOver = over;
  window.addEventListener('pagehide', overwriteNow, { once: true });
  const cleared = (): void => window.removeEventListener('pagehide', overwriteNow);
  // Writing needs the focus: without it, the clipboard is cleared as soon as it comes back.
  const clear = (): void => void navigator.clipboard.writeText('').then(cleared, () => window.addEventListener('focus', clear, { once: true }));
  timer = setTimeout(() => {
    clear();
    over?.();
    lastOver = undefined;
  }, keptMs);
  return true;
}
