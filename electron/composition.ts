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
  /** Path of a job file. If it is set, the window is the operator's and shows this job. */
  readonly operatorJob?: string | undefined;
}

export type EventListener = <N extends EventName>(name: N, event: EventOf<N>) => void;

/** The program's services, for a host. `electron/compose.ts` makes them. */
export interface Program {
  readonly handlers: Handlers;
  /** Why an operation is refused now, because the operator's screen is open; undefined when it is allowed. */
  readonly refuses: (operation: OperationName) => Fault | undefined;
  /** The simulated boards. Tests use them while the operator's window does not offer to unplug or change boards. */
  readonly simulated: SimulatedBoards;
  onEvent(listener: EventListener): () => void;
  /** Notes that the page received the review of this plan. Only then does the review count. */
  readonly reviewShown: (planId: string) => void;
  /** Called by the host when the window has loaded another page. Reviews that the page before received do not count for the new page. */
  pageLoaded(): void;
  close(): Promise<void>;
}

export type CreateProgram = (options: ProgramOptions) => Promise<Program>;
