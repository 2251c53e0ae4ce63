// Allows one build at a time, even when several programs start together.
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dist } from './paths.mjs';

const lock = join(dist, '.building');
/** A lock of this age is from a build that was killed. ms */
const staleAfter = 60_000;

function take() {
  mkdirSync(dist, { recursive: true });
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

function age() {
  try {
    return Date.now() - statSync(lock).mtimeMs;
  } catch {
    return 0;
  }
}

/** Runs `work` while no other process runs such work. */
export async function alone(work) {
  while (!take()) {
    if (age() > staleAfter) rmSync(lock, { recursive: true, force: true });
    else await sleep(50);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
