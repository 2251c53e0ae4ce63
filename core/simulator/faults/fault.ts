import { commandNames, type CommandName } from '../../apdu/codes.ts';
import { concat } from '../../bytes/bytes.ts';

/** Errors on the way from the host, in the firmware's view of a frame. Bytes count from 0 at the start sequence. */
export type InputFault =
  | { readonly kind: 'in-drop'; readonly byte: number }
  | { readonly kind: 'in-flip'; readonly byte: number; readonly bit: number };

/** Errors of an answer on its way to the host. */
export type OutputFault =
  | { readonly kind: 'drop'; readonly byte: number }
  | { readonly kind: 'flip'; readonly byte: number; readonly bit: number }
  | { readonly kind: 'cut'; readonly bytes: number }
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array };

/** What the board or the chip does instead of answering. */
export type BoardFault =
  /** The board sends an error frame without asking the chip. */
  | { readonly kind: 'error' }
  /** The chip executes the command, but no byte comes back. */
  | { readonly kind: 'silence' }
  /** The chip never answers and the firmware waits for it. Only unplugging the board helps. */
  | { readonly kind: 'hang' }
  /** The cable is pulled before or after the chip has executed the command. */
  | { readonly kind: 'unplug'; readonly when: 'before' | 'after' }
  /** The cable is pulled in the middle of the chip's write: after this many bytes of it, or after half of them. */
  | { readonly kind: 'unplug'; readonly when: 'during'; readonly bytes?: number }
  /** Only the chip loses its power, in the middle of a write, and gets it back. The board sends an error frame. */
  | { readonly kind: 'power'; readonly bytes?: number }
  | { readonly kind: 'late'; readonly ms: number }
  /**
   * From here on another chip answers, just powered up. `before`: it receives the command. `error`: it could not be
   * asked, and the board sends an error frame. `silence`: the first chip executed the command and was removed before
   * its answer.
   */
  | { readonly kind: 'swap'; readonly when: 'before' | 'error' | 'silence' };

export type InjectedFault = InputFault | OutputFault | BoardFault;

/** Which requests a fault affects. A request is a frame whose header the firmware accepted. */
export type Selector =
  | { readonly kind: 'number'; readonly request: number }
  | { readonly kind: 'command'; readonly name: CommandName; readonly nth: number | undefined }
  | { readonly kind: 'every' };

export interface FaultRule {
  readonly at: Selector;
  readonly fault: InjectedFault;
}

export const isInputFault = (fault: InjectedFault): fault is InputFault => fault.kind === 'in-drop' || fault.kind === 'in-flip';

export const isOutputFault = (fault: InjectedFault): fault is OutputFault =>
  fault.kind === 'drop' || fault.kind === 'flip' || fault.kind === 'cut' || fault.kind === 'garbage';

/** Finds the rules for the current request. */
export class FaultScript {
  readonly #rules: readonly FaultRule[];
  readonly #counts = new Map<CommandName, number>();
  readonly #spent = new Set<FaultRule>();

  constructor(rules: readonly FaultRule[]) {
    this.#rules = rules;
  }

  /**
   * Faults that affect a byte of the `request`th request as it arrives; its command is not known yet. A numbered fault
   * is used once: if it damages a request's header, that request never begins, and the next one has the same number.
   */
  whileReading(request: number, byte: number): InputFault[] {
    const hits = this.#rules.filter(({ at, fault }) => {
      if (!isInputFault(fault) || fault.byte !== byte) return false;
      return at.kind === 'every' || (at.kind === 'number' && at.request === request);
    });
    const fresh = hits.filter((rule) => !this.#spent.has(rule));
    for (const rule of fresh) if (rule.at.kind === 'number') this.#spent.add(rule);
    return fresh.map(({ fault }) => fault).filter(isInputFault);
  }

  /** Faults for a complete request. Call it exactly once for each request, because it counts the commands. */
  onRequest(request: number, apdu: Uint8Array): Exclude<InjectedFault, InputFault>[] {
    const name = commandNames.get((apdu[0] ?? 0) & 0x7f);
    const nth = (name === undefined ? 0 : (this.#counts.get(name) ?? 0)) + 1;
    if (name !== undefined) this.#counts.set(name, nth);
    const hits = this.#rules.filter(({ at }) => {
      if (at.kind === 'number') return at.request === request;
      return at.kind === 'every' || (at.name === name && (at.nth ?? nth) === nth);
    });
    return hits.map(({ fault }) => fault).filter((fault) => !isInputFault(fault));
  }
}

/** The answer's bytes as they arrive: with flipped bits, shortened, or with garbage before them. */
export function distort(answer: Uint8Array, faults: readonly OutputFault[]): Uint8Array {
  let bytes = answer.slice();
  for (const fault of faults) {
    switch (fault.kind) {
      case 'flip':
        if (fault.byte < bytes.length) bytes[fault.byte] = (bytes[fault.byte] as number) ^ (1 << fault.bit);
        break;
      case 'drop':
        bytes = bytes.filter((_, index) => index !== fault.byte);
        break;
      case 'cut':
        bytes = bytes.slice(0, fault.bytes);
        break;
      case 'garbage':
        bytes = concat(fault.bytes, bytes) as Uint8Array<ArrayBuffer>;
        break;
    }
  }
  return bytes;
}
