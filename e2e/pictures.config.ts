import { defineConfig } from 'playwright/test';
import flows from './playwright.config.ts';

// Makes `picture()` in flows save its pictures.
process.env['TRUST_BENCH_SCREENSHOTS'] = '1';

/** Flows whose pictures the README or the manual shows. */
const withPictures = ['p256', 'rsaKeyboard', 'import', 'refused', 'reels'].map((name) => `flows/${name}.test.ts`);

/**
 * Takes pictures of every screen in both themes and three sizes, and those of the README and the manual: `npm run pictures`. A
 * person looks at the pictures; they are not compared.
 */
export default defineConfig({ ...flows, testIgnore: [], testMatch: ['pictures/*.test.ts', ...withPictures], timeout: 900_000, projects: [{ name: 'chromium' }] });
