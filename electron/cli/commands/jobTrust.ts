import { basename } from 'node:path';
import { parsePublicKeyFile } from '../../../core/certificates/publicKeyFile.ts';
import { describePublicKey } from '../../../core/keys/publicKey.ts';
import { fault } from '../../../core/result/fault.ts';
import { sayDay } from '../../../core/result/format.ts';
import { err, ok } from '../../../core/result/result.ts';
import type { Action } from '../command.ts';
import { readInput } from '../inputs.ts';
import { table } from '../io.ts';
import { jobServiceOf } from '../jobFiles.ts';

interface TrustOptions {
  readonly remove?: boolean;
  readonly list?: boolean;
}

const listTrusted: Action<TrustOptions> = async (context) => {
  const signers = await jobServiceOf(context).trusted();
  if (!signers.ok) return signers;
  const rows = signers.value.map(({ fingerprint, name, since, publicKey }) => ({ fingerprint, name, algorithm: describePublicKey(publicKey), since }));
  return ok({ json: rows, lines: rows.length === 0 ? ['no signer is trusted here'] : table(rows.map(({ fingerprint, name, algorithm, since }) => [fingerprint, algorithm, sayDay(since), name])) });
};

/** Shows or changes which signers' jobs this station accepts. */
export const jobTrust: Action<TrustOptions> = async (context, options, args) => {
  const [path] = args;
  if (options.list === true) return path === undefined && options.remove !== true ? listTrusted(context, options, args) : err(fault('usage/bad-option', { message: '--list is used alone.' }));
  if (path === undefined) return err(fault('usage/bad-option', { message: 'Give the public key or certificate of a signer, or --list.' }));
  const bytes = await readInput(path);
  if (!bytes.ok) return bytes;
  const key = parsePublicKeyFile(bytes.value, basename(path));
  if (!key.ok) return key;
  const service = jobServiceOf(context);
  const changed = options.remove === true ? await service.distrust(key.value) : await service.trust(key.value, basename(path));
  if (!changed.ok) return changed;
  const { fingerprint, name } = changed.value;
  const trusted = options.remove !== true;
  return ok({ json: { fingerprint, name, trusted }, lines: [`${trusted ? 'trusted' : 'no longer trusted'}: ${name}, ${fingerprint}`] });
};
