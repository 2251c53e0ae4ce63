import type { ReelView } from '../../core/contract/reels.ts';

const reel: ReelView = {
  id: 'tb01_ab',
  reelId: 'TB01',
  batch: 'ab',
  lock: 'locked',
  sums: { chips: 0, certificates: { E0E0: 0, E0E1: 0, E0E2: 0 }, pbs: 0, auto: 0, withoutSecrets: 0, withoutCertificates: 0, lacking: { E0E0: 0, E0E1: 0, E0E2: 0, pbs: 0, auto: 0 } },
  gaps: [],
  verified: '',
  problems: [],
  problemCount: 0,
};
const saved = { name: 'reel.csv', folder: '/home/bench/Documents' } as const;

/** Reels of the fake bench: one, empty and locked. */
export const fakeReels = () => ({
  'reels/list': () => [],
  'reels/open': () => reel,
  'reels/cancel': () => ({ done: true }) as const,
  'reels/unlock': () => ({ ...reel, lock: 'open' as const }),
  'reels/close': () => [],
  'reels/rows': () => ({ total: 0, rows: [] }),
  'reels/wafer': () => ({ batches: [], batch: '', cells: new Uint8Array() }),
  'reels/where': () => ({ reference: false }),
  'reels/verdict': () => ({ chipId: '', verdict: 'not-genuine' as const, says: '', checks: [] }),
  'reels/anchors': () => [],
  'reels/add-anchor': () => [],
  'reels/forget-anchors': () => [],
  'reels/export-list': () => saved,
  'reels/export-secrets': () => saved,
  'reels/show-secret': () => ({ hex: '' }),
});
