import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { root } from '../fixture.ts';
import { hasSocat } from '../harness/socat.ts';

const program = join(root, 'electron', 'build', 'cli.mjs');
const pin = 'qX-4711-zy';

const ended = '(the command has ended)';

/**
 * Runs a command in a terminal and types keys after each text that the program shows. The shell keeps the terminal open until
 * everything was read: socat drops what it has not read when the last program has ended.
 * @returns all that the command showed
 */
async function inTerminal(folder: string, command: string, typed: readonly (readonly [after: string, keys: string])[]): Promise<string> {
  const script = join(folder, 'run.sh');
  writeFileSync(script, `${command}\nprintf '%s' '${ended}'\nread rest\n`);
  const child = spawn('socat', ['-', `EXEC:"sh ${script}",pty,setsid,ctty,stderr,sighup`], { env: { ...process.env, TRUST_BENCH_STATE_DIR: folder } });
  let [shown, next] = ['', 0];
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    if (shown.endsWith(ended)) child.stdin.write('\r');
    const [after, keys] = typed[next] ?? [];
    if (after === undefined || keys === undefined || !shown.endsWith(after)) return;
    next++;
    // Keys are sent one after the other, as from a keyboard.
    [...keys].forEach((key, at) => setTimeout(() => child.stdin.write(key), at * 20));
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(next).toBe(typed.length);
  expect(shown).toContain(ended);
  return shown.slice(0, shown.indexOf(ended));
}

test.describe('the PIN in a terminal (needs socat)', () => {
  test.skip(!hasSocat(), 'socat is not installed');
  let folder: string;
  test.beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'trust-bench-pin-'))));
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const cli = (words: string): string => `${process.execPath} ${program} ${words}`;

  test('this terminal shows what is typed into another program', async () => {
    writeFileSync(join(folder, 'ask.sh'), "printf 'name: '; read name\n");
    expect(await inTerminal(folder, `sh ${join(folder, 'ask.sh')}`, [['name: ', `${pin}\r`]])).toContain(pin);
  });

  test('nothing of a typed PIN is shown, also with a correction; the PIN is the typed one', async () => {
    const shown = await inTerminal(folder, cli('settings pin'), [['PIN: ', `qX-5\x7f4711-zy\r`], ['again: ', `${pin}\r`]]);
    expect(shown.replaceAll('\r', '')).toBe("New engineer's PIN: \nThe same again: \nthe engineer's PIN of this station is set\n");
    expect(readFileSync(join(folder, 'engineer-pin.json'), 'utf8')).not.toContain(pin);
    expect((await inTerminal(folder, cli('settings confirm-clock'), [['PIN: ', `${pin}\r`]])).replaceAll('\r', '')).toMatch(/^Engineer's PIN: \nthe clock is not earlier than the journal/);
  });

  test('two that differ, and Ctrl+C: nothing is set, and nothing was shown', async () => {
    const differ = await inTerminal(folder, cli('settings pin'), [['PIN: ', `${pin}\r`], ['again: ', 'qX-4712-zy\r']]);
    const stopped = await inTerminal(folder, cli('settings pin'), [['PIN: ', 'qX-\u0003']]);
    for (const shown of [differ, stopped]) expect([shown.includes('usage/bad-option'), shown.includes('qX')], shown).toEqual([true, false]);
    expect(existsSync(join(folder, 'engineer-pin.json'))).toBe(false);
  });
});
