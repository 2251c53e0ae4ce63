import type { Link } from '../bridge/link.ts';
import { ok, type Result } from '../result/result.ts';
import { Chip } from './chip.ts';
import { readIdentity, type ChipSnapshot, type ReadFaultCode } from './snapshot.ts';

export interface Connected {
  readonly chip: Chip;
  readonly identity: ChipSnapshot;
}

/** What is read when an answer is that of another request. */
const notOurs: ReadonlySet<string> = new Set<ReadFaultCode>(['bytes/truncated', 'bytes/trailing', 'apdu/malformed']);

/**
 * Opens the application and reads who the chip is. A program that died may be owed an answer still, and the board does
 * one request after the other: that answer then comes as ours, and each one since is that of the request before. The
 * UID shows it, since the answer to OpenApplication is no UID; then host and board are brought into step, and asked once
 * more. An answer that was in the line already can also hide that our OpenApplication was lost: the chip then refuses,
 * and is opened once more.
 */
export async function connectChip(link: Link): Promise<Result<Connected, ReadFaultCode>> {
  const first = await openAndRead(link);
  if (first.ok) return first;
  if (first.fault.code === 'chip/refused') return openAndRead(link);
  if (!notOurs.has(first.fault.code)) return first;
  const inStep = await link.resynchronise();
  return inStep.ok ? read(link) : inStep;
}

async function openAndRead(link: Link): Promise<Result<Connected, ReadFaultCode>> {
  const opened = await link.connect();
  return opened.ok ? read(link) : opened;
}

async function read(link: Link): Promise<Result<Connected, ReadFaultCode>> {
  const chip = new Chip(link);
  const identity = await readIdentity(chip);
  return identity.ok ? ok({ chip, identity: identity.value }) : identity;
}
