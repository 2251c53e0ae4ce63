import type { FaultView } from '../../core/contract/board.ts';
import type { Fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';

/** Converts a fault to the form for the window: its text and its code. */
export function faultView(fault: Fault): FaultView {
  const { what, object, why, todo, raw } = say(fault);
  return {
    code: fault.code,
    what,
    ...(object === undefined ? {} : { object }),
    why,
    todo,
    ...(raw === undefined ? {} : { raw }),
  };
}
