import type { Clock } from '../../../core/bridge/bytePort.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { lookForBoard, startTeachIn, type TeachIn } from '../../../core/slots/teachIn.ts';
import type { StationPort } from '../../serial/ports.ts';
import type { PortWatch } from './portWatch.ts';

/** A teach-in ends by itself after this time. Seconds */
const longest = 120;

/** The board that was plugged in, and all ports at that time. */
interface Found {
  readonly board: StationPort;
  readonly ports: readonly StationPort[];
}

/** Waits until a board is plugged in. @param onUnplugged gets the ports when a board was unplugged meanwhile @returns `found`: the board, the reason why none was taken, or undefined after `stop` */
export function waitForBoard(watch: PortWatch, clock: Clock, slot: string, onUnplugged: (ports: readonly StationPort[]) => void): { readonly found: Promise<Result<Found> | undefined>; stop(): void } {
  const { promise: found, resolve } = withResolvers<Result<Found> | undefined>();
  let teachIn: TeachIn | undefined;
  const end = (result: Result<Found> | undefined): void => {
    off();
    cancel();
    resolve(result);
  };
  const off = watch.subscribe(async (ports) => {
    const used = ports.filter(({ view }) => view.ignored !== true).map((port) => ({ ...port.hardware, port }));
    const looked = teachIn === undefined ? ok({ teachIn: startTeachIn(used) }) : lookForBoard(teachIn, used);
    if (!looked.ok) end(looked);
    else if ('board' in looked.value) end(ok({ board: looked.value.board.port, ports }));
    else {
      const before = teachIn?.unplugged === true;
      ({ teachIn } = looked.value);
      if (teachIn.unplugged && !before) onUnplugged(ports);
    }
  });
  const cancel = clock.after(longest * 1_000, () => end(err(fault('slot/no-board-came', { slot, seconds: longest }))));
  return { found, stop: () => end(undefined) };
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}
