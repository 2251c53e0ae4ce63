import { useEffect, useEffectEvent } from 'react';
import { PinReader, type PinKeys } from './pinReader.ts';
import { scanGap, ScanReader, scanSilence, type KeyPress, type Scan } from './scanReader.ts';

/** Converts a key event. A key with AltGr is not a command, because on many keyboards AltGr types characters. */
function pressOf(event: KeyboardEvent): KeyPress {
  const command = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState('AltGraph');
  return { key: event.key, at: event.timeStamp, command, repeat: event.repeat };
}

const block = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

/** Presses the button that has the focus, for a person who works with the keyboard alone. */
export const pressFocused = (): void => {
  if (document.activeElement instanceof HTMLButtonElement) document.activeElement.click();
};

/** Listens to all keys of the page, before any element gets them. @returns a function that stops listening */
function listen(onKey: (event: KeyboardEvent) => void): () => void {
  const stop = new AbortController();
  const options = { capture: true, signal: stop.signal };
  window.addEventListener('keydown', onKey, options);
  // The operator's screen takes no pasted text and no dropped files.
  for (const name of ['paste', 'dragover', 'drop'] as const) window.addEventListener(name, block, options);
  return () => stop.abort();
}

/** Collects scans anywhere in the page. The keys of a scan press no button. Enter or Space alone presses the focused button. */
export function useScanner(onScan: (scan: Scan) => void): void {
  const scanned = useEffectEvent(onScan);
  useEffect(() => {
    const reader = new ScanReader();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silent = (): void => {
      const scan = reader.silent();
      if (scan !== undefined) scanned(scan);
    };
    const stop = listen((event) => {
      const use = reader.press(pressOf(event));
      if (use.use === 'pass') return;
      block(event);
      clearTimeout(timer);
      timer = use.use === 'wait' ? setTimeout(() => reader.wasAlone() && pressFocused(), scanGap) : setTimeout(silent, scanSilence);
      if (use.use === 'taken' && use.scan !== undefined) scanned(use.scan);
    });
    return () => (clearTimeout(timer), stop());
  }, []);
}

/** Whether the key keeps its usual meaning. A Tab immediately after another key ends a scan. @param sinceLast ms since the key before */
const passes = ({ key, command = false }: KeyPress, sinceLast: number): boolean => command || key === 'Escape' || key === 'Shift' || (key === 'Tab' && sinceLast > scanGap);

/** Collects what is typed for the PIN, without scans. */
export function usePinKeys(onKeys: (keys: PinKeys) => void): void {
  const typed = useEffectEvent((keys: PinKeys | undefined) => keys !== undefined && onKeys(keys));
  useEffect(() => {
    const reader = new PinReader();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const stop = listen((event) => {
      const press = pressOf(event);
      if (passes(press, press.at - last)) return;
      last = press.at;
      block(event);
      if (press.repeat === true) return;
      typed(reader.press(press));
      clearTimeout(timer);
      timer = setTimeout(() => typed(reader.silent()), scanGap);
    });
    return () => (clearTimeout(timer), stop());
  }, []);
}
