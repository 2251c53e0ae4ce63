import { createHash } from 'node:crypto';
import Module, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { compiledName, keep, keptOf } from '../files/compiledCode.ts';

/** Compiling a shorter text is faster than reading its compiled code. Characters */
const worthKeeping = 500_000;

/** Compiled code that is larger by this factor is saved again. */
const moreBy = 1.02;

/** Runs a file of a package with the code that V8 compiled in an earlier start. */
function runCompiled(folder: string, module: NodeJS.Module, text: string, filename: string): void {
  const digest = createHash('sha256').update(text).digest();
  const cache = join(folder, compiledName(basename(filename)));
  const cachedData = keptOf(cache, digest);
  const script = new Script(Module.wrap(text), { filename, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER, ...(cachedData === undefined ? {} : { cachedData }) });
  const known = cachedData === undefined || script.cachedDataRejected === true ? 0 : cachedData.length;
  // Saved at the end, because by then V8 has compiled the functions that were used. A program that used only a few functions may
  // have saved first, so a later one with more of them saves again.
  process.once('exit', () => {
    const compiled = script.createCachedData();
    if (compiled.length > known * moreBy) keep(cache, digest, [compiled]);
  });
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') throw new TypeError(`${filename} is not a module`);
  Reflect.apply(run, module.exports, [module.exports, createRequire(filename), module, filename, dirname(filename)]);
}

/**
 * Loads a CommonJS package. What V8 compiled of its large files is kept in a folder, because compiling takes as long as running.
 * Before Node 20.12 they are compiled at each start.
 * @param load requires the package
 */
export function withCompiledCode<T>(folder: string, load: () => T): T {
  const compile: unknown = Reflect.get(Module.prototype, '_compile');
  if (typeof compile !== 'function' || constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER === undefined) return load();
  Reflect.set(Module.prototype, '_compile', function (this: NodeJS.Module, ...given: unknown[]): unknown {
    const [text, filename] = given;
    if (typeof text === 'string' && typeof filename === 'string' && text.length > worthKeeping) {
      runCompiled(folder, this, text, filename);
      return undefined;
    }
    const done: unknown = Reflect.apply(compile, this, given);
    return done;
  });
  try {
    return load();
  } finally {
    Reflect.set(Module.prototype, '_compile', compile);
  }
}
