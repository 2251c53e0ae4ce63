import { createClient } from './apiClient.ts';

/** The window's only connection to the main process, through `window.bench` of the preload script. */
export const client = createClient(window.bench);
