/** The engine keeps the text that a regular expression matched last. After a secret, it keeps an empty one instead. */
export const forgetMatch = (): void => void /^/.exec('');
