/**
 * Whether resuming a failed run can help. A lost link, a record that could not be written and an exchanged chip can be
 * put right. After a refusal or a failed proof, the same plan would fail again.
 * @param code of the fault that ended the run
 */
export const canResumeAfter = (code: string): boolean => /^(link|journal)\//.test(code) || ['chip/other', 'plan/no-board', 'plan/review-void'].includes(code);
