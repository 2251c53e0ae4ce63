import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Path of a built file (a worker): in the folder of this file's bundle, or in dist/ when the sources run directly (tests). */
export const builtFile = (name: string): string => join(/[\\/]dist([\\/]chunks)?$/.test(here) ? here.replace(/[\\/]chunks$/, '') : join(here, '..', '..', 'dist'), name);
