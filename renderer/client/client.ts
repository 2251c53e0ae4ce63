import { createClient } from './bench.ts';

/** The window's one connection to the main process, over what the preload script put at `window.bench`. */
export const client = createClient(window.bench);
