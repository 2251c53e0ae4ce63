import type { EventName, EventOf, OperationName } from '../core/contract/operations.ts';
import type { Fault } from '../core/result/fault.ts';
import type { Handlers } from './app/handlers.ts';
import type { Clipboard, OpenLink, SavesTo } from './ports.ts';
import type { SimulatedBoards } from './simulated/simulatedBoards.ts';

export type HostName = 'electron' | 'chromium';

export interface ProgramOptions {
  /** A folder of our own for settings, journal and state. */
  readonly userData: string;
  readonly host: HostName;
  readonly savesTo: SavesTo;
  readonly openLink: OpenLink;
  readonly clipboard: Clipboard;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A job file: the window is the operator's, with this job. */
  readonly operatorJob?: string | undefined;
}

export type EventListener = <N extends EventName>(name: N, event: EventOf<N>) => void;

/** The main services, as a host uses them. `electron/compose.ts` makes it. */
export interface Program {
  readonly handlers: Handlers;
  /** Why an operation is not answered now: the operator's screen is open. Undefined when it is. */
  readonly refuses: (operation: OperationName) => Fault | undefined;
  /** The simulated boards, for tests: what a person does to boards by hand while the window does not let them. */
  readonly simulated: SimulatedBoards;
  onEvent(listener: EventListener): () => void;
  /** The page received the review of this plan. Only then the review counts. */
  readonly reviewShown: (planId: string) => void;
  /** The host reports that the window has another page. What the page before was shown does not count for the new one. */
  pageLoaded(): void;
  close(): Promise<void>;
}

export type CreateProgram = (options: ProgramOptions) => Promise<Program>;
