import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { lineRig, type Rig, type RigOptions } from './lineRig.ts';

/** Makes a folder for each test of the file. The test's line is closed and its folder removed after the test. */
export function rigOfTest() {
  let folder = '';
  let rig: Rig | undefined;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'trust-bench-'))));
  afterEach(async () => {
    await rig?.line.close();
    rig = undefined;
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder: () => folder,
    open: async (options: Omit<RigOptions, 'folder'>): Promise<Rig> => (rig = await lineRig({ ...options, folder })),
  };
}
