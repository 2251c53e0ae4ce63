import { refuseKey } from '../../../core/content/content.ts';
import type { OfferedView } from '../../../core/contract/objects.ts';
import { parseOid } from '../../../core/objects/oid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Tickets } from '../../files/tickets.ts';
import { faultView } from '../faultView.ts';

/** Whether the file of a ticket may be written into an object. A file with a private key may not. The chip is not asked. */
export function offeredFile(id: string, ticket: string, tickets: Pick<Tickets, 'open'>): Result<OfferedView> {
  const object = parseOid(id);
  if (!object.ok) return object;
  const file = tickets.open(ticket);
  if (!file.ok) return file;
  const allowed = refuseKey({ bytes: file.value.bytes, file: file.value.name, object: object.value });
  return ok(allowed.ok ? {} : { privateKey: faultView(allowed.fault) });
}
