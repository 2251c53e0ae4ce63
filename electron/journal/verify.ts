import { basename, dirname, join } from 'node:path';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { errorCode, reason } from '../files/reasons.ts';
import { Chain, hashOf, nothingBefore } from './chain.ts';
import { parseLine, type Entry } from './entry.ts';
import { fingerprint, readHead, type SignedHead } from './head.ts';
import { linesOf, readTail } from './lines.ts';

export interface Checked {
  readonly file: string;
  readonly lines: number;
  readonly torn: number;
  /** What could not be checked, and why. */
  readonly notes: readonly string[];
  readonly signedBy?: string;
  readonly signedLines?: number;
}

export type VerifyFault = 'file/not-found' | 'file/unreadable' | 'journal/broken' | 'journal/cut' | 'journal/bad-signature';

/** Finds the hash to which the first line must refer; undefined when the file before is missing. */
async function hashBefore(folder: string, first: Entry | undefined): Promise<string | undefined> {
  if (first?.what !== 'opened' || first.after === '') return nothingBefore;
  const earlier = await readTail(join(folder, basename(first.after))).catch(() => undefined);
  return earlier === undefined || earlier.size === 0 ? undefined : earlier.tail.hash;
}

interface Followed {
  readonly chain: Chain;
  /** How many lines the file had and has, when a later line reported that lines were lost. */
  readonly missing: { readonly known: number; readonly found: number } | undefined;
  readonly leansOn: string | undefined;
  /** Hash of the line that the head signs. */
  readonly signed: string | undefined;
}

async function follow(path: string, head: SignedHead | false | undefined): Promise<Followed> {
  let chain: Chain | undefined;
  let leansOn: string | undefined;
  let missing: Followed['missing'];
  let signed: string | undefined;
  for await (const lines of linesOf(path)) {
    for (const { text, ended } of lines) {
      if (chain === undefined) {
        leansOn = await hashBefore(dirname(path), ended ? parseLine(text) : undefined);
        chain = new Chain({ lines: 0, hash: leansOn, torn: 0 });
      }
      if (!ended) {
        chain.takeRest();
        continue;
      }
      const entry = chain.take(text);
      if (entry?.what === 'lines-missing') missing ??= { known: entry.lines, found: entry.seq - 1 };
      if (head !== undefined && head !== false && chain.state.lines === head.lines) signed = hashOf(text);
    }
  }
  return { chain: chain ?? new Chain({ lines: 0, hash: nothingBefore, torn: 0 }), missing, leansOn: chain === undefined ? nothingBefore : leansOn, signed };
}

/** Checks a file's chain, from the file before it to its signed head. */
export async function verifyFile(path: string): Promise<Result<Checked, VerifyFault>> {
  const [folder, file] = [dirname(path), basename(path)];
  const head = readHead(folder, file);
  let followed: Followed;
  try {
    followed = await follow(path, head);
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return err(fault('file/not-found', { file }));
    return err(fault('file/unreadable', { file, reason: reason(thrown) }));
  }
  const { chain, missing, leansOn } = followed;
  if (chain.broken !== undefined) return err(fault('journal/broken', { file, ...chain.broken }));
  if (missing !== undefined) return err(fault('journal/cut', { file, ...missing }));
  const { torn } = chain.state;
  const notes = [
    ...(leansOn === undefined ? ['The file before this one is not here: whether lines are missing between them is not known.'] : []),
    ...(torn > 0 ? [`${torn} line(s) were cut short by a crash, as the line after says.`] : []),
  ];
  return checkHead(file, head, followed, notes);
}

function checkHead(file: string, head: SignedHead | false | undefined, { chain, signed }: Followed, notes: readonly string[]): Result<Checked, VerifyFault> {
  const { lines, torn } = chain.state;
  if (head === false) return err(fault('journal/bad-signature', { file }));
  if (head === undefined) return ok({ file, lines, torn, notes: [...notes, 'Its end is not signed: lines cut off at the end would not be found.'] });
  if (lines < head.lines) return err(fault('journal/cut', { file, known: head.lines, found: lines }));
  if (signed !== head.hash) return err(fault('journal/broken', { file, line: head.lines, why: 'It is not the line that was signed.' }));
  const after = lines - head.lines;
  const unsigned = after === 0 ? [] : [`${after} line(s) at the end came after the last signature.`];
  return ok({ file, lines, torn, notes: [...notes, ...unsigned], signedBy: fingerprint(head.publicKey), signedLines: head.lines });
}
