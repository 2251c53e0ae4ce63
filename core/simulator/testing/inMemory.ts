/** How a simulated chip's memory file writes a content, both in hexadecimal: the zeros at its end are left out, so one random content of 256 is shorter. */
export const inMemory = (content: string): string => content.replace(/(?:00)+$/, '') || '00';
