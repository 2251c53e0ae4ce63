import { ok } from '../../../core/result/result.ts';
import type { Area } from '../handlers.ts';
import type { LineService } from './lineService.ts';

const done = { done: true } as const;

/** Implements the contract's operations on the line. */
export const lineHandlers = (line: LineService): Area<'line'> => ({
  'line/state': async () => ok(await line.state()),
  'line/open': ({ ticket }) => line.open(ticket),
  'line/scan': ({ text, broken }) => line.scan(text, broken === true),
  'line/start': async ({ slot }) => line.begin(slot),
  'line/operator': ({ name }) => line.operator(name),
  'line/leave': async ({ pin }) => {
    const left = await line.leave(pin);
    return left.ok ? ok(done) : left;
  },
  'line/confirm-clock': ({ pin }) => line.confirmClock(pin),
  'line/pin': async () => ok({ set: await line.hasPin() }),
  'line/set-pin': async ({ pin, old }) => {
    const set = await line.setPin(pin, old);
    return set.ok ? ok(done) : set;
  },
});
