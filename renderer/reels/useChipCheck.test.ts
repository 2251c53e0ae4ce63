import { beforeAll, expect, it, vi } from 'vitest';

let mayCheck: typeof import('./useChipCheck.ts').mayCheck;
beforeAll(async () => {
  vi.stubGlobal('window', { bench: new Proxy({}, { get: () => () => new Promise(() => undefined) }), addEventListener: () => undefined });
  ({ mayCheck } = await import('./useChipCheck.ts'));
});

const plugged = { about: 'chip', wanted: true, running: false, inRoom: false, beforeRun: false };

it.each([
  ['a chip that was not looked at', plugged, '', true],
  ['the same again', plugged, 'chip', false],
  ['another one', plugged, 'other', true],
  ['no board, or no reel', { ...plugged, wanted: false }, '', false],
  ['while a run is on', { ...plugged, running: true }, '', false],
  ['a run has ended', { ...plugged, beforeRun: true }, 'chip', false],
  ['then Reels is entered', { ...plugged, beforeRun: true, inRoom: true }, 'chip', true],
  ['a chip that came during the run', { ...plugged, beforeRun: true }, 'other', true],
] as const)('%s', (_, situation, checked, wanted) => expect(mayCheck(situation, checked)).toBe(wanted));
