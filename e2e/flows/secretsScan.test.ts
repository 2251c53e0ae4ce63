import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { flow, makeFolders } from '../fixture.ts';
import { openWatched, type Watched } from '../secrets/watched.ts';

const folders = makeFolders();
const canaries = new Map<string, string>();

/** A fresh secret for one place. @returns it as hexadecimal text */
function canary(watched: Watched, name: string): string {
  const bytes = randomBytes(32);
  watched.scan.add(name, bytes);
  canaries.set(name, bytes.toString('hex'));
  return bytes.toString('hex');
}

function plantFiles(watched: Watched): void {
  const profile = join(folders.base, 'profile');
  for (const [name, folder] of [['state', folders.state], ['save', folders.save], ['profile', profile]] as const) {
    mkdirSync(join(folder, 'deep'), { recursive: true });
    writeFileSync(join(folder, 'deep', 'canary.bin'), Buffer.from(`..${canary(watched, `file in ${name}`)}`, 'utf16le'));
  }
  writeFileSync(join(folders.base, 'browser', 'more.log'), Buffer.from(canary(watched, 'log of the browser'), 'hex'));
}

function plantOutput(watched: Watched): void {
  process.stdout.write(`${canary(watched, 'stdout')}\n`);
  process.stderr.write(new Uint8Array(Buffer.from(canary(watched, 'stderr'))));
  console.log('a', canary(watched, 'console'));
}

async function plantMessages(watched: Watched): Promise<void> {
  const { page } = watched.workstation;
  const text = canary(watched, 'reply and request');
  await page.evaluate((id) => window.bench.call('records/open', { run: id }), text);
  await page.evaluate((id) => window.bench.call('objects/export', { id, as: 'hex' }), canary(watched, 'fault in a reply'));
  await page.evaluate((path) => window.bench.call('board/connect', { path }), `/nowhere/${canary(watched, 'event')}`);
}

/** Strings that stay: long ones, and such that are put together. */
async function plantInPage(watched: Watched): Promise<void> {
  const { page } = watched.workstation;
  const upsideDown = (name: string): string => [...canary(watched, name)].toReversed().join('');
  await page.evaluate(
    ([plain, long, halves]) => {
      const back = (text = ''): string => [...text].toReversed().join('');
      const kept = { plain: back(plain), long: 'x'.repeat(5000) + back(long), halves: '' };
      for (const letter of back(halves)) kept.halves += letter;
      Reflect.set(globalThis, 'kept', kept);
    },
    ['string', 'long string', 'string of many parts'].map(upsideDown),
  );
  await page.evaluate((text) => localStorage.setItem('canary', text), canary(watched, 'storage'));
  await page.evaluate((text) => console.info(text), canary(watched, 'console of the page'));
  await page.evaluate((text) => document.body.append(text.match(/../g)?.join(' ') ?? ''), canary(watched, 'content of the page'));
}

flow('the scan finds a canary in every place that it looks at, and nothing before', async () => {
  const watched = await openWatched(folders);
  const before = randomBytes(32);
  watched.scan.add('never told', before);
  expect(await watched.look()).toEqual([]);
  plantFiles(watched);
  plantOutput(watched);
  await plantMessages(watched);
  await plantInPage(watched);
  const found = await watched.look();
  const places = (name: string): string[] => found.filter((line) => line.startsWith(`${name}, as `)).map((line) => line.replace(/^.*, in /, ''));
  for (const name of canaries.keys()) expect(places(name), name).not.toEqual([]);
  expect(await watched.close()).not.toEqual([]);
});
