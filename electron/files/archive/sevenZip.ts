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

/** The 7-Zip program, compiled once per process. Each archive still gets a new instance. */
export function program(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('7z-wasm/7zz.wasm')));
  return compiled;
}

/** Sets the program in a worker. It was compiled by the main thread, including the engine's optimised code. */
export function useProgram(module: unknown): void {
  if (module instanceof WebAssembly.Module) compiled = module;
}

interface Run {
  readonly module: SevenZipModule;
  readonly errors: string[];
}

/**
 * Starts a new instance of 7-Zip, because an instance keeps state and memory between calls. Its standard input is empty, so it
 * never asks questions.
 * @param onOutput receives standard output as a view that is only valid during the call
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
    // The package's type requires a number, but null is the end of the input.
    stdin: () => null as unknown as number,
  };
  const module = await SevenZip(settings);
  const write = module.FS.write.bind(module.FS);
  // By default, standard output takes one byte at each call, which is slow.
  module.FS.write = (stream, buffer, offset, length, position, canOwn) => {
    if (!('fd' in stream) || stream.fd !== standardOutput) return write(stream, buffer, offset, length, position, canOwn);
    onOutput(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length));
    return length;
  };
  return { module, errors };
}

const standardOutput = 1;

/** Calls 7-Zip and returns the exit code. 7-Zip sometimes throws the code as a number instead of returning it. */
function call({ module }: Run, ...args: string[]): number {
  try {
    // The package's type is void, but the function returns the exit code.
    const code: unknown = module.callMain(args);
    return typeof code === 'number' ? code : thrown;
  } catch (error) {
    if (error instanceof TooMuch) throw error;
    return thrown;
  }
}

class TooMuch extends Error {}

/** A buffer of fixed size. Sizes in an archive can be wrong, so the written bytes are counted. */
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
/** The password option. It is given even for an empty password, because 7-Zip would otherwise ask for one. */
const passwordArgument = (password: string): string => `-p${password}`;

/** The exit code when the directory was decrypted with a wrong key: 7-Zip then stops without a message. */
const thrown = 255;

/**
 * Finds the fault by the exit code and stderr.
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

/** Finds the format by the first bytes. Otherwise 7-Zip tries all its formats, and may find another archive inside a damaged one. */
function typeOf(bytes: Uint8Array): '-t7z' | '-tzip' | undefined {
  const begins = (...codes: readonly number[]): boolean => codes.every((code, i) => bytes[i] === code);
  if (begins(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)) return '-t7z';
  return begins(0x50, 0x4b) ? '-tzip' : undefined;
}

/** The fault for a file that is neither 7z nor zip. It names other archive formats. */
function notOpened({ name, bytes }: NamedBytes): Result<never, UnpackFault> {
  const format = otherArchive(bytes);
  return err(format === undefined ? fault('bundle/damaged', { file: name, why: 'It is not a 7z or zip archive.' }) : fault('bundle/other-format', { file: name, format }));
}

/** Buffer size for an archive's directory as text, bytes. 100 000 files need a quarter of it. Only written parts use memory. */
const listingLimit = 64 * 1024 * 1024;

/** Lists the entries from an archive's directory. Nothing is unpacked. */
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

/** Cuts the unpacked content into files. `content` has the files one after the other, in the order of the directory. */
function* cut(entries: readonly Entry[], content: Uint8Array): Generator<NamedBytes> {
  let at = 0;
  for (const { path, size } of entries) yield { name: path, bytes: content.subarray(at, (at += size)) };
}

export interface Unpacked {
  readonly entries: readonly Entry[];
  /** The files as views of one buffer, in the order of the directory. */
  readonly files: () => Iterable<NamedBytes>;
}

/**
 * Unpacks one level of an archive in memory, after checking its directory against the limits.
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
    // All files are written to standard output one after the other. Unpacking to separate files takes three times as long.
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
  /** Encrypts the content; with `hideNames` also the directory. */
  readonly password?: string;
  readonly hideNames?: boolean;
  /** For a .zip: AES-256 instead of the old cipher. */
  readonly aes?: boolean;
  /** From 0 (only stores) to 9 (slowest); default: 0 for a zip, 3 for a 7z. */
  readonly effort?: number;
}

/** Packs files into an archive (test bundles). Throws when the program fails, since the input is our own. */
export async function pack(files: Iterable<NamedBytes>, { type, password, hideNames = false, aes = false, effort = type === 'zip' ? 0 : 3 }: PackOptions): Promise<Uint8Array> {
  const run = await start();
  run.module.FS.mkdir('/in');
  for (const { name, bytes } of files) run.module.FS.writeFile(`/in/${name}`, bytes);
  const secrecy = password === undefined ? [] : [passwordArgument(password), ...(hideNames ? ['-mhe=on'] : []), ...(aes ? ['-mem=AES256'] : [])];
  const code = call(run, 'a', `-t${type}`, `-mx=${effort}`, ...quiet, ...secrecy, `/archive.${type}`, '/in/*');
  if (code !== 0) throw new Error(`7-Zip ended with ${code}: ${run.errors.join(' ')}`);
  return run.module.FS.readFile(`/archive.${type}`);
}
