// What other areas, the command line and compose.ts take from this one.
export { KeysService } from './keysService.ts';
export { keyText, makeKey } from './newKey.ts';
