import { ok } from '../../../core/result/result.ts';
import { listPorts } from '../../serial/ports.ts';
import type { Action } from '../command.ts';
import { table } from '../io.ts';

export const ports: Action<object> = async () => {
  const found = await listPorts();
  // For scripts, every field is present; null when the system does not know it.
  const nothing = { manufacturer: null, serialNumber: null, vendorId: null, productId: null };
  const json = found.map(({ title: _, ...port }) => ({ ...nothing, ...port }));
  return ok({ json, lines: table(found.map(({ path, kind, title }) => [path, kind, title])) });
};
