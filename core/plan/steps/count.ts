import { count as advance } from '../../apdu/commands/setDataObject.ts';
import { readMetadata, readObject } from '../../chip/read.ts';
import { readableNow } from '../../chip/snapshot.ts';
import { parseCounter, type Counter } from '../../objects/counter.ts';
import { formatOid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { Count } from '../step.ts';
import type { StepTools, Check, Proof, StepKind } from '../stepKind.ts';

async function present(step: Count, { chip, identity }: StepTools): Promise<Result<Counter | undefined>> {
  const metadata = await readMetadata(chip, step.object);
  if (!metadata.ok) return metadata;
  if (!readableNow(step.object, metadata.value, identity)) return ok(undefined);
  const data = await readObject(chip, step.object, 8);
  return data.ok ? ok(parseCounter(data.value)) : data;
}

/** A count that would pass the threshold is refused. */
const wanted = (step: Count, threshold: number): number => Math.min(threshold, step.from + step.by);

async function check(step: Count, tools: StepTools): Promise<Result<Check>> {
  const now = await present(step, tools);
  if (!now.ok || now.value === undefined) return now.ok ? ok({ state: 'needed' }) : now;
  const { value, threshold } = now.value;
  const object = formatOid(step.object);
  if (value === step.from) return ok({ state: 'needed' });
  if (value === wanted(step, threshold)) return ok({ state: 'done', proved: true, says: `${object} already has the value ${value}` });
  return err(fault('plan/counter-moved', { object, from: step.from, value }));
}

async function verify(step: Count, tools: StepTools): Promise<Result<Proof>> {
  const now = await present(step, tools);
  if (!now.ok) return now;
  if (now.value === undefined) return ok({ proved: false, says: 'counted, but not proved: the counter cannot be read' });
  const { value, threshold } = now.value;
  return value === wanted(step, threshold)
    ? ok({ proved: true, says: `read back: ${value} of ${threshold}` })
    : err(fault('plan/counter-moved', { object: formatOid(step.object), from: step.from, value }));
}

export const count: StepKind<Count> = {
  title: (step) => `Count ${formatOid(step.object)} up by ${step.by}, from ${step.from}`,
  objects: (step) => [step.object],
  loses: (step) => `The counter ${formatOid(step.object)} only goes up.`,
  verifiedBy: () => 'value read back',
  cycles: () => 1,
  check,
  apply: (step, { chip }) => chip.run(advance(step.object, step.by)),
  verify,
};
