import { chipIdParts, parseChipId, reelObjects } from '../../../core/bundle/names.ts';
import { parseCertificate } from '../../../core/certificates/certificate.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import type { ChipId } from '../../../core/objects/uid.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { sayChipId } from '../../../core/result/format.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { decodeText } from '../../../core/keys/fileItems.ts';
import { readSources } from '../../files/archive/sources.ts';
import { openReel, type OpenReel, gapsOf } from '../../app/reels/index.ts';
import type { Action, Answered } from '../command.ts';
import type { Context } from '../context.ts';
import { readInput } from '../inputs.ts';
import { progress } from '../io.ts';

export interface KeyOption {
  readonly transportKeyFile?: string;
}

async function open({ io }: Context, path: string, { transportKeyFile }: KeyOption): Promise<Result<OpenReel>> {
  const sources = await readSources(path);
  if (!sources.ok) return sources;
  const told = new Set<string>();
  const opened = await openReel(sources.value, {
    onProgress: ({ archive }) => {
      // Two archives are read at a time, so their messages alternate.
      if (!told.has(archive)) progress(io, `reading ${archive}`);
      told.add(archive);
    },
  });
  if (!opened.ok || transportKeyFile === undefined) return opened;
  const key = await readInput(transportKeyFile);
  if (!key.ok) return key;
  const unlocked = await opened.value.unlock(decodeText(key.value) ?? '');
  key.value.fill(0);
  return unlocked.ok ? opened : unlocked;
}

/** Opens the bundle, does the work, and always wipes its secrets. */
export async function withReel<T>(context: Context, path: string, options: KeyOption, work: (opened: OpenReel) => Promise<Result<T>>): Promise<Result<T>> {
  const opened = await open(context, path, options);
  if (!opened.ok) return opened;
  try {
    return await work(opened.value);
  } finally {
    opened.value.close();
  }
}

export const secretWords = { locked: 'secrets: locked; give --transport-key-file', none: 'secrets: no archive' } as const;

/** Shows what a bundle contains, and what is missing or wrong. */
export const bundleInspect: Action<KeyOption> = (context, options, [path = '']) =>
  withReel(context, path, options, async ({ reel, lock, extra }) => {
    const sums = reel.sums();
    const { certificates, pbs, auto, chips, withoutSecrets, withoutCertificates, lacking } = sums;
    const secrets = lock === 'open' ? { pbs, auto, withoutSecrets, withoutCertificates } : undefined;
    const gaps = gapsOf(sums);
    const problems = reel.problems.map((problem) => ({ code: problem.code, message: sayLine(problem) }));
    const json = { reelId: reel.reelId, batch: reel.batch, chips, certificates, keys: lock, ...(secrets === undefined ? {} : { secrets }), lacking, extraFiles: extra, problems };
    const lines = [
      `reel ${reel.reelId}, batch ${reel.batch}`,
      `${chips} chips; certificates: ${reelObjects.map((object) => `${certificates[object]} ${object}`).join(', ')}`,
      lock === 'open' ? `secrets: ${pbs} binding secrets, ${auto} authorization references` : secretWords[lock],
      ...gaps.map((gap) => `gap: ${gap}`),
      ...problems.map(({ message }) => `problem: ${message}`),
    ];
    return ok({ json, lines });
  });

export const chipOf = (opened: OpenReel, text: string): Result<ChipId> => {
  const id = parseChipId(text);
  if (!id.ok) return id;
  return opened.reel.has(id.value) ? id : err(fault('bundle/no-chip', { chipId: id.value, reel: `Reel ${opened.reel.reelId}` }));
};

/** Shows one chip of a bundle: its certificates, and whether its secrets exist. Secrets are never shown. */
export const bundleFind: Action<KeyOption & { readonly chip: string }> = (context, options, [path = '']) =>
  withReel(context, path, options, async (opened): Promise<Result<Answered>> => {
    const id = chipOf(opened, options.chip);
    if (!id.ok) return id;
    const { reel, lock } = opened;
    const problems: Fault[] = [];
    const certificates = reelObjects.flatMap((object) => {
      const der = reel.certificate(id.value, object);
      const file = `${id.value}_${object}.pem`;
      const parsed = der === undefined ? undefined : parseCertificate(der, file);
      if (parsed?.ok === false) problems.push(fault('bundle/bad-certificate', { file, why: sayLine(parsed.fault) }));
      if (der === undefined || parsed?.ok !== true) return [];
      const { subject, issuer, serial, fingerprint } = parsed.value;
      return [{ object: `0x${object}`, subject, issuer, serial, sha256: fingerprint, pem: encodePem('CERTIFICATE', der) }];
    });
    const secrets = lock === 'open' ? { pbs: reel.holds(id.value, 'pbs'), auto: reel.holds(id.value, 'auto') } : undefined;
    const json = { chipId: id.value, ...chipIdParts(id.value), reelId: reel.reelId, certificates, problems: problems.map((problem) => ({ code: problem.code, message: sayLine(problem) })), ...(secrets === undefined ? {} : { secrets }) };
    const lines = [
      `${sayChipId(id.value)} on reel ${reel.reelId}`,
      ...certificates.map(({ object, subject, serial }) => `${object}  ${subject}, serial ${serial}`),
      secrets === undefined ? secretWords[lock === 'none' ? 'none' : 'locked'] : `binding secret: ${secrets.pbs ? 'yes' : 'no'}, authorization reference: ${secrets.auto ? 'yes' : 'no'}`,
      ...problems.map((problem) => `problem: ${sayLine(problem)}`),
    ];
    return ok({ json, lines, ...(problems.length === 0 ? {} : { exitCode: 1 }) });
  });
