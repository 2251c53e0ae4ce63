// What other areas, the command line and compose.ts take from this one.
export { SeriesService } from './seriesService.ts';
