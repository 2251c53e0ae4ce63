import { ok } from '../../../core/result/result.ts';
import type { Action } from '../command.ts';
import { portsHere } from '../context.ts';
import { table } from '../io.ts';

export const ports: Action<object> = async (context) => {
  const found = await portsHere(context);
  // Scripts get every field; null when the system does not know the value.
  const nothing = { manufacturer: null, serialNumber: null, vendorId: null, productId: null, ignored: false };
  const json = found.map(({ title: _, ...port }) => ({ ...nothing, ...port }));
  return ok({ json, lines: table(found.map(({ path, kind, title, ignored }) => [path, kind, ignored === true ? `${title} (ignored in Settings)` : title])) });
};
