import { FileUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { droppedFiles } from '../ui/droppedFiles.ts';
import css from './app.module.css';
import { takeFiles, takeText } from '../files/takeFiles.ts';
import { appTexts } from './texts.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Accepts files dropped anywhere on the window. Drop zones of their own stop the event before it arrives here. */
export function WindowDrop() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      void droppedFiles(event.dataTransfer).then(takeFiles);
    };
    const paste = (event: ClipboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement || event.clipboardData === null) return;
      const { files } = event.clipboardData;
      const text = event.clipboardData.getData('text/plain');
      if (files.length > 0) void takeFiles([...files]);
      else if (text.trim() !== '') void takeText(text);
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('dragenter', enter, { signal });
    window.addEventListener('dragover', enter, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('drop', drop, { signal });
    window.addEventListener('paste', paste, { signal });
    window.addEventListener('dragend', () => setOver(false), { signal });
    return () => stop.abort();
  }, []);
  if (!over) return null;
  return (
    <div className={css.drop} aria-hidden>
      <div>
        <FileUp size="2.5rem" />
        <div>
          <h2>{appTexts.dropHere}</h2>
          <p>{appTexts.taken}</p>
        </div>
      </div>
    </div>
  );
}
