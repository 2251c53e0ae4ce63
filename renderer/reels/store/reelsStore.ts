import { create } from 'zustand';
import type { ApiClient } from '../../client/apiClient.ts';
import { client } from '../../client/client.ts';
import { anchorsPart, type Anchors } from './anchors.ts';
import { chipCheckPart, type ChipCheck } from './chipCheck.ts';
import { exportsPart, type Exports } from './exports.ts';
import { letterPart, type Letter } from './letter.ts';
import { listPart, type List } from './list.ts';
import { openingPart, type Opening } from './opening.ts';
import type { Tools } from './tools.ts';
import { transportKeyPart, type TransportKey } from './transportKey.ts';

export type ReelsState = Opening & List & ChipCheck & Anchors & TransportKey & Letter & Exports;

/** Makes the one store of the room Reels; each subject has its own file. The store never contains secrets or transport keys. */
export function createReelsStore(client: ApiClient) {
  return create<ReelsState>((set, get) => {
    client.on('reels/progress', (progress) => set({ progress }));
    client.on('reels/changed', (reels) => set({ reels }));
    const tools: Tools<ReelsState> = { client, set, get };
    return { ...openingPart(tools), ...listPart(tools), ...chipCheckPart(tools), ...anchorsPart(tools), ...transportKeyPart(tools), ...letterPart(tools), ...exportsPart(tools) };
  });
}

export const useReels = createReelsStore(client);
