import { FileUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import css from './app.module.css';
import { takeFiles } from './takeFiles.ts';
import { appTexts } from './texts.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** The whole window takes files. Zones of their own stop the event before it comes here. */
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
      void takeFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('dragenter', enter, { signal });
    window.addEventListener('dragover', enter, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('drop', drop, { signal });
    window.addEventListener('dragend', () => setOver(false), { signal });
    return () => stop.abort();
  }, []);
  if (!over) return null;
  return (
    <div className={css.drop} aria-hidden>
      <FileUp size={48} />
      <h1>{appTexts.dropHere}</h1>
      <p>{appTexts.taken}</p>
    </div>
  );
}
