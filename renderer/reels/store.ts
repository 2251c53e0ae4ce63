import { create } from 'zustand';
import type { BenchClient } from '../client/bench.ts';
import { client } from '../client/client.ts';
import { letterActions } from './letterActions.ts';
import { exportActions, listActions } from './listActions.ts';
import { keyActions, openActions } from './openActions.ts';
import type { ReelsState, Tools } from './reelsState.ts';

const nothingYet = {
  reels: [],
  shown: undefined,
  progress: undefined,
  opening: false,
  handing: undefined,
  unlocking: false,
  fault: undefined,
  keyFault: undefined,
  search: '',
  total: 0,
  pages: new Map(),
  selected: undefined,
  where: undefined,
  verdict: undefined,
  verdictFault: undefined,
  checking: false,
  beforeRun: false,
  anchors: [],
  saved: undefined,
  batchId: '',
  qrSays: '',
  scannedKey: '',
  keyWanted: false,
} as const;

export function createReelsStore(bench: BenchClient) {
  return create<ReelsState>((set, get) => {
    bench.on('reels/progress', (progress) => set({ progress }));
    bench.on('reels/changed', (reels) => set({ reels }));
    const tools: Tools = { bench, set, get };
    return { ...nothingYet, ...openActions(tools), ...keyActions(tools), ...listActions(tools), ...exportActions(tools), ...letterActions(tools) };
  });
}

export const useReels = createReelsStore(client);
