import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/*
 * Starts the command line. V8 compiles its bundle once; what it compiled is kept in a file beside the bundle. Node 22 can
 * do this by itself (module.enableCompileCache), Node 20 cannot.
 */

const folder = dirname(fileURLToPath(import.meta.url));
const bundle = join(folder, 'commandLine.cjs');
/** V8 takes only code of its own version. */
const cache = join(folder, `commandLine-${process.version}-${process.arch}.cache`);
/** The cache begins with the digest of the bundle that it was made from: V8 itself compares only the length. Bytes */
const digestLength = 32;

/** The compiled code of this bundle; undefined when it was never compiled here. */
function compiledBefore(digest: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(cache);
    return kept.subarray(0, digestLength).equals(digest) ? kept.subarray(digestLength) : undefined;
  } catch {
    return undefined;
  }
}

/** A folder that cannot be written (an installation of another user) only costs the time of compiling. */
function keep(digest: Buffer, script: Script): void {
  const unfinished = `${cache}.${process.pid}`;
  try {
    writeFileSync(unfinished, Buffer.concat([digest, script.createCachedData()]));
    renameSync(unfinished, cache);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

const source = readFileSync(bundle);
const digest = createHash('sha256').update(source).digest();
const cachedData = compiledBefore(digest);
const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source.toString()}\n})`, {
  filename: bundle,
  ...(cachedData === undefined ? {} : { cachedData }),
});
// After the command, when the functions that it used are compiled.
if (cachedData === undefined || script.cachedDataRejected === true) process.once('exit', () => keep(digest, script));
const run = script.runInThisContext() as (exports: object, require: NodeJS.Require, module: object, file: string, folder: string) => void;
run({}, createRequire(bundle), { exports: {} }, bundle, folder);
