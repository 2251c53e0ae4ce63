import { bmpPassword } from './pkcs12Kdf.ts';

/**
 * The password of one file. The key derivation of PKCS#12 takes it in UTF-16. Programs write an empty one in two forms:
 * as the zero character alone (RFC 7292, appendix B.1), or as no bytes at all (libcrypto's `PKCS12_create` without a
 * password). The first form that fits is the form of the whole file.
 */
export class FilePassword {
  readonly text: string;
  #forms: readonly (() => Uint8Array)[];

  constructor(text: string) {
    this.text = text;
    this.#forms = [() => bmpPassword(text), ...(text === '' ? [() => new Uint8Array()] : [])];
  }

  /** Tries the forms, and wipes them. @param attempt returns undefined when the password does not fit in this form */
  tryForms<T>(attempt: (bmp: Uint8Array) => T | undefined): T | undefined {
    for (const form of this.#forms) {
      const bmp = form();
      const result = attempt(bmp);
      bmp.fill(0);
      if (result === undefined) continue;
      this.#forms = [form];
      return result;
    }
    return undefined;
  }
}
