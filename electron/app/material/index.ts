// What other areas, the command line and compose.ts take from this one.
export { CopiedSecrets } from './copiedSecrets.ts';
export { PublicKeyStore } from './publicKeyStore.ts';
export { parseSecret } from './secretFile.ts';
export { Slot, viewCertificate } from './materialSlot.ts';
export { openCertificates, openKeyFile, openMaterial } from './openMaterial.ts';
export { makePair } from './makePair.ts';
export { makeSecret } from './makeSecret.ts';
export { compareNames, damageOf, isLocked, sortFiles, viewSorted, wipeSorted, type SortedFiles } from './sortMaterial.ts';
export { sniff } from './sniff.ts';
export { isAes, readAes, readAnyKey, viewAnyKey, type AnyKey } from './studioMaterial.ts';
export { WrittenSecrets } from './writtenSecrets.ts';
export { fileHandlers } from './fileHandlers.ts';
