import { sha256 } from '@noble/hashes/sha2.js';
import { equal } from '../../../core/bytes/bytes.ts';
import { fromHex } from '../../../core/bytes/hex.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import { parseAesKey, type AesKey } from '../../../core/keys/aesKey.ts';
import { decodeText } from '../../../core/keys/fileItems.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import { joinFragments } from '../../../core/plan/fragments.ts';
import type { NeededMaterial } from '../../../core/plan/neededMaterials.ts';
import type { StepOf } from '../../../core/plan/step.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { parseManifest } from '../../../core/update/manifest.ts';
import { encodeKeyPayload } from '../../../core/update/payload.ts';
import { parseDataSetFile } from '../../../core/update/text.ts';
import { openMaterial, parseSecret } from '../material/index.ts';

/**
 * Makes the fragment of an unencrypted data set from its key: the fragment is the key itself. The manifest's digest proves
 * that it is the same key; undefined when it is another key.
 */
export function keyFragment(step: StepOf<'send-data-set'>, key: PrivateKey | AesKey): Secret | undefined {
  const manifest = parseManifest(step.manifest);
  if (!manifest.ok || manifest.value.payload.kind !== 'key' || manifest.value.confidentiality !== undefined) return undefined;
  const payload = encodeKeyPayload(key);
  if (equal(sha256(payload), manifest.value.firstFragmentDigest)) return new Secret(payload);
  payload.fill(0);
  return undefined;
}

/** Returns the file's bytes if they have exactly this length. Hexadecimal text is decoded; other files are used unchanged. */
function exactly(bytes: Uint8Array, length: number): Secret | undefined {
  const read = fromHex(decodeText(bytes) ?? '');
  if (read.ok && read.value.length === length) return new Secret(read.value);
  if (read.ok) read.value.fill(0);
  if (read.ok && read.value.length > 0) return undefined;
  return bytes.length === length ? new Secret(bytes.slice()) : undefined;
}

/** Reads an object's content from a file: a secret as hexadecimal text, or bytes of the length in the plan. */
function contentOf(bytes: Uint8Array, file: string, length: number): Result<Secret> {
  const secret = parseSecret(bytes, file);
  if (secret.ok ? secret.value.length === length : secret.fault.code.startsWith('key/')) return secret;
  const other = exactly(bytes, length);
  return other === undefined ? secret : ok(other);
}

/** Reads the fragments from any form of the data set, from its unencrypted key, or from the bytes themselves. */
async function fragmentsOf(step: StepOf<'send-data-set'>, bytes: Uint8Array, file: string, length: number): Promise<Result<Secret>> {
  const set = parseDataSetFile(bytes, file);
  if (set.ok) return ok(new Secret(joinFragments(set.value.dataSet.fragments)));
  const found = await openMaterial(bytes, { file });
  if (!found.ok) {
    const raw = exactly(bytes, length);
    return raw === undefined ? set : ok(raw);
  }
  const fragments = found.value.keys.map((key) => keyFragment(step, key)).find((one) => one !== undefined);
  for (const { secret } of found.value.keys) secret.wipe();
  return fragments === undefined ? set : ok(fragments);
}

/** Reads from a file what a step needs. @param file the user's name for it */
export async function materialOf({ step, length }: NeededMaterial, bytes: Uint8Array, file: string): Promise<Result<Secret>> {
  if (step.kind === 'send-data-set') return fragmentsOf(step, bytes, file, length);
  if (step.kind !== 'prove-aes') return contentOf(bytes, file, length);
  const key = parseAesKey(bytes, file);
  return key.ok ? ok(key.value.secret) : key;
}
