import type { BuildView } from '../../core/contract/datasets.ts';
import { useBuild } from './buildStore.ts';

/** Says in one line what is wrong with a field; undefined when nothing is wrong or the field is still empty. */
export function wrongWith(view: BuildView, field: string): string | undefined {
  const fault = view.problems.find((problem) => problem.field === field)?.fault;
  if (fault === undefined || fault.code === 'wizard/missing') return undefined;
  const why = fault.why === '' ? fault.what : fault.why;
  // The fault's advice for a payload is about the command line, so it is left out here.
  return fault.code === 'update/bad-payload' ? why : [why, fault.todo].join(' ');
}

export const missingIn = (view: BuildView, field: string): boolean =>
  view.problems.some((problem) => problem.field === field && problem.fault.code === 'wizard/missing');

/** What the user has typed into the form, and the main process's view of it. */
export function useForm() {
  const view = useBuild((state) => state.view);
  const form = useBuild((state) => state.form);
  const change = useBuild((state) => state.change);
  return view === undefined || form === undefined ? undefined : { view, form, change };
}

export type FormProps = NonNullable<ReturnType<typeof useForm>>;
