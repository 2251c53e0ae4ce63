import { ok } from '../../../core/result/result.ts';
import { listPorts } from '../../serial/ports.ts';
import type { Action } from '../command.ts';
import { table } from '../io.ts';

export const ports: Action<object> = async () => {
  const found = await listPorts();
  // Every field is there for scripts, null where the system does not say.
  const nothing = { manufacturer: null, serialNumber: null, vendorId: null, productId: null };
  const json = found.map(({ title: _, ...port }) => ({ ...nothing, ...port }));
  return ok({ json, lines: table(found.map(({ path, kind, title }) => [path, kind, title])) });
};
