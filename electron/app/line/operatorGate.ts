import { operatorEvents, operatorOperations } from '../../../core/contract/line.ts';
import type { EventName, OperationName } from '../../../core/contract/operations.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';

const allowed: ReadonlySet<string> = new Set(operatorOperations);
const told: ReadonlySet<string> = new Set(operatorEvents);

/** Whether the window is the operator's, and what that window may ask for and is told. */
export class OperatorGate {
  /** The operator's screen is open. */
  closed = false;

  /** Why an operation is not answered now; undefined when it is. */
  refuses(operation: OperationName): Fault<'app/operator-only'> | undefined {
    return this.closed && !allowed.has(operation) ? fault('app/operator-only', { operation }) : undefined;
  }

  /** Whether the window is told of this event now. */
  tells(event: EventName): boolean {
    return !this.closed || told.has(event);
  }
}
