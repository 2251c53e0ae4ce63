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
/** The file's name has V8's version, because V8 only accepts code that the same version compiled. */
const cache = join(folder, `commandLine-${process.version}-${process.arch}.cache`);
/** The cache begins with the digest of the bundle that it was made from: V8 itself compares only the length. Bytes */
const digestLength = 32;
/** Then the list of commands whose functions are in the cache, as JSON: its length in bytes, and the list. */
const lengthBytes = 4;
/** Most commands in the list. It is limited, because other words of the arguments can look like a command. */
const mostCommands = 100;

interface Kept {
  readonly commands: readonly string[];
  readonly code?: Buffer;
}
const nothing: Kept = { commands: [] };

/** The compiled code of this bundle; without `code` when it was never compiled here. */
function compiledBefore(digest: Buffer): Kept {
  try {
    const kept = readFileSync(cache);
    if (!kept.subarray(0, digestLength).equals(digest)) return nothing;
    const code = digestLength + lengthBytes + kept.readUInt32BE(digestLength);
    const commands: unknown = JSON.parse(kept.toString('utf8', digestLength + lengthBytes, code));
    return Array.isArray(commands) ? { commands: commands.map(String), code: kept.subarray(code) } : nothing;
  } catch {
    return nothing;
  }
}

/** A folder that cannot be written (an installation of another user) only costs the time of compiling. */
function keep(digest: Buffer, commands: readonly string[], script: Script): void {
  const unfinished = `${cache}.${process.pid}`;
  try {
    const list = Buffer.from(JSON.stringify(commands));
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32BE(list.length);
    writeFileSync(unfinished, Buffer.concat([digest, length, list, script.createCachedData()]));
    renameSync(unfinished, cache);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

/** The command as far as the arguments tell it: the last two words that are not options, files or values. */
const command = process.argv.slice(2).filter((word) => /^[a-z]{2,12}(?:-[a-z]{1,12})?$/.test(word)).slice(-2).join(' ');

const source = readFileSync(bundle);
const digest = createHash('sha256').update(source).digest();
const before = compiledBefore(digest);
const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source.toString()}\n})`, {
  filename: bundle,
  ...(before.code === undefined ? {} : { cachedData: before.code }),
});
const usable = before.code !== undefined && script.cachedDataRejected !== true;
const commands = usable ? before.commands : [];
// Saved after the command, so that the functions which it used are in the cache. Those of earlier commands stay there.
if (!usable || (!commands.includes(command) && commands.length < mostCommands)) process.once('exit', () => keep(digest, [...commands, command], script));
const run = script.runInThisContext() as (exports: object, require: NodeJS.Require, module: object, file: string, folder: string) => void;
run({}, createRequire(bundle), { exports: {} }, bundle, folder);
