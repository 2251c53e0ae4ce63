import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import SevenZip, { type SevenZipModule } from '7z-wasm';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { hidesNames } from './header.ts';
import { checkEntries, parseListing, type Entry } from './listing.ts';
import { megabytes, type ArchiveLimits } from './limits.ts';

export type UnpackFault = 'bundle/damaged' | 'bundle/too-big' | 'bundle/unsafe-path' | 'bundle/wrong-key' | 'bundle/encrypted' | 'bundle/duplicate-chip';

let wasm: Uint8Array<ArrayBuffer> | undefined;

/** The program's bytes, read once; each archive still gets an instance of its own. */
function program(): ArrayBuffer {
  wasm ??= Uint8Array.from(readFileSync(createRequire(import.meta.url).resolve('7z-wasm/7zz.wasm')));
  return wasm.buffer;
}

interface Run {
  readonly module: SevenZipModule;
  readonly out: string[];
  readonly errors: string[];
}

/** A fresh 7-Zip: it keeps state, and memory, from one call to the next. It never asks: standard input is at its end. */
async function start(): Promise<Run> {
  const [out, errors]: [string[], string[]] = [[], []];
  const settings = {
    wasmBinary: program(),
    print: (line: string) => void out.push(line),
    printErr: (line: string) => void errors.push(line),
    // The package's type wants a number; null is the end of input.
    stdin: () => null as unknown as number,
  };
  return { module: await SevenZip(settings), out, errors };
}

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

/** Sizes in an archive can lie: what is really written is counted. */
function countWrites(module: SevenZipModule, most: number): void {
  const write = module.FS.write.bind(module.FS);
  let total = 0;
  module.FS.write = (stream, buffer, offset, length, position, canOwn) => {
    total += length;
    if (total > most) throw new TooMuch();
    return write(stream, buffer, offset, length, position, canOwn);
  };
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
  if (/Unexpected end/i.test(text)) return err(fault('bundle/damaged', { file, why: 'Its end is missing: the download was cut short.' }));
  if (/Is not archive|Cannot open the file as/i.test(text)) return err(fault('bundle/damaged', { file, why: 'It begins like an archive, and is cut short or damaged.' }));
  if (/CRC|Data error|Headers error/i.test(text)) return err(fault('bundle/damaged', { file, why: 'Its content does not match its checksums.' }));
  return err(fault('bundle/damaged', { file, why: 'The unpacking program gave up on it.' }));
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

/** What is in an archive, by its own directory. Nothing is unpacked. */
async function list({ name, bytes }: NamedBytes, type: string, password: string): Promise<Result<readonly Entry[], UnpackFault>> {
  const run = await start();
  run.module.FS.writeFile('/archive', bytes);
  const code = call(run, 'l', type, '-slt', '-ba', '-bsp0', passwordArgument(password), '/archive');
  if (code !== 0) return refusal(name, code, [...run.errors, ...run.out], password, hidesNames(bytes));
  const entries = parseListing(run.out);
  return entries === undefined ? err(fault('bundle/unsafe-path', { file: name, path: 'a name with a line break' })) : ok(entries);
}

function* filesUnder(module: SevenZipModule, folder: string): Generator<NamedBytes> {
  const { FS } = module;
  for (const entry of FS.readdir(folder)) {
    if (entry === '.' || entry === '..') continue;
    const path = `${folder}/${entry}`;
    const { mode } = FS.lstat(path);
    if (FS.isDir(mode)) yield* filesUnder(module, path);
    else if (FS.isFile(mode)) {
      yield { name: path.slice('/out/'.length), bytes: FS.readFile(path) };
      // Read once; the memory is needed for the next ones.
      FS.unlink(path);
    }
  }
}

export interface Unpacked {
  readonly entries: readonly Entry[];
  /** Each file once, in no order; links are passed over. */
  readonly files: () => Iterable<NamedBytes>;
}

/**
 * Unpacks one level of an archive in memory, after its directory was checked against the limits.
 * @param password empty for none
 */
export async function unpack(archive: NamedBytes, limits: ArchiveLimits, password = ''): Promise<Result<Unpacked, UnpackFault>> {
  const type = typeOf(archive.bytes);
  if (type === undefined) return err(fault('bundle/damaged', { file: archive.name, why: 'It is no 7z or zip archive.' }));
  const entries = await list(archive, type, password);
  if (!entries.ok) return entries;
  const safe = checkEntries(archive.name, entries.value, limits);
  if (!safe.ok) return safe;
  const run = await start();
  run.module.FS.writeFile('/archive', archive.bytes);
  countWrites(run.module, limits.totalBytes);
  try {
    const code = call(run, 'x', type, '-aoa', ...quiet, passwordArgument(password), '-o/out', '/archive');
    if (code !== 0) return refusal(archive.name, code, run.errors, password, hidesNames(archive.bytes));
  } catch {
    return err(fault('bundle/too-big', { file: archive.name, what: 'more than its directory says', limit: megabytes(limits.totalBytes) }));
  }
  const there = run.module.FS.readdir('/').includes('out');
  return ok({ entries: entries.value, files: () => (there ? filesUnder(run.module, '/out') : []) });
}

export interface PackOptions {
  readonly type: '7z' | 'zip';
  /** Encrypts; with `hideNames` the directory too. */
  readonly password?: string;
  readonly hideNames?: boolean;
}

/** Packs files into an archive (test bundles). Throws when the program fails: its input is our own. */
export async function pack(files: Iterable<NamedBytes>, { type, password, hideNames = false }: PackOptions): Promise<Uint8Array> {
  const run = await start();
  run.module.FS.mkdir('/in');
  for (const { name, bytes } of files) run.module.FS.writeFile(`/in/${name}`, bytes);
  const secrecy = password === undefined ? [] : [passwordArgument(password), ...(hideNames ? ['-mhe=on'] : [])];
  // Store what is packed already.
  const effort = type === 'zip' ? '-mx=0' : '-mx=3';
  const code = call(run, 'a', `-t${type}`, effort, ...quiet, ...secrecy, `/archive.${type}`, '/in/*');
  if (code !== 0) throw new Error(`7-Zip ended with ${code}: ${run.errors.join(' ')}`);
  return run.module.FS.readFile(`/archive.${type}`);
}
