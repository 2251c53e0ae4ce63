import { utf8 } from '../../../core/bytes/bytes.ts';
import { encodeConfigurator } from '../../../core/chip/exchange/configurator.ts';
import { encodeVendorJson, overVendorLimit, vendorLimit } from '../../../core/chip/exchange/vendorJson.ts';
import { givesSecret, readWholeChip, type LeftOut, type WholeChip } from '../../../core/chip/exchange/wholeChip.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { writeAtomic } from '../../files/write.ts';
import { writeFolder } from '../../files/writeFolder.ts';
import type { Action } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { warn } from '../io.ts';

export const exportForms = ['json', 'otc'] as const;

interface ExportOptions {
  readonly as: (typeof exportForms)[number];
  readonly out: string;
}

const sayLeftOut = ({ id, name, what, why }: LeftOut): string => `left out: ${formatOid(id)} ${name}${what === 'content' ? ', its content' : ''}: ${why}`;

/** @returns the names of the files */
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
  for (const id of overVendorLimit(snapshot)) warn(io, `${formatOid(id)} has more than ${vendorLimit} bytes of content: the vendor's tool will not write it.`);
}

/** The whole chip as a file or folder. What cannot be read is left out and named, never guessed. */
export const exportChip: Action<ExportOptions> = (context, options) =>
  withChip(context, async ({ chip, identity }) => {
    const whole = await readWholeChip(chip, identity);
    if (!whole.ok) return whole;
    const files = await write(whole.value, options);
    if (!files.ok) return files;
    warnLong(context, whole.value, options.as);
    const { snapshot, leftOut } = whole.value;
    const json = {
      out: options.out,
      as: options.as,
      chipId: snapshot.uid.chipId,
      objects: snapshot.objects.size,
      files: files.value,
      leftOut: leftOut.map(({ id, ...rest }) => ({ id: formatOid(id), ...rest })),
    };
    return ok({ json, lines: [...leftOut.map(sayLeftOut), `${json.objects} objects of chip ${json.chipId} are in ${options.out}`] });
  });
