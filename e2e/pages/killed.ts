import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root, type Folders } from '../fixture.ts';
import type { IdentityFiles } from './files.ts';

/** The inputs of the killed process. */
export interface Given {
  readonly device: IdentityFiles;
  readonly integrity: IdentityFiles;
  readonly secretPath: string;
}

/** Runs a process until the step begins, then kills it (SIGKILL). @returns what the process had printed */
export function killAt(step: string, folders: Folders, { device, integrity, secretPath }: Given): Promise<string> {
  const environment = {
    ...process.env,
    TRUST_BENCH_HEADLESS: '1',
    TRUST_BENCH_SIM_TIMING: 'datasheet',
    TRUST_BENCH_STATE_DIR: folders.state,
    TRUST_BENCH_PROFILE_DIR: join(folders.base, 'killed-profile'),
    TRUST_BENCH_SAVE_DIR: folders.save,
  };
  const files = { device: [device.certificatePath, device.keyPath], integrity: [integrity.certificatePath, integrity.keyPath], secret: secretPath };
  const child = spawn(process.execPath, [join(root, 'e2e', 'killedProgram.mjs'), JSON.stringify(files)], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.includes(`running ${step}\n`)) child.kill('SIGKILL');
  });
  return new Promise((resolve) => {
    child.once('close', () => resolve(text));
  });
}
