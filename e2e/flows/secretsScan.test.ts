import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { flow } from '../fixture.ts';
import { openWatched, type Watched } from '../harness/secrets/watched.ts';

/** Makes a new secret for one place. @returns the secret as hexadecimal text */
function canary(watched: Watched, name: string): string {
  const bytes = randomBytes(32);
  watched.scan.add(name, bytes);
  return bytes.toString('hex');
}

/** Each planted secret, and the place where the scan must find it. */
const planted: readonly (readonly [string, RegExp])[] = [
  ['file in state', /\/state\/deep\/canary\.bin$/],
  ['file in save', /\/saved\/deep\/canary\.bin$/],
  ['file in profile', /\/profile\/deep\/canary\.bin$/],
  ['log of the browser', /\/more\.log$/],
  ['stdout', /^stdout$/],
  ['stderr', /^stderr$/],
  ['console', /^console\.log$/],
  ['request and reply', /^request of records\/open$/],
  ['request and reply', /^reply of records\/open$/],
  ['event', /^event board\/changed$/],
  ['string', /^heap of the window/],
  ['long string', /^heap of the window/],
  ['string of many parts', /^heap of the window/],
  ['storage', /^localStorage of the page$/],
  ['console of the page', /^console of the page$/],
  ['content of the page', /^text of the page$/],
];

function plantFiles(watched: Watched): void {
  const { folders } = watched.workstation;
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
  await page.evaluate((id) => window.bench.call('records/open', { run: id }), canary(watched, 'request and reply'));
  await page.evaluate((path) => window.bench.call('board/connect', { path }), `/nowhere/${canary(watched, 'event')}`);
}

/** Strings that stay in memory: long ones, and concatenated ones. */
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

flow('the scan finds a canary in every place that it looks at, and nothing before', { tag: '@chromium' }, async ({ folders }) => {
  const watched = await openWatched(folders);
  watched.scan.add('never told', randomBytes(32));
  expect(await watched.look()).toEqual([]);
  plantFiles(watched);
  plantOutput(watched);
  await plantMessages(watched);
  await plantInPage(watched);
  const found = (await watched.look()).map((line) => /^(.*), as .*?, in (.*)$/s.exec(line)?.slice(1) ?? []);
  const missed = planted.filter(([name, place]) => !found.some(([secret = '', where = '']) => secret === name && place.test(where)));
  expect(missed).toEqual([]);
  expect(found.map(([secret]) => secret)).not.toContain('never told');
  expect(await watched.close()).not.toEqual([]);
});
