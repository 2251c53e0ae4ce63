import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/*
 * Keeps in a file what V8 compiled of a script, for the next start. Node 22 can do this by itself
 * (module.enableCompileCache), Node 20 cannot.
 */

/** Length of the SHA-256 of the script, with which the file begins. V8 itself compares only the script's length. Bytes */
const digestLength = 32;

/** Reads the compiled code; undefined when this script was never compiled here. @param digest SHA-256 of the script */
export function keptOf(file: string, digest: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(file);
    return kept.subarray(0, digestLength).equals(digest) ? kept.subarray(digestLength) : undefined;
  } catch {
    return undefined;
  }
}

/** Saves the compiled code. If the folder cannot be written (an installation of another user), the script is compiled at each start. */
export function keep(file: string, digest: Buffer, parts: readonly Buffer[]): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, Buffer.concat([digest, ...parts]));
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

/** Name of the file with the compiled code. V8 accepts only code that was compiled by the same version. */
export const compiledName = (script: string): string => `${script}-${process.version}-${process.arch}.cache`;
