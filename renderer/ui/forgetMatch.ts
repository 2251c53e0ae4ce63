/** The JavaScript engine keeps the text of the last regular expression match. After a secret, this makes it keep an empty text instead. */
export const forgetMatch = (): void => void /^/.exec('');
