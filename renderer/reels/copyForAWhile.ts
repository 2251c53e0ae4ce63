const keptMs = 30_000;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastOver: (() => void) | undefined;

/**
 * Copies a secret, and overwrites the clipboard after half a minute. False when the system refused.
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
  // Writing needs the focus: without it, the clipboard is cleared as soon as it comes back.
  const clear = (): void => void navigator.clipboard.writeText('').catch(() => window.addEventListener('focus', clear, { once: true }));
  timer = setTimeout(() => {
    clear();
    over?.();
    lastOver = undefined;
  }, keptMs);
  return true;
}
