import type { LinkName } from '../../core/contract/app.ts';
import type { EventName, EventOf } from '../../core/contract/operations.ts';
import type { Result } from '../../core/result/result.ts';
import type { Handlers } from '../ipc/handlers.ts';
import type { OnReply } from '../ipc/router.ts';

export type HostName = 'electron' | 'chromium';

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

export interface BenchOptions {
  /** A folder of our own for settings, journal and state. */
  readonly userData: string;
  readonly host: HostName;
  readonly saveFile: SaveFile;
  readonly openLink: OpenLink;
  readonly clipboard: Clipboard;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export type EventListener = <N extends EventName>(name: N, event: EventOf<N>) => void;

/** The main services, as a host sees them. `electron/compose.ts` makes it. */
export interface Bench {
  readonly handlers: Handlers;
  onEvent(listener: EventListener): () => void;
  /** The host tells what the page got: a review counts only then. */
  readonly replied: OnReply;
  /** The host tells that another page is in the window: what the one before was shown does not count for it. */
  pageLoaded(): void;
  close(): Promise<void>;
}

export type CreateBench = (options: BenchOptions) => Promise<Bench>;
