import { neededMaterials } from '../plan/neededMaterials.ts';
import type { Input, Plan, Step } from '../plan/step.ts';
import type { Materials } from '../plan/stepKind.ts';

/** The name without the folders of the computer where the plan was made. */
const lastPart = (name: string): string => name.split(/[\\/]/).at(-1) ?? name;

/** New names by old ones. Two names that would become the same stay as they are. */
function renaming(plan: Plan): ReadonlyMap<string, string> {
  const names = [...new Set(neededMaterials(plan).map(({ name }) => name))];
  const parts = names.map(lastPart);
  return new Map(names.flatMap((name) => (lastPart(name) !== '' && parts.filter((part) => part === lastPart(name)).length === 1 ? [[name, lastPart(name)] as const] : [])));
}

/**
 * Shortens the names of materials. A job is for other stations, where its secrets are files beside it, so their names
 * must not have folders.
 * @returns the plan and its materials under the new names
 */
export function withPlainNames(plan: Plan, materials: Materials): { readonly plan: Plan; readonly materials: Materials } {
  const names = renaming(plan);
  const renamed = (name: string): string => names.get(name) ?? name;
  const input = <I extends Input>(one: I): I => (one.kind === 'material' ? { ...one, name: renamed(one.name) } : one);
  const steps = plan.steps.map((step): Step => {
    if ('content' in step) return { ...step, content: input(step.content) };
    if (step.kind === 'send-data-set') return { ...step, fragments: input(step.fragments) };
    return step.kind === 'prove-aes' ? { ...step, known: input(step.known) } : step;
  });
  return { plan: { ...plan, steps }, materials: new Map([...materials].map(([name, secret]) => [renamed(name), secret])) };
}
