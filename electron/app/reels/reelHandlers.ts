import type { reelOperations } from '../../../core/contract/reels.ts';
import { ok } from '../../../core/result/result.ts';
import type { Handlers } from '../handlers.ts';
import type { CopiedSecrets } from '../material/index.ts';
import type { ReelService } from './reelService.ts';

/** Implements the contract's operations on reels. */
export const reelHandlers = (reels: ReelService, copied: CopiedSecrets): Pick<Handlers, keyof typeof reelOperations> => ({
  'reels/list': async () => ok(reels.list()),
  'reels/open': ({ tickets }) => reels.open(tickets),
  'reels/cancel': async () => (reels.cancel(), ok({ done: true })),
  'reels/unlock': (request) => reels.unlock(request),
  'reels/close': async ({ id }) => ok(reels.close(id)),
  'reels/rows': (request) => reels.rows(request),
  'reels/wafer': async (request) => reels.wafer(request),
  'reels/where': async ({ chipId }) => ok(reels.where(chipId)),
  'reels/verdict': () => reels.verdict(),
  'reels/anchors': async () => ok(reels.anchors()),
  'reels/add-anchor': async ({ ticket }) => reels.addAnchor(ticket),
  'reels/forget-anchors': async () => ok(reels.forgetAnchors()),
  'reels/export-list': ({ id }) => reels.exportList(id),
  'reels/export-secrets': (request) => reels.exportSecrets(request),
  'reels/show-secret': async (request) => {
    const shown = reels.showSecret(request);
    if (shown.ok) copied.handedOut(shown.value.hex);
    return shown;
  },
});
