import type { BindingView, ObjectRow } from '../../core/contract/objects.ts';
import { bindingTexts as texts } from './bindingTexts.ts';

export interface BindingLine {
  /** The other object. */
  readonly id: string;
  readonly says: string;
}

const after = ({ accesses }: BindingView): string => `: ${accesses.map((access) => texts.accesses[access]).join(', ')}`;

/** Says in words the partner of a key or certificate, then what the object depends on, then what depends on the object. */
export function bindingLines(row: ObjectRow, rows: readonly ObjectRow[]): BindingLine[] {
  const needs = row.bindings.map((binding) => ({ id: binding.to, says: `${texts.needs[binding.kind](binding.to)}${after(binding)}` }));
  const serves = rows.flatMap(({ id, bindings }) => bindings.filter(({ to }) => to === row.id).map((binding) => ({ id, says: `${texts.serves[binding.kind](id)}${after(binding)}` })));
  const pairs = row.pairs.map(({ with: id, sign }) => ({ id, says: texts.pair[sign](id) }));
  return [...pairs, ...needs, ...serves];
}
