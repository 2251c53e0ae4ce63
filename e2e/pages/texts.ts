/** Stands for a part of a text that a flow does not know: `like(reviewTexts.saved('plan.json', any))`. */
export const any = '\u0000';

/**
 * Matches a text of the window's tables that was made with `any`. Upper and lower case count as equal, because names of
 * objects occur in both.
 */
export const like = (text: string): RegExp => new RegExp(text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`).replaceAll(any, '.*'), 'i');
