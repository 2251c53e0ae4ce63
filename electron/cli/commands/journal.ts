import { resolve } from 'node:path';
import { fault } from '../../../core/result/fault.ts';
import { err, ok } from '../../../core/result/result.ts';
import { verifyFile } from '../../journal/verify.ts';
import type { Action } from '../command.ts';
import { warn } from '../io.ts';
import { plainFingerprint, sayFingerprint } from '../../../core/result/format.ts';

interface VerifyOptions {
  readonly fingerprint?: string;
}

/** Checks a file's chain and its signed end. If something is wrong, the exit code is 1. */
export const journalVerify: Action<VerifyOptions> = async ({ io }, { fingerprint }, [path = '']) => {
  const checked = await verifyFile(resolve(path));
  if (!checked.ok) return checked;
  const { file, lines, notes, signedBy, signedLines } = checked.value;
  if (fingerprint !== undefined && signedBy !== plainFingerprint(fingerprint)) return err(fault('journal/bad-signature', { file }));
  for (const note of notes) warn(io, note);
  const signed = signedBy === undefined ? '' : `, ${signedLines} of them signed by station ${sayFingerprint(signedBy)}`;
  return ok({ json: checked.value, lines: [`${file}: ${lines} lines, whole${signed}`] });
};
