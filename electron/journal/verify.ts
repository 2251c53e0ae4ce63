import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { errorCode, reason } from '../files/reasons.ts';
import { nothingBefore, tailOf, verifyChain, type Verified } from './chain.ts';
import { parseLine } from './entry.ts';
import { readJournal } from './files.ts';
import { brokenEnd, fingerprint, readHead } from './head.ts';

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

/** Hash that the first line must lean on; undefined when the file before is not here. */
async function before(folder: string, text: string): Promise<string | undefined> {
  const first = parseLine(text.slice(0, Math.max(0, text.indexOf('\n'))));
  if (first?.what !== 'opened') return nothingBefore;
  if (first.after === '') return nothingBefore;
  const earlier = await readJournal(folder, basename(first.after)).catch(() => '');
  return earlier === '' ? undefined : tailOf(earlier, nothingBefore).hash;
}

/** Follows a file's chain, from the file before it to its signed head. */
export async function verifyFile(path: string): Promise<Result<Checked, VerifyFault>> {
  const [folder, file] = [dirname(path), basename(path)];
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return err(fault('file/not-found', { file }));
    return err(fault('file/unreadable', { file, reason: reason(thrown) }));
  }
  const leansOn = await before(folder, text);
  const chain = verifyChain(text, leansOn);
  if (!chain.ok) return err(fault('journal/broken', { file, line: chain.line, why: chain.why }));
  const notes = [
    ...(leansOn === undefined ? ['The file before this one is not here: whether lines are missing between them is not known.'] : []),
    ...(chain.torn > 0 ? [`${chain.torn} line(s) were cut short by a crash, as the line after says.`] : []),
  ];
  const cut = chain.entries.find((entry) => entry.what === 'lines-missing');
  if (cut?.what === 'lines-missing') return err(fault('journal/cut', { file, known: cut.lines, found: cut.seq - 1 }));
  return checkHead(folder, file, chain, notes);
}

async function checkHead(folder: string, file: string, { lines, torn }: Extract<Verified, { ok: true }>, notes: readonly string[]): Promise<Result<Checked, VerifyFault>> {
  const head = await readHead(folder, file);
  if (head === false) return err(fault('journal/bad-signature', { file }));
  if (head === undefined) {
    return ok({ file, lines: lines.length, torn, notes: [...notes, 'Its end is not signed: lines cut off at the end would not be found.'] });
  }
  const broken = brokenEnd(head, lines);
  if (broken === 'cut') return err(fault('journal/cut', { file, known: head.lines, found: lines.length }));
  if (broken === 'other') return err(fault('journal/broken', { file, line: head.lines, why: 'It is not the line that was signed.' }));
  const after = lines.length - head.lines;
  const unsigned = after === 0 ? [] : [`${after} line(s) at the end came after the last signature.`];
  return ok({ file, lines: lines.length, torn, notes: [...notes, ...unsigned], signedBy: fingerprint(head.publicKey), signedLines: head.lines });
}
