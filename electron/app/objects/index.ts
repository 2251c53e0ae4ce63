// What other areas, the command line and compose.ts take from this one.
export { bootFlag, delayFrom, eventsMost, parseMonitor, readMonitor, type Monitor } from './chipFigures.ts';
export { editPlan, editTitles, type EditContent } from './editPlan.ts';
export { actionsOf, checkMaySign } from './objectActions.ts';
export { inForm } from './objectForms.ts';
export { ObjectKeys } from './objectKeys.ts';
export { certificatesOfObject, checkHoldsCertificates } from './objectCertificates.ts';
export { ObjectService, viewCondition } from './objectService.ts';
export { CollectedKeys, pairsOf } from './objectPairs.ts';
export { readForList } from './objectRead.ts';
export { objectHandlers } from './objectHandlers.ts';
