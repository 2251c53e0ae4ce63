/**
 * Whether going on with a run that failed can help. A lost link, a record that could not be written and another chip
 * on the board are over once they are put right; after a refusal or a failed proof the same plan would end the same way.
 * @param code of the fault that ended it
 */
export const canResumeAfter = (code: string): boolean => /^(link|journal)\//.test(code) || ['chip/other', 'plan/no-board', 'plan/review-void'].includes(code);
