import { takeFiles } from './takeFiles.ts';

/** The system's file chooser. Chosen files are treated like dropped ones. */
export function chooseFiles(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => void takeFiles([...(input.files ?? [])]));
  input.click();
}
