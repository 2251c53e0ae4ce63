import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { violations } from './rooms.mjs';

const messages = (path: string, text: string): string => violations(path, text).map((found) => found.message).join('\n');
const imports = (from: string, specifier: string): string => messages(from, `import { x } from '${specifier}';\n`);
const importsType = (from: string, specifier: string): string => messages(from, `import type { X } from '${specifier}';\n`);

describe('imports that break the house', () => {
  it.each([
    ['core/result/fault.ts', '../bytes/hex.ts', 'core/result may import nothing'],
    ['core/bytes/hex.ts', '../bridge/frame.ts', 'core/bytes may import result'],
    ['core/apdu/commands/a.ts', '../../chip/chip.ts', 'core/apdu may import'],
    ['core/keys/a.ts', '../certificates/x509.ts', 'core/keys may import'],
    ['core/certificates/a.ts', '../content/content.ts', 'core/certificates may import'],
    ['core/keys/a.ts', '../content/content.ts', 'core/keys may import'],
    ['core/content/a.ts', '../update/manifest.ts', 'core/content may import'],
    ['core/content/a.ts', '../chip/chip.ts', 'core/content may import'],
    ['core/update/a.ts', '../chip/chip.ts', 'core/update may import'],
    ['core/chip/a.ts', '../plan/plan.ts', 'core/chip may import'],
    ['core/plan/run.ts', '../simulator/board.ts', 'take a BytePort'],
    ['core/chip/a.ts', '../simulator/board.ts', 'take a BytePort'],
    ['core/simulator/a.ts', '../chip/chip.ts', 'core/simulator may import'],
    ['core/simulator/a.ts', '../plan/plan.ts', 'core/simulator may import'],
    ['core/plan/a.ts', '../contract/plan.ts', 'let the contract import it'],
    ['core/contract/a.ts', '../bytes/hex.ts', 'Use import type'.toLowerCase()],
    ['core/newRoom/a.ts', '../bytes/hex.ts', 'is not a known room'],
    ['core/plan/a.ts', '../../electron/files/read.ts', 'core imports nothing outside core'],
    ['core/plan/a.ts', '../../renderer/ui/a.ts', 'core imports nothing outside core'],
    ['core/keys/a.ts', 'node:crypto', 'use @noble/curves'],
    ['core/keys/a.ts', 'crypto', 'use @noble/curves'],
    ['core/keys/a.ts', 'node:fs', 'core knows no platform'],
    ['core/keys/a.ts', 'electron', 'core knows no platform'],
    ['core/keys/a.ts', 'react', 'core knows no platform'],
    ['core/keys/a.ts', 'serialport', 'core knows no platform'],
    ['renderer/app/a.tsx', '../../electron/files/read.ts', 'share it through core/contract'],
    ['renderer/app/a.tsx', 'electron', 'through renderer/client'],
    ['renderer/app/a.tsx', 'node:fs', 'through renderer/client'],
    ['renderer/app/a.tsx', '../../core/chip/chip.ts', 'use import type, or ask the main process'],
    ['renderer/app/a.tsx', '../../core/simulator/board.ts', 'use import type, or ask the main process'],
    ['electron/board/a.ts', '../../renderer/ui/a.ts', 'share it through core/contract'],
    ['electron/board/a.ts', 'electron', 'Only electron/host/ imports electron'],
    ['electron/board/a.ts', '../../core/simulator/board.ts', 'take a BytePort from compose.ts'],
    ['electron/cli/a.ts', '../ipc/testing/stubHandlers.ts', 'Only tests import what is made for tests'],
    ['electron/app/keys/a.ts', '../../../core/keys/rsaPrivate.ts', 'take a Signer'],
    ['core/keys/a.ts', './rsaPrivate.ts', 'take a Signer'],
    ['e2e/harness/benchmark/a.ts', '../../../core/keys/rsaPrivate.ts', 'take a Signer'],
    ['electron/ports.ts', './files/read.ts', 'electron/ports.ts is below electron/files'],
    ['electron/board/a.ts', '../app/run/index.ts', 'electron/board is below electron/app: take what it needs as an argument'],
    ['electron/simulated/sample/a.ts', '../../app/reels/index.ts', 'electron/simulated is below electron/app'],
    ['electron/app/run/a.ts', '../../ipc/router.ts', 'electron/app is below electron/ipc'],
    ['electron/app/run/a.ts', '../../compose.ts', 'electron/app is below electron/compose.ts'],
    ['electron/cli/a.ts', '../host/pages.ts', 'electron/cli is below electron/host'],
    ['electron/compose.ts', './host/pages.ts', 'electron/compose.ts is below electron/host'],
    ['electron/app/run/a.ts', '../../newRoom/a.ts', 'electron/newRoom has no level'],
    ['electron/newRoom/a.ts', '../files/read.ts', 'electron/newRoom has no level'],
    ['electron/app/run/a.ts', '../wizard/wizardService.ts', 'Import it from electron/app/wizard/index.ts'],
    ['electron/cli/commands/a.ts', '../../app/reels/words.ts', 'Import it from electron/app/reels/index.ts'],
    ['electron/compose.ts', './app/run/planService.ts', 'Import it from electron/app/run/index.ts'],
    ['electron/app/run/a.ts', '../../../e2e/harness/benchmark/main.ts', 'e2e/ is made for checking'],
  ])('%s takes %s', (from, specifier, says) => expect(imports(from, specifier)).toContain(says));

  it.each([
    ['over several lines', "import {\n  a,\n  b,\n} from '../chip/chip.ts';\n"],
    ['for its effects', "import '../chip/chip.ts';\n"],
    ['by export', "export * from '../chip/chip.ts';\n"],
    ['when it runs', "const chip = await import('../chip/chip.ts');\n"],
    ['types', "import type { Chip } from '../chip/chip.ts';\n"],
  ])('%s', (_, text) => expect(messages('core/apdu/a.ts', text)).toContain('core/apdu may import'));

  it('says in which line', () => {
    expect(violations('core/apdu/a.ts', "// one\nimport { a } from './a.ts';\nimport {\n b } from '../chip/b.ts';\n")).toMatchObject([{ path: 'core/apdu/a.ts', line: 3 }]);
  });
});

describe('imports that keep it', () => {
  it.each([
    ['core/simulator/handlers/a.ts', '../../keys/rsaPrivate.ts'],
    ['core/plan/rehearse.ts', '../simulator/board.ts'],
    ['core/plan/twin.ts', '../simulator/board.ts'],
    ['electron/cli/commands/simulate.ts', '../../../core/simulator/faults/parse.ts'],
    ['electron/simulated/simulatedBoards.ts', '../../core/simulator/board.ts'],
    ['core/plan/steps/a.ts', '../../chip/chip.ts'],
    ['core/content/a.ts', '../certificates/material.ts'],
    ['core/plan/a.ts', '../content/content.ts'],
    ['core/update/a.ts', '../content/textBytes.ts'],
    ['core/simulator/handlers/a.ts', '../chip/machine.ts'],
    ['core/chip/chip.test.ts', '../simulator/board.ts'],
    ['core/keys/a.ts', '@noble/curves/nist.js'],
    ['electron/compose.ts', '../core/simulator/board.ts'],
    ['electron/host/electron.ts', 'electron'],
    ['electron/board/a.ts', '../../core/plan/plan.ts'],
    ['electron/app/run/a.ts', '../wizard/index.ts'],
    ['electron/app/run/a.ts', './planView.ts'],
    ['electron/app/run/a.ts', '../faultView.ts'],
    ['electron/app/run/a.ts', '../../board/board.ts'],
    ['electron/app/run/a.ts', '../../ports.ts'],
    ['electron/journal/a.ts', '../files/write.ts'],
    ['electron/cli/commands/a.ts', '../../app/run/index.ts'],
    ['electron/host/a.ts', '../compose.ts'],
    ['e2e/harness/fuzz/a.ts', '../../../electron/app/run/planView.ts'],
    ['renderer/client/a.ts', '../../core/contract/operations.ts'],
    ['renderer/ui/hex.tsx', '../../core/bytes/hex.ts'],
  ])('%s takes %s', (from, specifier) => expect(imports(from, specifier)).toBe(''));

  it('types: the renderer from core, the contract from core', () => {
    expect(importsType('renderer/app/a.tsx', '../../core/plan/plan.ts')).toBe('');
    expect(importsType('core/contract/a.ts', '../plan/plan.ts')).toBe('');
  });
});

describe('the clock in core', () => {
  it('is not read', () => expect(messages('core/plan/a.ts', 'const at = new Date( );')).toContain('Use the Clock'));
  it('a given moment is fine', () => expect(messages('core/plan/a.ts', 'const at = new Date(ms);')).toBe(''));
  it('a test that cannot run here is counted', () => {
    expect(messages('core/a.test.ts', "if (process.platform === 'linux') describe('x', () => undefined);")).toContain('Use runIf');
    expect(messages('core/a.test.ts', "describe.runIf(process.platform === 'linux')('x', () => undefined);")).toBe('');
  });
  it('a flow does not wait for a fixed time', () => {
    expect(messages('e2e/flows/a.test.ts', 'await page.waitForTimeout(400);')).toContain('Wait for what the window shows');
    expect(messages('e2e/harness/a.ts', 'await page.waitForTimeout(400);')).toBe('');
  });
});

describe('what oxlint forbids in core and in components', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-lint-'));
  // The config's globs start at its own folder.
  copyFileSync(join(import.meta.dirname, '..', '..', '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const lint = (path: string, text: string): string => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    try {
      const oxlint = join(import.meta.dirname, '..', '..', 'node_modules', 'oxlint', 'bin', 'oxlint');
      return execFileSync(process.execPath, [oxlint, '--format=json', path], { cwd: folder, encoding: 'utf8' });
    } catch (failed) {
      return String(Reflect.get(Object(failed), 'stdout'));
    }
  };

  it.each([
    ['process.env', 'core knows no platform'], ['Buffer.from([1])', 'Use Uint8Array'], ['setTimeout(() => 1, 1)', 'Use the Clock'],
    ['setInterval(() => 1, 1)', 'Use the Clock'], ['performance.now()', 'Use the Clock'], ['Date.now()', 'Use the Clock'],
    ['Math.random()', 'Use the Randomness'], ['crypto.getRandomValues(new Uint8Array(1))', 'Use the Randomness'],
    ["console.log('x')", 'core writes to nothing'], ["fetch('x')", 'core has no network'], ['window.top', 'belongs into renderer/'],
    ['document.body', 'belongs into renderer/'], ["require('fs')", 'core takes no Node modules'],
  ])('%s', (code, says) => {
    expect(lint('core/plan/a.ts', `export const a = ${code};\n`)).toContain(says);
    expect(lint('core/plan/a.test.ts', `export const a = ${code};\n`)).not.toContain(says);
  });

  it('a text in a component is refused, and its punctuation is not', () => {
    expect(lint('renderer/plan/a.tsx', 'export const a = <p>Nothing is sent.</p>;\n')).toContain('jsx-no-literals');
    expect(lint('renderer/plan/a.tsx', "export const a = <p>{'Back'}: {1}.</p>;\n")).not.toContain('jsx-no-literals');
  });
});
