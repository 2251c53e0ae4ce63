// What the application needs from its host. The types of clock and randomness are in core/bridge/bytePort.ts, and
// electron/serial implements them.
import type { LinkName } from '../core/contract/app.ts';
import type { Result } from '../core/result/result.ts';

/** Where something was saved, for people: the file's name and its folder. */
export interface Saved {
  readonly name: string;
  readonly folder: string;
}

/** Saves where the user wants: by a dialog in Electron, in a fixed folder in the Chromium host. Never overwrites without asking. */
export type SaveFile = (
  suggestedName: string,
  bytes: Uint8Array,
  /** `secret`: readable by its owner only (0600), for keys and secrets. */
  options?: { readonly secret?: boolean },
) => Promise<Result<Saved, 'file/not-written' | 'app/not-saved' | 'file/no-save-folder'>>;

/** Makes the host's function for saving into the folder from Settings. Undefined: the host's usual folder. */
export type SavesTo = (chosen: string | undefined) => SaveFile;

/** Opens one of the addresses that the program knows, in the system's browser. */
export type OpenLink = (link: LinkName) => Promise<Result<void, 'app/link-not-opened'>>;

/** The system's clipboard, for texts that were copied in the window. */
export interface Clipboard {
  /** Reads the clipboard's text; undefined in a host that cannot read the clipboard. */
  read(): Promise<string | undefined>;
  /** Empties the clipboard. @returns false when the system refused */
  clear(): Promise<boolean>;
}
