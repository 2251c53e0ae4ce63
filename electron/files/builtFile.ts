import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** A built file (a worker): beside this file's bundle, or, when this runs from its source (tests), in dist/. */
export const builtFile = (name: string): string => join(/[\\/]dist([\\/]chunks)?$/.test(here) ? here.replace(/[\\/]chunks$/, '') : join(here, '..', '..', 'dist'), name);
