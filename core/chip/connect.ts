import type { Link } from '../bridge/link.ts';
import { ok, type Result } from '../result/result.ts';
import { identify, type IdentifyFaultCode } from './identify.ts';
import { ChipSession, type SessionOptions } from './session.ts';

/**
 * Opens the application, reads which chip it is, and begins a session with it.
 * If an earlier program stopped while it waited for an answer, the board still sends that answer first. We then take it
 * for the answer to our first request, and every later answer belongs to the request before it. Reading the UID detects
 * this, since the answer to OpenApplication is not a UID. Host and board are then resynchronised, and the UID is read
 * once more.
 * Such an old answer can also hide that our OpenApplication was lost. The chip then refuses the next command, and the
 * application is opened once more.
 */
export async function connectChip(link: Link, options: SessionOptions): Promise<Result<ChipSession, IdentifyFaultCode>> {
  const opened = await link.connect();
  if (!opened.ok) return opened;
  const askedAt = options.clock.now();
  const identity = await identify(link);
  return identity.ok ? ok(new ChipSession(link, identity.value, askedAt, options)) : identity;
}
