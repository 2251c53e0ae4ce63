import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { FileUp } from 'lucide-react';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { droppedFiles } from './droppedFiles.ts';
import { focusAfterUse } from './focusBack.ts';
import css from './dropZone.module.css';

interface Props {
  readonly label: string;
  readonly says: ReactNode;
  readonly choose: string;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  /** Other ways to give a file, beside the file chooser. */
  readonly others?: ReactNode;
}

/** A place for files. The user drops files on it or chooses them with its button. */
export function DropZone({ label, says, choose, multiple = true, onFiles, others }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    void droppedFiles(event.dataTransfer).then(onFiles);
    window.dispatchEvent(new Event('dragend'));
  };
  return (
    <div
      className={classes(css.zone, over && css.over)}
      role="group"
      aria-label={label}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileUp size="1.5rem" aria-hidden />
      <div className={css.says}>{says}</div>
      <div className={css.buttons}>
        <Button onClick={() => input.current?.click()}>{choose}</Button>
        {others}
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={choose}
        multiple={multiple}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The user may choose the same file again after correcting it.
          event.currentTarget.value = '';
          focusAfterUse(event.currentTarget);
          if (files.length > 0) onFiles(files);
        }}
      />
    </div>
  );
}
