/** A parser of bytes from outside. It may refuse its input. It must not throw, nor take a second, nor 100 MB. */
export type Parser = (bytes: Uint8Array) => unknown;
export type Parsers = Readonly<Record<string, Parser>>;

export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text(bytes));
  } catch {
    return undefined;
  }
}
