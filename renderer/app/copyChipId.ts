import { joinChipId } from '../../core/result/format.ts';

/**
 * Lets a selected chip id be copied without blanks, so that it can be pasted into files and commands. Any other
 * selection is copied as it is.
 */
export function copyChipIdsWithoutBlanks(): () => void {
  const stop = new AbortController();
  const copy = (event: ClipboardEvent): void => {
    const id = joinChipId(document.getSelection()?.toString().trim() ?? '');
    if (id === undefined || event.clipboardData === null) return;
    event.clipboardData.setData('text/plain', id);
    event.preventDefault();
  };
  document.addEventListener('copy', copy, { signal: stop.signal });
  return () => stop.abort();
}
