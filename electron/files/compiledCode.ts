import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/*
 * What V8 compiled of a script, kept in a file for the next start. Node 22 can do this by itself
 * (module.enableCompileCache), Node 20 cannot.
 */

/** The file begins with the SHA-256 of the script that it was made from: V8 itself compares only the length. Bytes */
const digestLength = 32;

/** What was kept of this script; undefined when it was never compiled here. @param digest SHA-256 of the script */
export function keptOf(file: string, digest: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(file);
    return kept.subarray(0, digestLength).equals(digest) ? kept.subarray(digestLength) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it. A folder that cannot be written (an installation of another user) only costs the time of compiling. */
export function keep(file: string, digest: Buffer, parts: readonly Buffer[]): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, Buffer.concat([digest, ...parts]));
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

/** Name of such a file. V8 only accepts code that the same version compiled. */
export const compiledName = (script: string): string => `${script}-${process.version}-${process.arch}.cache`;
