import { utf8 } from '../../../core/bytes/bytes.ts';
import { encodeConfigurator } from '../../../core/chip/exchange/configurator.ts';
import { encodeVendorJson, overVendorLimit, vendorLimit } from '../../../core/chip/exchange/vendorJson.ts';
import { givesSecret, readWholeChip, type LeftOut, type WholeChip } from '../../../core/chip/exchange/wholeChip.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { sayBytes, sayChipId } from '../../../core/result/format.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { writeAtomic } from '../../files/write.ts';
import { writeFolder } from '../../files/writeFolder.ts';
import type { exportForms } from '../choices.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { warn } from '../io.ts';
import { toStdout } from '../outputs.ts';


interface ExportOptions {
  readonly as: (typeof exportForms)[number];
  readonly out: string;
}

const sayLeftOut = ({ id, name, what, why }: LeftOut): string => `left out: ${formatOid(id)} ${name}${what === 'content' ? ', its content' : ''}: ${why}`;

/** Writes the export. @returns the names of the files */
async function write({ snapshot }: WholeChip, { as, out }: ExportOptions): Promise<Result<string[]>> {
  const secret = givesSecret(snapshot);
  if (as === 'json') {
    const written = await writeAtomic(out, utf8(encodeVendorJson(snapshot)), secret ? { mode: 0o600 } : {});
    return written.ok ? ok([out]) : written;
  }
  const files = encodeConfigurator(snapshot).map(({ name, text }) => ({ name, bytes: utf8(text) }));
  const written = await writeFolder(out, files, { secret });
  return written.ok ? ok(files.map(({ name }) => name)) : written;
}

function warnLong({ io }: Context, { snapshot }: WholeChip, as: ExportOptions['as']): void {
  if (as !== 'json') return;
  for (const id of overVendorLimit(snapshot)) warn(io, `${formatOid(id)} has more than ${sayBytes(vendorLimit)} of content: the vendor's tool cannot write it.`);
}

/** Writes the export itself to standard output. stderr names what was left out, and warns if the export contains a secret. */
function shown({ io }: Context, { snapshot, leftOut }: WholeChip, about: object): Answered {
  for (const one of leftOut) warn(io, sayLeftOut(one));
  if (givesSecret(snapshot)) warn(io, 'the file holds secrets that can be read from the chip');
  const text = encodeVendorJson(snapshot);
  return { json: { ...about, chip: JSON.parse(text) as unknown }, lines: [], bytes: utf8(text) };
}

/** Exports the whole chip to a file or folder. Unreadable content is left out and listed. */
export const exportChip: Action<ExportOptions> = async (context, options) => {
  if (toStdout(options.out) && options.as !== 'json') return err(fault('usage/bad-option', { message: `--as ${options.as} makes a folder: --out requires its name, not standard output.` }));
  return withChip(context, async ({ chip, identity }): Promise<Result<Answered>> => {
    const whole = await readWholeChip(chip, identity);
    if (!whole.ok) return whole;
    const { snapshot, leftOut } = whole.value;
    const about = { as: options.as, chipId: snapshot.uid.chipId, objects: snapshot.objects.size, leftOut: leftOut.map(({ id, ...rest }) => ({ id: formatOid(id), ...rest })) };
    warnLong(context, whole.value, options.as);
    if (toStdout(options.out)) return ok(shown(context, whole.value, about));
    const files = await write(whole.value, options);
    if (!files.ok) return files;
    const json = { out: options.out, ...about, files: files.value };
    return ok({ json, lines: [...leftOut.map(sayLeftOut), `${about.objects} objects of chip ${sayChipId(about.chipId)} are in ${options.out}`] });
  });
};
