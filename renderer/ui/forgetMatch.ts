/**
 * Makes the JavaScript engine forget a secret: the engine keeps the text of the last regular expression match, and this
 * makes an empty text the last one.
 */
export const forgetMatch = (): void => void /^/.exec('');
