// What the application needs of its host. Clock and randomness: the types of core/bridge/bytePort.ts, made in electron/serial.
import type { LinkName } from '../core/contract/app.ts';
import type { Result } from '../core/result/result.ts';

/** Where something was saved, for people: the file's name, and its folder. */
export interface Saved {
  readonly name: string;
  readonly folder: string;
}

/** Saves where the user wants it: a dialog in Electron, a fixed folder in the Chromium host. Never overwrites unasked. */
export type SaveFile = (
  suggestedName: string,
  bytes: Uint8Array,
  /** `secret`: readable by its owner alone (0600), for keys and secrets. */
  options?: { readonly secret?: boolean },
) => Promise<Result<Saved, 'file/not-written' | 'app/not-saved'>>;

/** Opens one of the addresses that the program knows, in the system's browser. */
export type OpenLink = (link: LinkName) => Promise<Result<void, 'app/link-not-opened'>>;

/** The system's clipboard, for what was copied in the window. */
export interface Clipboard {
  /** What is on it as text; undefined in a host that can not know. */
  read(): Promise<string | undefined>;
  /** False when the system refused. */
  clear(): Promise<boolean>;
}
