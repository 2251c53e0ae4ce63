import { basename } from 'node:path';
import { chipsToExport, exportSecrets, type SecretForm } from '../../../core/bundle/exportSecrets.ts';
import { wipedAfter } from '../../../core/bytes/secret.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { writeAtomic } from '../../files/write.ts';
import { encryptTo } from '../../app/reels/index.ts';
import type { Action, Answered } from '../command.ts';
import { toStdout } from '../outputs.ts';
import { chipOf, withReel, type KeyOption } from './bundle.ts';

/** Requires the typed id of the reel before secrets are saved unencrypted. */
const confirmed = (reelId: string, typed: string | undefined): Result<void> =>
  typed?.toLowerCase() === reelId.toLowerCase() ? ok(undefined) : err(fault('bundle/not-confirmed', { words: `--yes-in-clear ${reelId}` }));

interface HeaderOptions extends KeyOption {
  readonly chip: string;
  readonly out?: string;
  readonly yesInClear?: string;
}

/** Writes the binding secret of one chip as a C header for the firmware: to stdout, or to a file after a confirmation. */
export const bundleHeader: Action<HeaderOptions> = (context, options, [path = '']) =>
  withReel(context, path, options, async (opened): Promise<Result<Answered>> => {
    const { out } = options;
    const sure = toStdout(out) ? ok(undefined) : confirmed(opened.reel.reelId, options.yesInClear);
    if (!sure.ok) return sure;
    const id = chipOf(opened, options.chip);
    if (!id.ok) return id;
    const { secrets } = opened;
    if (!secrets.ok) return secrets;
    const text = exportSecrets('header', [id.value], secrets.value);
    if (!text.ok) return text;
    return wipedAfter(text.value, async (): Promise<Result<Answered>> => {
      if (toStdout(out)) {
        const bytes = text.value.bytes.slice();
        return ok({ json: { chipId: id.value, header: new TextDecoder().decode(bytes) }, lines: [], bytes });
      }
      const written = await writeAtomic(out, text.value.bytes, { mode: 0o600 });
      return written.ok ? ok({ json: { chipId: id.value, written: basename(out) }, lines: [`wrote ${out} (only your account can read it)`] }) : written;
    });
  });

interface ExportOptions extends KeyOption {
  readonly as: SecretForm;
  readonly out: string;
  readonly chip?: string;
  readonly recipient?: string;
  readonly yesInClear?: string;
}

/** Exports secrets of one chip or of the reel, encrypted to an age recipient. Unencrypted only if the reel's id was typed. */
export const bundleExport: Action<ExportOptions> = (context, options, [path = '']) =>
  withReel(context, path, options, async (opened): Promise<Result<Answered>> => {
    const { recipient, as, out, chip } = options;
    const { reelId } = opened.reel;
    const sure = recipient === undefined ? confirmed(reelId, options.yesInClear) : ok(undefined);
    if (!sure.ok) return sure;
    const { secrets } = opened;
    if (!secrets.ok) return secrets;
    const one = chip === undefined ? undefined : chipOf(opened, chip);
    if (one !== undefined && !one.ok) return one;
    const chips = one === undefined ? chipsToExport(as, reelId, secrets.value) : ok([one.value]);
    if (!chips.ok) return chips;
    const text = exportSecrets(as, chips.value, secrets.value);
    if (!text.ok) return text;
    return wipedAfter(text.value, async (): Promise<Result<Answered>> => {
      const clear = text.value.bytes;
      const bytes = recipient === undefined ? ok(clear) : await encryptTo(recipient, clear);
      const written = bytes.ok ? await writeAtomic(out, bytes.value, { mode: 0o600 }) : bytes;
      if (!written.ok) return written;
      const left = opened.reel.ids.length - chips.value.length;
      const how = recipient === undefined ? 'not encrypted' : 'encrypted to the recipient';
      const lines = [`wrote the secrets of ${chips.value.length} chips to ${out}, ${how}`, ...(one === undefined && left > 0 ? [`${left} chips of the bundle have no such secret and are left out`] : [])];
      return ok({ json: { written: basename(out), chips: chips.value.length, withoutSecret: one === undefined ? left : 0, encrypted: recipient !== undefined }, lines });
    });
  });
