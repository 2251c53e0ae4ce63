/** The vendor's own tool keeps the key in a file with this line. */
const labelled = /^[ \t]*transport[ _-]*key(?:[ _-]*value)?[ \t]*[:=][ \t]*(\S+)[ \t]*$/im;

/** Characters. Letters have a key of 32 characters. Deriving an archive's key from a longer text takes much time. */
export const longestTransportKey = 128;

/**
 * Finds the transport key in a text that was typed, pasted, scanned or read from a file. It is the value behind a
 * label, or the whole text without the blanks around it.
 */
export const transportKeyIn = (text: string): string => labelled.exec(text)?.[1] ?? text.trim();
