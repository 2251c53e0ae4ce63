// What compose.ts takes from this area.
export { sampleHandlers } from './samples.ts';
