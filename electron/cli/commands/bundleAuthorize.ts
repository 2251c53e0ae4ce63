import { Secret, wipedAfter } from '../../../core/bytes/secret.ts';
import { gainAuthorization, readGuarded } from '../../../core/chip/authorization.ts';
import { formatOid, parseOid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { sayChipId } from '../../../core/result/format.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import type { Action, Answered } from '../command.ts';
import { withChip } from '../context.ts';
import { withReel, type KeyOption } from './bundle.ts';

/** Proves to the connected chip that this station knows the reel's reference. Prints what is allowed then. */
export const bundleAuthorize: Action<KeyOption & { readonly reference: string }> = (context, options, [path = '']) =>
  withReel(context, path, options, async ({ reel, secrets }): Promise<Result<Answered>> => {
    const reference = parseOid(options.reference);
    if (!reference.ok) return reference;
    if (!secrets.ok) return secrets;
    return withChip(context, async ({ chip, identity }): Promise<Result<Answered>> => {
      const { chipId } = identity.uid;
      if (!reel.has(chipId)) return err(fault('bundle/no-chip', { chipId, reel: `Reel ${reel.reelId}` }));
      const secret = secrets.value.open(chipId, 'auto', (bytes) => new Secret(bytes.slice()));
      if (!secret.ok) return secret;
      const now = await wipedAfter(secret.value, () => gainAuthorization(chip, identity, reference.value, secret.value, nodeRandomness));
      if (!now.ok) return now;
      const guarded = await readGuarded(chip, now.value);
      if (!guarded.ok) return guarded;
      const rows = guarded.value.map(({ object, ...rest }) => ({ object: formatOid(object), ...rest }));
      const lines = rows.map(({ object, access, open, why }) => `${object}  ${access.padEnd(7)}  ${open ? 'open' : `closed: it ${why ?? ''}`}`);
      return ok({ json: { chipId, reelId: reel.reelId, reference: formatOid(reference.value), authorized: true, guarded: rows }, lines: [`${sayChipId(chipId)}: authorized with ${formatOid(reference.value)}`, ...lines] });
    });
  });
