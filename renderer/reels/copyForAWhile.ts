const keptMs = 30_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Copies a secret, and overwrites the clipboard after half a minute. False when the system refused. */
export async function copyForAWhile(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  clearTimeout(timer);
  // Writing needs the focus: without it, the clipboard is cleared as soon as it comes back.
  const clear = (): void => void navigator.clipboard.writeText('').catch(() => window.addEventListener('focus', clear, { once: true }));
  timer = setTimeout(clear, keptMs);
  return true;
}
