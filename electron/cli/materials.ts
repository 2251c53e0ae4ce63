import { basename } from 'node:path';
import type { Secret } from '../../core/bytes/secret.ts';
import { neededMaterials, type NeededMaterial } from '../../core/plan/neededMaterials.ts';
import type { Plan } from '../../core/plan/step.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { materialOf } from '../app/run/index.ts';
import { readBeside } from './inputs.ts';

/** Reads NAME=FILE of --material. A name may contain "=" itself, so the plan's longest matching name is used. */
export function readNames(needed: readonly NeededMaterial[], given: readonly string[]): Result<Map<string, string>> {
  const names = new Map<string, string>();
  for (const word of given) {
    const name = needed.map((one) => one.name).filter((one) => word.startsWith(`${one}=`)).sort((a, b) => b.length - a.length)[0];
    if (name === undefined) {
      const known = [...new Set(needed.map((one) => one.name))].map((one) => `"${one}"`).join(', ');
      return err(fault('usage/bad-option', { message: `--material ${word}: the plan does not name it. ${known === '' ? 'It needs no files.' : `It names: ${known}.`}` }));
    }
    names.set(name, word.slice(name.length + 1));
  }
  return ok(names);
}

/** Reads the materials of a plan: from NAME=FILE of --material, or from a file with that name in the current or the plan's folder. */
export async function readMaterials(plan: Plan, planPath: string, names: ReadonlyMap<string, string>): Promise<Result<ReadonlyMap<string, Secret>>> {
  const needed = neededMaterials(plan);
  const found = new Map<string, Secret>();
  for (const one of needed) {
    if (found.has(one.name)) continue;
    const path = names.get(one.name);
    const bytes = await readBeside(path ?? one.name, planPath);
    if (!bytes.ok && (path !== undefined || bytes.fault.code !== 'file/not-found')) return bytes;
    // A missing file is reported only by the step that needs it. If that step is already done, the file is not needed.
    if (!bytes.ok) continue;
    const secret = await materialOf(one, bytes.value, basename(path ?? one.name));
    if (!secret.ok) return secret;
    found.set(one.name, secret.value);
  }
  return ok(found);
}
