import { operatorEvents, operatorOperations } from '../../../core/contract/line.ts';
import type { EventName, OperationName } from '../../../core/contract/operations.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';

const allowed: ReadonlySet<string> = new Set(operatorOperations);
const told: ReadonlySet<string> = new Set(operatorEvents);

/** Knows whether the window is the operator's. If so, it limits the operations that the window may call and the events that it gets. */
export class OperatorGate {
  /** The person at the operator's screen; empty when no name was given, undefined while the window is the engineer's. */
  operator: string | undefined;

  /** From now on only the operations of the operator's screen are answered. */
  close(operator: string): void {
    this.operator = operator;
  }

  /** Makes the window the engineer's again. */
  open(): void {
    this.operator = undefined;
  }

  /** Why an operation is refused now; undefined when it is allowed. */
  refuses(operation: OperationName): Fault<'app/operator-only'> | undefined {
    return this.operator !== undefined && !allowed.has(operation) ? fault('app/operator-only', { operation }) : undefined;
  }

  /** Whether the window may get this event now. */
  tells(event: EventName): boolean {
    return this.operator === undefined || told.has(event);
  }
}
