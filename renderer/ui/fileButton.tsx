import { useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { chosenFolder } from './droppedFiles.ts';
import { focusAfterUse } from './focusBack.ts';

interface Props {
  readonly label: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  /** For choosing a whole folder. */
  readonly folder?: boolean;
  readonly disabled?: boolean;
  readonly small?: boolean;
  readonly icon?: ReactNode;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A button that opens the system's file chooser. */
export function FileButton({ label, accept, multiple = false, folder = false, small = false, disabled = false, icon, onFiles }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button small={small} icon={icon} disabled={disabled} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={(element) => {
          input.current = element;
          if (folder) element?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        aria-label={label}
        accept={accept}
        multiple={multiple || folder}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The user may choose the same file again.
          event.currentTarget.value = '';
          focusAfterUse(event.currentTarget);
          if (files.length > 0 && folder) void chosenFolder(files).then(onFiles);
          else if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
