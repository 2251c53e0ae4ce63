/** A pressed key, as in `KeyboardEvent`. */
export interface KeyPress {
  readonly key: string;
  /** ms, on a clock that only goes forwards */
  readonly at: number;
  /** Whether the key was pressed with Ctrl, Alt or Meta and types no character. */
  readonly command?: boolean;
  /** Whether the key was sent again because it is held down. */
  readonly repeat?: boolean;
}

/** What a scanner sent, without its Enter or Tab. `broken`: the scan came in pieces or without its end. */
export interface Scan {
  readonly text: string;
  readonly broken: boolean;
}

/**
 * What to do with a key. `taken`: the key belongs to a scan, so the page must not act on it. `wait`: Enter or Space
 * alone, from a person or as the first key of a scan. `pass`: the page may act on it.
 */
export type KeyUse = { readonly use: 'taken'; readonly scan?: Scan } | { readonly use: 'wait' } | { readonly use: 'pass' };

/** Scanners send the keys of one scan within this time of each other; a person does not. ms */
export const scanGap = 120;
/** A scan without an end is reported after this silence. ms */
export const scanSilence = 600;
/** When a scan was reported without its end, keys within this time belong to it. ms */
const restTime = 1000;
/** Enter or Tab within this time after the last character is the late end of a scan and presses no button. ms */
const lateEnd = 2000;
/** Longest text of a scan. */
const longest = 400;

const taken: KeyUse = { use: 'taken' };
const modifiers: ReadonlySet<string> = new Set(['Shift', 'CapsLock', 'Control', 'Alt', 'AltGraph', 'Meta', 'NumLock', 'Fn']);

/** Whether a key ends a scan. Some scanners send the line feed as Ctrl+J and Enter as Ctrl+M. */
const isEnd = ({ key, command = false }: KeyPress): boolean => (command ? /^[jm]$/i.test(key) : key === 'Enter' || key === 'Tab');
const isCharacter = ({ key, command = false }: KeyPress): boolean => !command && [...key].length === 1;

/**
 * Distinguishes a person from a scanner, which is a fast keyboard that ends with Enter or Tab. The caller has the
 * timer: it calls `silent` when no key came for a while.
 */
export class ScanReader {
  #text = '';
  #broken = false;
  /** When the last character came. */
  #last = -Infinity;
  /** Whether the last scan was reported without its end. */
  #unended = false;
  /** A pressed Enter or Space that may be the first key of a scan. */
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
    // Some scanners send control characters of a code as F-keys or with Ctrl. Without these characters the text is incomplete.
    this.#broken = true;
    this.#last = press.at;
    return taken;
  }

  /** Whether a person pressed the Enter or Space that waits. Called `scanGap` ms after that key. */
  wasAlone(): boolean {
    const alone = this.#waiting !== undefined;
    this.#waiting = undefined;
    return alone;
  }

  /** Returns the scan whose end did not come. Called `scanSilence` ms after the last key. */
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
