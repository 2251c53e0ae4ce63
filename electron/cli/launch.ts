import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { compiledName, keep, keptOf } from '../files/compiledCode.ts';

// Starts the command line. V8 compiles its bundle once; what it compiled is kept in a file beside the bundle.

const folder = dirname(fileURLToPath(import.meta.url));
const bundle = join(folder, 'commandLine.cjs');
const cache = join(folder, compiledName('commandLine'));
/** Bytes of the length at the beginning of the kept code. After it comes the list of commands that were compiled, as JSON. */
const lengthBytes = 4;
/** Maximum number of commands in the list. It is limited, because other arguments can look like a command. */
const mostCommands = 100;

interface Kept {
  readonly commands: readonly string[];
  readonly code?: Buffer;
}
const nothing: Kept = { commands: [] };

/** Reads the compiled code of this bundle; without `code` when the bundle was never compiled here. */
function compiledBefore(digest: Buffer): Kept {
  const kept = keptOf(cache, digest);
  if (kept === undefined) return nothing;
  try {
    const code = lengthBytes + kept.readUInt32BE(0);
    const commands: unknown = JSON.parse(kept.toString('utf8', lengthBytes, code));
    return Array.isArray(commands) ? { commands: commands.map(String), code: kept.subarray(code) } : nothing;
  } catch {
    return nothing;
  }
}

function keepCompiled(digest: Buffer, commands: readonly string[], script: Script): void {
  const list = Buffer.from(JSON.stringify(commands));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(list.length);
  keep(cache, digest, [length, list, script.createCachedData()]);
}

/** The command, guessed from the arguments: the last two words that are not options, files or values. */
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
// Saved after the command, so that the functions that it used are included. Functions of earlier commands stay included.
if (!usable || (!commands.includes(command) && commands.length < mostCommands)) process.once('exit', () => keepCompiled(digest, [...commands, command], script));
const run = script.runInThisContext() as (exports: object, require: NodeJS.Require, module: object, file: string, folder: string) => void;
run({}, createRequire(bundle), { exports: {} }, bundle, folder);
