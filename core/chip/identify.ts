import type { ApduPort, LinkFaultCode } from '../apdu/apdu.ts';
import { openApplication } from '../apdu/commands/openApplication.ts';
import { equal } from '../bytes/bytes.ts';
import type { Uid } from '../objects/uid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { checkShielded } from './authorization.ts';
import { Chip } from './chip.ts';
import { readUid } from './read.ts';
import { readStanding, type ChipSnapshot, type ReadFaultCode } from './snapshot.ts';

/** The functions of the link that a session needs. */
export interface SessionLink extends ApduPort {
  /** Synchronises host and board after an answer that belonged to another request, and opens the application. */
  resynchronise(): Promise<Result<void, LinkFaultCode>>;
}

/** Faults that show answers to another program's earlier requests. */
const notOurs: ReadonlySet<string> = new Set<ReadFaultCode>(['bytes/truncated', 'bytes/trailing', 'apdu/malformed']);
const rounds = 3;

/** What was known of the chip before it is read again. */
export interface Expected {
  readonly uid: Uid;
  /** Whether the shielded connection was in use before. It is then checked again. */
  readonly shielded: boolean;
}

export type IdentifyFaultCode = ReadFaultCode | 'chip/other';

/**
 * Reads which chip it is, as one unit: starts again when the application had to be opened in the middle, which clears
 * Auto states. If it is another chip than `expected`, only its UID is read.
 */
export async function identify(link: SessionLink, expected?: Expected): Promise<Result<ChipSnapshot, IdentifyFaultCode>> {
  const chip = new Chip(link);
  let read = await readAll(chip, expected);
  for (let round = 1; round < rounds && !read.ok; round++) {
    const ready = await mend(link, read.fault.code);
    if (ready === undefined) return read;
    if (!ready.ok && ready.fault.code !== 'link/resynchronised') return ready;
    read = await readAll(chip, expected);
  }
  return read;
}

async function readAll(chip: Chip, expected: Expected | undefined): Promise<Result<ChipSnapshot, IdentifyFaultCode>> {
  const uid = await readUid(chip);
  if (!uid.ok) return uid;
  if (expected !== undefined && !equal(uid.value.raw, expected.uid.raw)) return err(otherChip(expected.uid, uid.value));
  const identity = await readStanding(chip, uid.value);
  if (!identity.ok || expected?.shielded !== true) return identity;
  const over = await checkShielded(chip, identity.value);
  if (over.ok) return over;
  return over.fault.code === 'chip/not-shielded' ? identity : err(over.fault);
}

export const otherChip = (expected: Uid, found: Uid) => fault('chip/other', { expected: expected.chipId, found: found.chipId });

/** Prepares another try; undefined when another try would not help. */
async function mend(link: SessionLink, code: string): Promise<Result<unknown, LinkFaultCode | IdentifyFaultCode> | undefined> {
  if (code === 'link/resynchronised') return ok(undefined);
  if (code === 'chip/refused') return link.exchange(openApplication());
  return notOurs.has(code) ? link.resynchronise() : undefined;
}
