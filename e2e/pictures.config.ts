import { defineConfig } from 'playwright/test';
import flows from './playwright.config.ts';

/**
 * Takes pictures of every screen in both themes and three sizes: `npm run pictures`. A person looks at the pictures;
 * they are not compared.
 */
export default defineConfig({ ...flows, testIgnore: [], testMatch: 'pictures/*.test.ts', timeout: 900_000, projects: [{ name: 'chromium' }] });
