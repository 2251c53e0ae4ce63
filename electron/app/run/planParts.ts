import type { Clock, Randomness } from '../../../core/bridge/bytePort.ts';
import type { EventOf } from '../../../core/contract/operations.ts';
import type { RunView } from '../../../core/contract/plan.ts';
import type { Board } from '../../board/board.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { Journal } from '../../journal/journal.ts';
import type { SaveFile } from '../../ports.ts';
import type { PublicKeyStore, WrittenSecrets } from '../material/index.ts';
import type { WizardState } from '../wizard/index.ts';

/** What the parts of the plan service need from each other. */
export interface PlanParts {
  readonly board: Board;
  readonly wizard: WizardState;
  readonly tickets: Tickets;
  readonly random: Randomness;
  readonly clock: Clock;
  readonly now: () => Date;
  readonly saveFile: SaveFile;
  readonly journal: Journal;
  readonly keys: Pick<PublicKeyStore, 'remember'>;
  readonly written: WrittenSecrets;
  readonly onRun: (run: RunView) => void;
  /** The review in the window no longer counts. */
  readonly onReviewVoid: (event: EventOf<'plan/void'>) => void;
}
