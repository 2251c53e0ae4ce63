import { join } from 'node:path';

/** Before the first flow: builds dist/ when it is older than its sources. */
export default async function build(): Promise<void> {
  const { ensureBuilt } = (await import(join(import.meta.dirname, '..', 'electron', 'build', 'stale.mjs'))) as { ensureBuilt(): Promise<void> };
  await ensureBuilt();
}
