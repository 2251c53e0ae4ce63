import { expect, it } from 'vitest';
import { concernedTests } from './concerned.mjs';

const texts = new Map([
  ['core/keys/ciphers.ts', ''],
  ['core/keys/pbes1.ts', "import { cipher } from './ciphers.ts';"],
  ['core/keys/index.ts', "export * from './pbes1.ts';"],
  ['core/keys/openssl.test.ts', "import { open } from './index.ts';"],
  ['core/keys/pbes1.test.ts', "import { pbes1 } from './pbes1.ts';"],
  ['core/bytes/hex.test.ts', "import { hex } from './hex.ts';"],
  ['renderer/keys/page.test.tsx', "const { page } = await import('./page.tsx');"],
  ['renderer/keys/page.tsx', "import type { Key } from '../../core/keys/index.ts';\nimport './page.tsx';"],
  ['e2e/flows/keys.test.ts', "import { open } from '../../core/keys/index.ts';"],
]);

it('finds tests that use a changed file through other files, the nearest first', () => {
  expect(concernedTests(['core/keys/ciphers.ts'], texts)).toEqual(['core/keys/pbes1.test.ts', 'core/keys/openssl.test.ts', 'renderer/keys/page.test.tsx']);
});

it('takes a changed test, and finds none for what no test uses', () => {
  expect(concernedTests(['core/bytes/hex.test.ts'], texts)).toEqual(['core/bytes/hex.test.ts']);
  expect(concernedTests(['README.md', 'core/bytes/removed.test.ts'], texts)).toEqual([]);
});
