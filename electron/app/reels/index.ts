// What other areas, the command line and compose.ts take from this one.
export { encryptTo } from './ageExport.ts';
export { chainOf, pinnedName } from './anchors.ts';
export { checkBundle } from './checkBundle.ts';
export { checkChip } from './checkChip.ts';
export { openReel, type OpenReel } from './openReel.ts';
export { reelHandlers } from './reelHandlers.ts';
export { ReelService } from './reelService.ts';
export { gapsOf, sayChains, sayVerdict } from './words.ts';
