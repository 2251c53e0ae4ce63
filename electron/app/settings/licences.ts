/// <reference path="../../assets.d.ts" />
/** Licences of everything that is shipped. `npm run licences` writes the file. It is loaded on request. */
export async function licenceText(): Promise<string> {
  const { default: text } = await import('../../../resources/licences.txt?raw');
  return text;
}
