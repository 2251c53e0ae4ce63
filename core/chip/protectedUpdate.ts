import { setObjectProtected } from '../apdu/commands/setObjectProtected.ts';
import type { Oid } from '../objects/oid.ts';
import { ok, type Result } from '../result/result.ts';
import type { Chip, ChipFaultCode } from './chip.ts';

/** Sends a data set: the manifest, then every fragment. `onSent` receives the number of parts sent so far. */
export async function sendDataSet(
  chip: Chip,
  manifest: Uint8Array,
  fragments: readonly Uint8Array[],
  target?: Oid,
  onSent?: (parts: number) => void,
): Promise<Result<true, ChipFaultCode>> {
  const parts = [
    setObjectProtected('start', manifest, target),
    ...fragments.map((fragment, i) => setObjectProtected(i === fragments.length - 1 ? 'final' : 'continue', fragment, target)),
  ];
  for (const [index, part] of parts.entries()) {
    const sent = await chip.run(part);
    if (!sent.ok) return sent;
    onSent?.(index + 1);
  }
  return ok(true);
}
