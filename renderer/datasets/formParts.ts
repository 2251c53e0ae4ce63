import type { BuildView } from '../../core/contract/datasets.ts';
import { useBuild } from './buildStore.ts';

/** What is wrong with a field, as one line; what is only missing still is no mistake. */
export function wrongWith(view: BuildView, field: string): string | undefined {
  const fault = view.problems.find((problem) => problem.field === field)?.fault;
  if (fault === undefined || fault.code === 'wizard/missing') return undefined;
  const why = fault.why === '' ? fault.what : fault.why;
  // What a payload's fault advises is for the command line: here it is being built.
  return fault.code === 'update/bad-payload' ? why : [why, fault.todo].join(' ');
}

export const missingIn = (view: BuildView, field: string): boolean =>
  view.problems.some((problem) => problem.field === field && problem.fault.code === 'wizard/missing');

/** The form as typed, and main's view of it. */
export function useForm() {
  const view = useBuild((state) => state.view);
  const form = useBuild((state) => state.form);
  const change = useBuild((state) => state.change);
  return view === undefined || form === undefined ? undefined : { view, form, change };
}

export type FormProps = NonNullable<ReturnType<typeof useForm>>;
