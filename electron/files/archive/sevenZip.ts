import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import SevenZip, { type SevenZipModule } from '7z-wasm';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { hidesNames } from './header.ts';
import { otherArchive } from './otherArchives.ts';
import { checkEntries, parseListing, type Entry } from './listing.ts';
import { megabytes, type ArchiveLimits } from './limits.ts';

export type UnpackFault = 'bundle/other-format' | 'bundle/damaged' | 'bundle/too-big' | 'bundle/packing-method' | 'bundle/unsafe-path' | 'bundle/wrong-key' | 'bundle/encrypted' | 'bundle/duplicate-chip';

let compiled: WebAssembly.Module | undefined;

/** The program, compiled once a process; each archive still gets an instance of its own. */
export function program(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('7z-wasm/7zz.wasm')));
  return compiled;
}

/** In a worker: the program as its main thread compiled it, with all that the engine has made fast since. */
export function useProgram(module: unknown): void {
  if (module instanceof WebAssembly.Module) compiled = module;
}

interface Run {
  readonly module: SevenZipModule;
  readonly errors: string[];
}

/**
 * A fresh 7-Zip: it keeps state, and memory, from one call to the next. It never asks: standard input is at its end.
 * @param onOutput takes what it writes to standard output, a view that holds until it returns
 */
async function start(onOutput: (bytes: Uint8Array) => void = () => undefined): Promise<Run> {
  const errors: string[] = [];
  const settings = {
    instantiateWasm: (imports: Record<string, Record<string, () => unknown>>, ready: (instance: WebAssembly.Instance) => void): object => {
      const instance = new WebAssembly.Instance(program(), imports);
      ready(instance);
      return instance.exports;
    },
    printErr: (line: string) => void errors.push(line),
    // The package's type requires a number; null is the end of input.
    stdin: () => null as unknown as number,
  };
  const module = await SevenZip(settings);
  const write = module.FS.write.bind(module.FS);
  // Left to itself, standard output takes one byte a call.
  module.FS.write = (stream, buffer, offset, length, position, canOwn) => {
    if (!('fd' in stream) || stream.fd !== standardOutput) return write(stream, buffer, offset, length, position, canOwn);
    onOutput(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length));
    return length;
  };
  return { module, errors };
}

const standardOutput = 1;

/** The exit code; it throws numbers where others return one. */
function call({ module }: Run, ...args: string[]): number {
  try {
    // Its type says void; it is the exit code.
    const code: unknown = module.callMain(args);
    return typeof code === 'number' ? code : thrown;
  } catch (error) {
    if (error instanceof TooMuch) throw error;
    return thrown;
  }
}

class TooMuch extends Error {}

/** Room of a fixed size. Sizes in an archive can lie: what is really written is counted. */
class Room {
  readonly bytes: Uint8Array;
  #used = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  readonly take = (part: Uint8Array): void => {
    if (part.length > this.bytes.length - this.#used) throw new TooMuch();
    this.bytes.set(part, this.#used);
    this.#used += part.length;
  };

  get full(): boolean {
    return this.#used === this.bytes.length;
  }

  text(): string {
    return new TextDecoder().decode(this.bytes.subarray(0, this.#used));
  }
}

const quiet = ['-y', '-bd', '-bso0', '-bsp0'];
/** Always there, an empty one too: without it the program asks. */
const passwordArgument = (password: string): string => `-p${password}`;

/** What a directory that was deciphered with a wrong key makes the program do: it stops without a word. */
const thrown = 255;

/**
 * What went wrong, from the exit code and from what it says on stderr.
 * @param hidden whether the archive's directory is encrypted
 */
function refusal(file: string, code: number, errors: readonly string[], password: string, hidden: boolean): Result<never, UnpackFault> {
  const text = errors.join('\n');
  if (/Wrong password/i.test(text) || (code === thrown && hidden)) return err(password === '' ? fault('bundle/encrypted', { file }) : fault('bundle/wrong-key', { file }));
  if (/Unexpected end/i.test(text)) return err(fault('bundle/damaged', { file, why: 'Its end is missing: it was cut short.' }));
  if (/Is not archive|Cannot open the file as/i.test(text)) return err(fault('bundle/damaged', { file, why: 'It begins like an archive, and is cut short or damaged.' }));
  if (/CRC|Data error|Headers error/i.test(text)) return err(fault('bundle/damaged', { file, why: 'Its content does not match its checksums.' }));
  return err(fault('bundle/damaged', { file, why: 'It is damaged; a download that was cut short is the usual reason.' }));
}

/**
 * Told by the first bytes. Left to itself the program tries every format it knows, and finds an archive inside a damaged
 * one.
 */
function typeOf(bytes: Uint8Array): '-t7z' | '-tzip' | undefined {
  const begins = (...codes: readonly number[]): boolean => codes.every((code, i) => bytes[i] === code);
  if (begins(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)) return '-t7z';
  return begins(0x50, 0x4b) ? '-tzip' : undefined;
}

/** A file that is neither 7z nor zip: told by its name where it is another archive. */
function notOpened({ name, bytes }: NamedBytes): Result<never, UnpackFault> {
  const format = otherArchive(bytes);
  return err(format === undefined ? fault('bundle/damaged', { file: name, why: 'It is not a 7z or zip archive.' }) : fault('bundle/other-format', { file: name, format }));
}

/** Room for an archive's directory as text, bytes: 100 000 files need a quarter of it. It takes memory where it is written. */
const listingLimit = 64 * 1024 * 1024;

/** What is in an archive, by its own directory. Nothing is unpacked. */
async function list({ name, bytes }: NamedBytes, type: string, password: string): Promise<Result<readonly Entry[], UnpackFault>> {
  const room = new Room(listingLimit);
  const run = await start(room.take);
  run.module.FS.writeFile('/archive', bytes);
  try {
    const code = call(run, 'l', type, '-slt', '-ba', '-bsp0', passwordArgument(password), '/archive');
    if (code !== 0) return refusal(name, code, [...run.errors, room.text()], password, hidesNames(bytes));
  } catch {
    return err(fault('bundle/too-big', { file: name, what: 'a longer directory', limit: megabytes(listingLimit) }));
  }
  const entries = parseListing(room.text().trimEnd().split('\n'));
  return entries === undefined ? err(fault('bundle/unsafe-path', { file: name, path: 'a name with a line break' })) : ok(entries);
}

/** The files of an archive, one after the other in `content` in the order of its directory. */
function* cut(entries: readonly Entry[], content: Uint8Array): Generator<NamedBytes> {
  let at = 0;
  for (const { path, size } of entries) yield { name: path, bytes: content.subarray(at, (at += size)) };
}

export interface Unpacked {
  readonly entries: readonly Entry[];
  /** Each file once, views of one buffer, in the order of the directory. */
  readonly files: () => Iterable<NamedBytes>;
}

/**
 * Unpacks one level of an archive in memory, after its directory was checked against the limits.
 * @param password empty for none
 */
export async function unpack(archive: NamedBytes, limits: ArchiveLimits, password = ''): Promise<Result<Unpacked, UnpackFault>> {
  const { name, bytes } = archive;
  const type = typeOf(bytes);
  if (type === undefined) return notOpened(archive);
  const entries = await list(archive, type, password);
  if (!entries.ok) return entries;
  const safe = checkEntries(name, entries.value, limits, type === '-tzip' ? 'zip' : '7z');
  if (!safe.ok) return safe;
  const files = entries.value.filter(({ folder }) => !folder);
  const room = new Room(files.reduce((sum, { size }) => sum + size, 0));
  const run = await start(room.take);
  run.module.FS.writeFile('/archive', bytes);
  try {
    // All files to standard output, end to end: a file of its own for each takes three times as long.
    const code = call(run, 'x', type, '-so', ...quiet, passwordArgument(password), '/archive');
    if (code !== 0) return refusal(name, code, run.errors, password, hidesNames(bytes));
  } catch {
    return err(fault('bundle/too-big', { file: name, what: 'more than its directory says', limit: megabytes(limits.totalBytes) }));
  }
  if (!room.full) return err(fault('bundle/damaged', { file: name, why: 'It holds less than its directory says.' }));
  return ok({ entries: entries.value, files: () => cut(files, room.bytes) });
}

export interface PackOptions {
  readonly type: '7z' | 'zip';
  /** Encrypts; with `hideNames` the directory too. */
  readonly password?: string;
  readonly hideNames?: boolean;
  /** In a .zip: AES-256 instead of the old cipher. */
  readonly aes?: boolean;
  /** 0 stores, 9 takes longest; absent: 0 for a zip, 3 for a 7z. */
  readonly effort?: number;
}

/** Packs files into an archive (test bundles). Throws when the program fails: its input is our own. */
export async function pack(files: Iterable<NamedBytes>, { type, password, hideNames = false, aes = false, effort = type === 'zip' ? 0 : 3 }: PackOptions): Promise<Uint8Array> {
  const run = await start();
  run.module.FS.mkdir('/in');
  for (const { name, bytes } of files) run.module.FS.writeFile(`/in/${name}`, bytes);
  const secrecy = password === undefined ? [] : [passwordArgument(password), ...(hideNames ? ['-mhe=on'] : []), ...(aes ? ['-mem=AES256'] : [])];
  const code = call(run, 'a', `-t${type}`, `-mx=${effort}`, ...quiet, ...secrecy, `/archive.${type}`, '/in/*');
  if (code !== 0) throw new Error(`7-Zip ended with ${code}: ${run.errors.join(' ')}`);
  return run.module.FS.readFile(`/archive.${type}`);
}
