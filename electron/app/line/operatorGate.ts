import { operatorEvents, operatorOperations } from '../../../core/contract/line.ts';
import type { EventName, OperationName } from '../../../core/contract/operations.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';

const allowed: ReadonlySet<string> = new Set(operatorOperations);
const told: ReadonlySet<string> = new Set(operatorEvents);

/** Whether the window is the operator's, and what that window may ask for and is told. */
export class OperatorGate {
  /** Who works at the operator's screen, empty when nobody said; undefined while the window is the engineer's. */
  operator: string | undefined;

  /** From now on only the operator's operations are answered. */
  close(operator: string): void {
    this.operator = operator;
  }

  /** The window is the engineer's again. */
  open(): void {
    this.operator = undefined;
  }

  /** Why an operation is not answered now; undefined when it is. */
  refuses(operation: OperationName): Fault<'app/operator-only'> | undefined {
    return this.operator !== undefined && !allowed.has(operation) ? fault('app/operator-only', { operation }) : undefined;
  }

  /** Whether the window is told of this event now. */
  tells(event: EventName): boolean {
    return this.operator === undefined || told.has(event);
  }
}
