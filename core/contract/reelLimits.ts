/** How much one message about reels takes. The window keeps to it, and says so in its own words before it asks. */
export const reelLimits = { files: 64, search: 60, transportKey: 1000 } as const;
