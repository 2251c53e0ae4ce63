import type { Link } from '../bridge/link.ts';
import { ok, type Result } from '../result/result.ts';
import { Chip } from './chip.ts';
import { readIdentity, type ChipSnapshot, type ReadFaultCode } from './snapshot.ts';

export interface Connected {
  readonly chip: Chip;
  readonly identity: ChipSnapshot;
}

/** What is read when an answer is that of another request. */
const notOurs: ReadonlySet<string> = new Set<ReadFaultCode>(['bytes/truncated', 'bytes/trailing', 'apdu/malformed', 'chip/unknown-family']);

/**
 * Opens the application and reads who the chip is. A program that died may be owed an answer still, and the board does
 * one request after the other: that answer then comes as ours, and each one since is that of the request before. The
 * UID shows it, since the answer to OpenApplication is no UID; then host and board are brought into step, and asked once
 * more.
 */
export async function connectChip(link: Link): Promise<Result<Connected, ReadFaultCode>> {
  const opened = await link.connect();
  if (!opened.ok) return opened;
  const chip = new Chip(link);
  const identity = await readIdentity(chip);
  if (identity.ok) return ok({ chip, identity: identity.value });
  if (!notOurs.has(identity.fault.code)) return identity;
  const inStep = await link.resynchronise();
  if (!inStep.ok) return inStep;
  const again = await readIdentity(chip);
  return again.ok ? ok({ chip, identity: again.value }) : again;
}
