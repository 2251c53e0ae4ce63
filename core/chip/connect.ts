import type { Link } from '../bridge/link.ts';
import { ok, type Result } from '../result/result.ts';
import { identify, type IdentifyFaultCode } from './identify.ts';
import { ChipSession, type SessionOptions } from './session.ts';

/**
 * Opens the application, reads who the chip is, and begins a session with it. A program that died may be owed an answer
 * still, and the board does one request after the other: that answer then comes as ours, and each one since is that of
 * the request before. The UID shows it, since the answer to OpenApplication is not a UID; then host and board are
 * brought into step, and asked once more. An answer that was in the line already can also hide that our
 * OpenApplication was lost: the chip then refuses, and is opened once more.
 */
export async function connectChip(link: Link, options: SessionOptions): Promise<Result<ChipSession, IdentifyFaultCode>> {
  const opened = await link.connect();
  if (!opened.ok) return opened;
  const askedAt = options.clock.now();
  const identity = await identify(link);
  return identity.ok ? ok(new ChipSession(link, identity.value, askedAt, options)) : identity;
}
