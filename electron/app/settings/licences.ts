/// <reference path="../../assets.d.ts" />
/** Licences of everything that is shipped; the file is written by `npm run licences`. Loaded when it is asked for. */
export async function licenceText(): Promise<string> {
  const { default: text } = await import('../../../resources/licences.txt?raw');
  return text;
}
