import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { root } from '../fixture.ts';

export const sizes = [
  { width: 1024, height: 700 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const themes = ['light', 'dark'] as const;
export const folder = join(root, 'e2e', 'results', 'pictures');
const documents = join(root, 'resources', 'screenshots');

/** Pictures that the README and the manual show: at 1280x800, light. */
const documented: ReadonlySet<string> = new Set(['objects', 'object', 'map', 'keys', 'reels', 'records', 'next-chip', 'pairs', 'slots', 'operator']);

/** Takes pictures of the present screen in every size and theme. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${size.width}.png`), animations: 'disabled' });
    }
  }
  if (documented.has(name)) copyFileSync(join(folder, `${name}-light-1280.png`), join(documents, `${name}.png`));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(sizes[1]);
}
