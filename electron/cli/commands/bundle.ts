import { basename } from 'node:path';
import { chipIdParts, parseChipId, reelObjects } from '../../../core/bundle/names.ts';
import { chipsToExport, exportSecrets, type SecretForm } from '../../../core/bundle/exportSecrets.ts';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import type { ChipId } from '../../../core/objects/uid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { decodeText } from '../../../core/keys/fileItems.ts';
import { readSources } from '../../files/archive/sources.ts';
import { writeAtomic } from '../../files/write.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { encryptTo } from '../../services/reels/ageExport.ts';
import { checkBundle } from '../../services/reels/checkBundle.ts';
import { checkChip } from '../../services/reels/checkChip.ts';
import { openReel, type OpenReel } from '../../services/reels/openReel.ts';
import { checkWords } from '../../services/reels/words.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { readInput } from '../inputs.ts';
import { progress } from '../io.ts';
import { toStdout } from '../outputs.ts';
import { readAnchors } from './chain.ts';

export interface KeyOption {
  readonly transportKeyFile?: string;
}

async function open({ io }: Context, path: string, { transportKeyFile }: KeyOption): Promise<Result<OpenReel>> {
  const sources = await readSources(path);
  if (!sources.ok) return sources;
  let last = '';
  const opened = await openReel(sources.value, {
    onProgress: ({ archive }) => {
      if (archive !== last) progress(io, `reading ${archive}`);
      last = archive;
    },
  });
  if (!opened.ok || transportKeyFile === undefined) return opened;
  const key = await readInput(transportKeyFile);
  if (!key.ok) return key;
  const unlocked = await opened.value.unlock(decodeText(key.value) ?? '');
  key.value.fill(0);
  return unlocked.ok ? opened : unlocked;
}

/** Opens the bundle, does the work, and wipes its secrets whatever happens. */
export async function withReel<T>(context: Context, path: string, options: KeyOption, work: (opened: OpenReel) => Promise<Result<T>>): Promise<Result<T>> {
  const opened = await open(context, path, options);
  if (!opened.ok) return opened;
  try {
    return await work(opened.value);
  } finally {
    opened.value.close();
  }
}

/** What a bundle holds, and what is missing or wrong in it. */
export const bundleInspect: Action<KeyOption> = (context, options, [path = '']) =>
  withReel(context, path, options, async ({ reel, lock, extra }) => {
    const sums = reel.sums();
    const { certificates, pbs, auto, chips, withoutSecrets, withoutCertificates } = sums;
    const secrets = lock === 'open' ? { pbs, auto, withoutSecrets, withoutCertificates } : undefined;
    const problems = reel.problems.map((problem) => ({ code: problem.code, message: sayLine(problem) }));
    const json = { reelId: reel.reelId, batch: reel.batch, chips, certificates, keys: lock, ...(secrets === undefined ? {} : { secrets }), extraFiles: extra, problems };
    const lines = [
      `reel ${reel.reelId}, batch ${reel.batch}`,
      `${chips} chips; certificates: ${reelObjects.map((object) => `${certificates[object]} ${object}`).join(', ')}`,
      lock === 'open' ? `secrets: ${pbs} binding secrets, ${auto} authorization references; ${withoutSecrets} chips without secrets, ${withoutCertificates} without certificates` : lock === 'locked' ? 'secrets: locked; give --transport-key-file' : 'secrets: no archive',
      ...problems.map(({ message }) => `problem: ${message}`),
    ];
    return ok({ json, lines });
  });

const chipOf = (opened: OpenReel, text: string): Result<ChipId> => {
  const id = parseChipId(text);
  if (!id.ok) return id;
  return opened.reel.has(id.value) ? id : err(fault('bundle/no-chip', { chipId: id.value, reel: `Reel ${opened.reel.reelId}` }));
};

/** One chip of a bundle: its certificates, and whether its secrets are there. Never a secret. */
export const bundleFind: Action<KeyOption & { readonly chip: string }> = (context, options, [path = '']) =>
  withReel(context, path, options, async (opened): Promise<Result<Answered>> => {
    const id = chipOf(opened, options.chip);
    if (!id.ok) return id;
    const { reel, lock } = opened;
    const certificates = reelObjects.flatMap((object) => {
      const der = reel.certificate(id.value, object);
      const parsed = der === undefined ? undefined : parseCertificate(der, object);
      if (der === undefined || parsed?.ok !== true) return [];
      const { subject, issuer, serial, fingerprint } = parsed.value;
      return [{ object: `0x${object}`, subject, issuer, serial, sha256: fingerprint, pem: encodePem('CERTIFICATE', der) }];
    });
    const secrets = lock === 'open' ? { pbs: reel.holds(id.value, 'pbs'), auto: reel.holds(id.value, 'auto') } : undefined;
    const json = { chipId: id.value, ...chipIdParts(id.value), reelId: reel.reelId, certificates, ...(secrets === undefined ? {} : { secrets }) };
    const lines = [
      `${id.value} on reel ${reel.reelId}`,
      ...certificates.map(({ object, subject, serial }) => `${object}  ${subject}, serial ${serial}`),
      secrets === undefined ? 'secrets: locked' : `binding secret: ${secrets.pbs ? 'yes' : 'no'}, authorization reference: ${secrets.auto ? 'yes' : 'no'}`,
    ];
    return ok({ json, lines });
  });

interface CheckOptions {
  readonly anchor?: readonly string[];
}

const checkPlugged = (context: Context, opened: OpenReel, anchors: readonly Certificate[]): Promise<Result<Answered>> =>
  withChip(context, async ({ chip, identity }) => {
    const checked = await checkChip({ chip, identity, reels: [opened.reel], anchors, now: new Date(), random: nodeRandomness });
    if (!checked.ok) return checked;
    const { chipId, verdict, checks } = checked.value;
    const says = verdict === 'on-reel' ? checkWords.verdict[verdict](opened.reel.reelId) : checkWords.verdict[verdict](1);
    const json = { chipId, reelId: opened.reel.reelId, verdict, says, checks };
    const lines = [`${chipId}: ${says}`, ...checks.map((check) => `${check.state.padEnd(7)}  ${check.says}`)];
    return ok({ json, lines, ...(verdict === 'on-reel' ? {} : { exitCode: 1 }) });
  });

/** With a port: is the plugged-in chip genuine and on this reel? Without: does the bundle hold together? */
export const bundleCheck: Action<CheckOptions> = async (context, options, [path = '']) => {
  const anchors = await readAnchors(options.anchor ?? []);
  if (!anchors.ok) return anchors;
  return withReel(context, path, {}, async (opened): Promise<Result<Answered>> => {
    const asked = context.port ?? context.environment['TRUST_BENCH_PORT'];
    if (asked !== undefined && asked !== '') return checkPlugged(context, opened, anchors.value);
    const { problems, chains, good } = checkBundle(opened.reel, anchors.value, new Date());
    const json = { reelId: opened.reel.reelId, good, problems: problems.map((problem) => ({ code: problem.code, message: sayLine(problem) })), chains };
    const lines = [
      `reel ${opened.reel.reelId}: ${good ? 'holds together' : 'does not hold together'}`,
      ...chains.map(({ object, checked, of, trusted, why }) => `${object}: ${trusted} of ${checked} certificates looked at (of ${of}) lead to a trusted root${why === undefined ? '' : `; ${why}`}`),
      ...problems.map((problem) => `problem: ${sayLine(problem)}`),
    ];
    return ok({ json, lines, ...(good ? {} : { exitCode: 1 }) });
  });
};

interface HeaderOptions extends KeyOption {
  readonly chip: string;
  readonly out?: string;
}

/** The binding secret of one chip as a C header for the firmware. Whoever asks for it wants it in clear. */
export const bundleHeader: Action<HeaderOptions> = (context, options, [path = '']) =>
  withReel(context, path, options, async (opened): Promise<Result<Answered>> => {
    const id = chipOf(opened, options.chip);
    if (!id.ok) return id;
    const { secrets } = opened;
    if (!secrets.ok) return secrets;
    const text = exportSecrets('header', [id.value], secrets.value);
    if (!text.ok) return text;
    if (toStdout(options.out)) {
      const bytes = text.value.bytes.slice();
      text.value.wipe();
      return ok({ json: { chipId: id.value, header: new TextDecoder().decode(bytes) }, lines: [], bytes });
    }
    const written = await writeAtomic(options.out, text.value.bytes, { mode: 0o600 });
    text.value.wipe();
    return written.ok ? ok({ json: { chipId: id.value, written: basename(options.out) }, lines: [`wrote ${options.out} (readable by you alone)`] }) : written;
  });

interface ExportOptions extends KeyOption {
  readonly as: SecretForm;
  readonly out: string;
  readonly chip?: string;
  readonly recipient?: string;
  readonly yesInClear?: string;
}

/** Secrets of one chip or of the whole reel, encrypted to an age recipient; in clear only when the reel's id was typed. */
export const bundleExport: Action<ExportOptions> = (context, options, [path = '']) =>
  withReel(context, path, options, async (opened): Promise<Result<Answered>> => {
    const { recipient, yesInClear, as, out, chip } = options;
    const { reelId } = opened.reel;
    if (recipient === undefined && yesInClear?.toLowerCase() !== reelId.toLowerCase()) return err(fault('bundle/not-confirmed', { words: `--yes-in-clear ${reelId}` }));
    const { secrets } = opened;
    if (!secrets.ok) return secrets;
    const one = chip === undefined ? undefined : chipOf(opened, chip);
    if (one !== undefined && !one.ok) return one;
    const chips = one === undefined ? chipsToExport(as, reelId, secrets.value) : ok([one.value]);
    if (!chips.ok) return chips;
    const text = exportSecrets(as, chips.value, secrets.value);
    if (!text.ok) return text;
    const bytes = recipient === undefined ? ok(text.value.bytes) : await encryptTo(recipient, text.value.bytes);
    if (!bytes.ok) return (text.value.wipe(), bytes);
    const written = await writeAtomic(out, bytes.value, { mode: 0o600 });
    text.value.wipe();
    if (!written.ok) return written;
    const how = recipient === undefined ? 'in clear' : 'encrypted to the recipient';
    return ok({ json: { written: basename(out), chips: chips.value.length, encrypted: recipient !== undefined }, lines: [`wrote the secrets of ${chips.value.length} chips to ${out}, ${how}`] });
  });

