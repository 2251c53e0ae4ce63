import type { Result } from '../result/result.ts';
import { parseManifest, type Manifest } from '../update/manifest.ts';

const parsed = new WeakMap<Uint8Array, Result<Manifest, 'update/malformed-manifest'>>();

/** The manifest of a step. It is parsed once: rehearsal and run ask for it many times, and a step's bytes never change. */
export function manifestOf(bytes: Uint8Array): Result<Manifest, 'update/malformed-manifest'> {
  const before = parsed.get(bytes);
  if (before !== undefined) return before;
  const manifest = parseManifest(bytes);
  parsed.set(bytes, manifest);
  return manifest;
}
