import type { Page } from 'playwright-core';
import type { Place } from './files.ts';

/** Runs in the page: reads the drawn text, the fields, and the storage. */
async function readPage(): Promise<Record<string, string>> {
  const fields = [...document.querySelectorAll('input, textarea, select')].map((field) => ('value' in field ? String(field.value) : ''));
  const databases = (await indexedDB.databases()).map(({ name }) => name ?? '');
  return {
    content: document.documentElement.outerHTML,
    // The drawn text, without the elements for the groups and rows of printed hexadecimal.
    text: document.body.innerText,
    fields: fields.join('\n'),
    localStorage: JSON.stringify({ ...localStorage }),
    sessionStorage: JSON.stringify({ ...sessionStorage }),
    databases: databases.join('\n'),
    caches: (await caches.keys()).join('\n'),
    address: location.href + JSON.stringify(history.state),
  };
}

/** What the window shows and stores. Databases, caches and cookies must be empty. */
export async function pageOf(page: Page): Promise<Place[]> {
  const read = await page.evaluate(readPage);
  const cookies = await page.context().cookies();
  if (read['databases'] !== '' || read['caches'] !== '' || cookies.length > 0) throw new Error('the window keeps something in a database, a cache or a cookie');
  return Object.entries(read).map(([where, text]) => ({ where: `${where} of the page`, bytes: Buffer.from(text) }));
}
