import { spawnSync } from 'node:child_process';

/** Whether socat is installed, which makes pseudo-terminals. Windows has none. */
export const hasSocat = (): boolean => process.platform !== 'win32' && spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0;
