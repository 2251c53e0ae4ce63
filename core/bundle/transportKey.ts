/** The vendor's own tool keeps the key in a file with this line. */
const labelled = /^[ \t]*transport[ _-]*key(?:[ _-]*value)?[ \t]*[:=][ \t]*(\S+)[ \t]*$/im;

/** Characters. Letters have 32; a longer text costs the archive's key derivation much time. */
export const longestTransportKey = 128;

/** The transport key in a text that was typed, pasted, scanned or read: what a label names, else all but blanks around it. */
export const transportKeyIn = (text: string): string => labelled.exec(text)?.[1] ?? text.trim();
