/** Largest sizes in one message about reels. The window checks them and reports an excess before it sends a request. */
export const reelLimits = { files: 64, search: 60, transportKey: 1000 } as const;
