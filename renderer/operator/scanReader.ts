/** A key that was pressed, as `KeyboardEvent` says it. */
export interface KeyPress {
  readonly key: string;
  /** ms, on a clock that only goes forwards */
  readonly at: number;
  /** Pressed together with Ctrl, Alt or Meta, and not for a character. */
  readonly command?: boolean;
  /** Sent again because the key is held down. */
  readonly repeat?: boolean;
}

/** What a scanner sent, without its Enter or Tab. `broken`: it came in pieces, or its end did not come. */
export interface Scan {
  readonly text: string;
  readonly broken: boolean;
}

/**
 * What becomes of a key. `taken`: it belongs to a scan, so the page must not act on it. `wait`: Enter or Space alone, which may be a
 * person's or the first key of a scan. `pass`: the page may act on it.
 */
export type KeyUse = { readonly use: 'taken'; readonly scan?: Scan } | { readonly use: 'wait' } | { readonly use: 'pass' };

/** Scanners send the keys of one scan within this time of each other; a person does not. ms */
export const scanGap = 120;
/** A scan without an end is reported after this silence. ms */
export const scanSilence = 600;
/** Keys within this time after a scan that was reported without its end are the rest of it. ms */
const restTime = 1000;
/** Enter or Tab within this time after the last character is the late end of a scan, and presses no button. ms */
const lateEnd = 2000;
/** Longest text of a scan. */
const longest = 400;

const taken: KeyUse = { use: 'taken' };
const modifiers: ReadonlySet<string> = new Set(['Shift', 'CapsLock', 'Control', 'Alt', 'AltGraph', 'Meta', 'NumLock', 'Fn']);

/** Ctrl+J and Ctrl+M are how some scanners send the line feed and the Enter. */
const isEnd = ({ key, command = false }: KeyPress): boolean => (command ? /^[jm]$/i.test(key) : key === 'Enter' || key === 'Tab');
const isCharacter = ({ key, command = false }: KeyPress): boolean => !command && [...key].length === 1;

/**
 * Tells a scanner, which is a fast keyboard that ends with Enter or Tab, from a person. Has no timer of its own: `silent` is called
 * when no key came for a while.
 */
export class ScanReader {
  #text = '';
  #broken = false;
  /** When the last character came. */
  #last = -Infinity;
  /** The last scan was reported without its end. */
  #unended = false;
  /** Enter or Space that may be the first key of a scan. */
  #waiting: KeyPress | undefined;

  press(press: KeyPress): KeyUse {
    if (modifiers.has(press.key)) return { use: 'pass' };
    const first = this.#waiting;
    this.#waiting = undefined;
    if (first !== undefined && first.key === ' ' && isCharacter(press)) this.#add(first);
    if (isEnd(press)) return this.#end(press);
    if (press.key === ' ' && !this.#collecting && !this.#follows(press.at, lateEnd)) return this.#wait(press);
    if (isCharacter(press)) {
      this.#add(press);
      return taken;
    }
    if (!this.#collecting) return { use: 'pass' };
    // A scanner that sends F-keys or Ctrl for the control characters of a code: the text is not whole without them.
    this.#broken = true;
    this.#last = press.at;
    return taken;
  }

  /** Whether Enter or Space that waited was a person's. Called `scanGap` ms after it. */
  wasAlone(): boolean {
    const alone = this.#waiting !== undefined;
    this.#waiting = undefined;
    return alone;
  }

  /** The scan whose end did not come. Called `scanSilence` ms after the last key. */
  silent(): Scan | undefined {
    if (!this.#collecting) return undefined;
    this.#unended = true;
    return this.#take(true);
  }

  get #collecting(): boolean {
    return this.#text !== '';
  }

  #follows(at: number, within: number): boolean {
    return at - this.#last <= within;
  }

  #wait(press: KeyPress): KeyUse {
    if (press.repeat === true) return taken;
    this.#waiting = press;
    return { use: 'wait' };
  }

  #add({ key, at, repeat = false }: KeyPress): void {
    const rest = !this.#collecting && this.#unended && this.#follows(at, restTime);
    const late = this.#collecting && !this.#follows(at, scanGap);
    if (rest || late || repeat || this.#text.length >= longest) this.#broken = true;
    this.#text = (this.#text + key).slice(0, longest);
    this.#last = at;
  }

  #end(press: KeyPress): KeyUse {
    if (this.#collecting) {
      const broken = this.#broken || !this.#follows(press.at, scanGap);
      this.#unended = false;
      this.#last = press.at;
      return { use: 'taken', scan: this.#take(broken) };
    }
    if (this.#follows(press.at, lateEnd)) return taken;
    if (press.key === 'Tab') return { use: 'pass' };
    return press.key === 'Enter' ? this.#wait(press) : taken;
  }

  #take(broken: boolean): Scan {
    const scan = { text: this.#text, broken };
    this.#text = '';
    this.#broken = false;
    return scan;
  }
}
