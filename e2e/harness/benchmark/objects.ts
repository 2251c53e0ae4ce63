import { readIdentity, readableNow } from '../../../core/chip/snapshot.ts';
import { readMetadata, readObject } from '../../../core/chip/read.ts';
import { fieldNumber } from '../../../core/objects/metadata.ts';
import { must } from '../../../core/result/result.ts';
import { objectsOf } from '../../../core/objects/catalogue.ts';
import { Limit, openBoard } from './procedure.ts';

/** Metadata and data of every object, as the browser reads them. */
export async function measureObjects(): Promise<{ readonly ms: number; readonly firstRowMs: number; readonly limit: Limit }> {
  const limit = new Limit();
  const { board, chip } = await openBoard(limit);
  const identity = must(await readIdentity(chip));
  limit.ms = 0;
  limit.exchanges = 0;
  const started = performance.now();
  let firstRowMs = 0;
  for (const { id } of objectsOf(identity.uid.family)) {
    const metadata = must(await readMetadata(chip, id));
    if (firstRowMs === 0) firstRowMs = performance.now() - started;
    if (readableNow(id, metadata, identity)) must(await readObject(chip, id, fieldNumber(metadata, 'max_size')));
  }
  const ms = performance.now() - started;
  board.unplug();
  return { ms, firstRowMs, limit };
}
