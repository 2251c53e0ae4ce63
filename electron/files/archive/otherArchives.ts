const starts = (...codes: readonly number[]) => (bytes: Uint8Array): boolean => codes.every((code, i) => bytes[i] === code);

const formats: readonly (readonly [(bytes: Uint8Array) => boolean, string])[] = [
  [starts(0x1f, 0x8b), 'a gzip file (.tar.gz, .tgz)'],
  [starts(0x52, 0x61, 0x72, 0x21, 0x1a, 0x07), 'a RAR archive'],
  [starts(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00), 'an xz file (.tar.xz)'],
  [starts(0x42, 0x5a, 0x68), 'a bzip2 file (.tar.bz2)'],
  [starts(0x28, 0xb5, 0x2f, 0xfd), 'a zstd file'],
  [starts(0x4d, 0x53, 0x43, 0x46), 'a Windows cabinet (.cab)'],
  [(bytes) => new TextDecoder('latin1').decode(bytes.subarray(257, 262)) === 'ustar', 'a tar archive'],
];

/** Name of an unsupported archive format, by the first bytes; undefined for every other file. */
export const otherArchive = (bytes: Uint8Array): string | undefined => formats.find(([is]) => is(bytes))?.[1];
