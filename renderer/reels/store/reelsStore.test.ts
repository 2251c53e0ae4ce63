import '../../testing/noProgram.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reelLimits } from '../../../core/contract/reelLimits.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import { makeSampleBundle, type SampleBundle } from '../../../electron/simulated/sample/sampleBundle.ts';
import { openWindow, type TestWindow } from '../../testing/openWindow.ts';
import { reelsTexts } from '../texts.ts';
import { createReelsStore } from './reelsStore.ts';

let sample: SampleBundle;
const opened: TestWindow[] = [];
beforeAll(async () => {
  sample = await makeSampleBundle({ chips: 1, simulated: 0, outer: '7z', hideNames: false, random: nodeRandomness, now: new Date() });
}, 60_000);
afterAll(() => Promise.all(opened.map(({ program }) => program.close())));

/** A store with one locked reel shown, and its requests to the main process. */
async function openStore() {
  const page = await openWindow();
  opened.push(page);
  const store = createReelsStore(page.client);
  await store.getState().openFiles([new File([Uint8Array.from(sample.bytes)], sample.name)]);
  expect(store.getState()).toMatchObject({ fault: undefined, reels: [{ lock: 'locked' }] });
  return { store, asked: page.asked };
}

describe('what the contract would not take is answered in the window', () => {
  it('a batch id scanned into the search is cut, and the list is that of what is left', async () => {
    const { store, asked } = await openStore();
    await store.getState().find('ab'.repeat(40));
    expect(store.getState()).toMatchObject({ search: 'ab'.repeat(30), fault: undefined });
    expect(store.getState().pages.has(0)).toBe(true);
    expect(asked('reels/rows').at(-1)).toMatchObject({ search: 'ab'.repeat(30) });
  });

  it('a text too long for a transport key is not sent, nor shown', async () => {
    const { store, asked } = await openStore();
    expect(await store.getState().unlock({ transportKey: '7'.repeat(1500) })).toBe(false);
    expect(store.getState()).toMatchObject({ keyFault: { code: 'window/long-key', why: expect.stringContaining('1,500') }, unlocking: false });
    expect(JSON.stringify(store.getState().keyFault)).not.toContain('777');
    expect(asked('reels/unlock')).toEqual([]);
    // A text that is not too long is sent. The main process says that it is not a key, without trying it.
    expect(await store.getState().unlock({ transportKey: '7'.repeat(reelLimits.transportKey) })).toBe(false);
    expect([asked('reels/unlock').length, store.getState().keyFault?.code]).toEqual([1, 'bundle/not-a-key']);
    expect(JSON.stringify(store.getState().keyFault)).not.toContain('777');
    expect(await store.getState().unlock({ transportKey: '7'.repeat(128) }), 'one that could be a key is tried').toBe(false);
    expect(store.getState().keyFault?.code).toBe('bundle/wrong-key');
    expect(await store.getState().unlock({ transportKey: sample.transportKey })).toBe(true);
    expect(store.getState().keyFault).toBeUndefined();
  });

  it('too many files: none is taken, and those that were are let go', async () => {
    const { store, asked } = await openStore();
    const before = asked('reels/open').length;
    const files = Array.from({ length: reelLimits.files + 1 }, (_, i) => new File(['x'], `${i}.7z`));
    await store.getState().openFiles(files);
    expect(store.getState()).toMatchObject({ opening: false, fault: { code: 'window/too-many-files', object: expect.stringContaining('65') as string } });
    await store.getState().open(files.map((file, i) => ({ ticket: `t${i}`, name: file.name, size: 1, content: 'bundle' })));
    expect([asked('reels/open').length, asked('files/forget').length]).toEqual([before, files.length]);
  });
});

describe('what a letter said', () => {
  it('goes with the reel that it was compared with, or when it was read', async () => {
    const { store } = await openStore();
    const { shown } = store.getState();
    store.setState({ qrSays: 'read' });
    await store.getState().show(shown ?? '');
    expect(store.getState().qrSays).toBe('read');
    await store.getState().show('another');
    expect(store.getState().qrSays).toBe('');
    store.setState({ qrSays: 'read' });
    store.getState().dismissLetter();
    expect(store.getState().qrSays).toBe('');
    store.setState({ qrSays: 'read', shown });
    await store.getState().close();
    expect(store.getState().qrSays).toBe('');
  });
});

it('a bundle on its way says how many of how many', () => {
  expect(reelsTexts.openingAt('E0E0.7z', { done: 1, total: 4 }, { done: 1200, total: 4300 })).toBe('Archive 2 of 4: E0E0.7z, 1,200 of 4,300 certificates');
  expect(reelsTexts.openingAt('E0E0.7z', { done: 4, total: 4 }, { done: 0, total: 0 })).toBe('Archive 4 of 4: E0E0.7z');
});

it('opening a locked reel asks for the key\'s field once; searching does not', async () => {
  const { store } = await openStore();
  expect(store.getState().keyWanted).toBe(true);
  store.getState().keyAsked();
  await store.getState().find('ab');
  await store.getState().load();
  expect(store.getState().keyWanted).toBe(false);
});
