import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { checkDataSet, type DataSetReport } from '../../../core/update/checkDataSet.ts';
import { buildDataSet } from '../../../core/update/dataSet.ts';
import { headerKinds, writeHeader, type HeaderKind } from '../../../core/update/header.ts';
import { inspectOptions } from '../../../core/update/inspect.ts';
import { writeConsoleText, writeFileText } from '../../../core/update/text.ts';
import { readVendorOptions } from '../../../core/update/vendorOptions.ts';
import { specFromVendorOptions } from '../../../core/update/vendorSpec.ts';
import { openKeyFile } from '../../app/material/index.ts';
import { writeAtomic } from '../../files/write.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import type { Action } from '../command.ts';
import { readDataSet } from '../dataSetFiles.ts';
import { readCertificate, readInput, readSecret, readText } from '../inputs.ts';
import { warn } from '../io.ts';
import { stdout, toStdout } from '../outputs.ts';
import { sayBytes } from '../../../core/result/format.ts';

interface BuildOptions {
  readonly password?: string;
}

export const datasetBuild: Action<BuildOptions> = async (context, { password }, words) => {
  const options = readVendorOptions(words);
  if (!options.ok) return options;
  const secretOfKey = password === undefined ? undefined : await readText(password);
  if (secretOfKey !== undefined && !secretOfKey.ok) return secretOfKey;
  const unlock = secretOfKey === undefined ? {} : { password: secretOfKey.value.trimEnd() };
  const built = await specFromVendorOptions(options.value, readInput, nodeRandomness, (bytes, file) => openKeyFile(bytes, { file, ...unlock }));
  if (!built.ok) return built;
  const { toFile } = built.value;
  if (toFile === stdout) return err(fault('usage/bad-option', { message: 'dataset_to_file requires a file name: standard output already has the console form.' }));
  const dataSet = await buildDataSet({ ...built.value.content, signer: keyFileSigner(built.value.signer) });
  if (!dataSet.ok) return dataSet;
  for (const warning of dataSet.value.warnings) warn(context.io, sayLine(warning));
  if (toFile !== undefined) {
    const written = await writeAtomic(toFile, utf8(writeFileText(dataSet.value)), { mode: 0o600 });
    if (!written.ok) return written;
  }
  const json = { manifest: toHex(dataSet.value.manifest), fragments: dataSet.value.fragments.map(toHex) };
  return ok({ json, lines: [], text: writeConsoleText(dataSet.value) });
};

interface InspectOptions {
  readonly certificate?: string;
  readonly secret?: string;
  readonly showPayload?: boolean;
}

export const datasetInspect: Action<InspectOptions> = async (context, options, files) => {
  const set = await readDataSet(context.io, files);
  if (!set.ok) return set;
  const certificate = options.certificate === undefined ? undefined : await readCertificate(options.certificate);
  if (certificate?.ok === false) return certificate;
  const secret = options.secret === undefined ? undefined : await readSecret(options.secret);
  if (secret?.ok === false) return secret;
  const { dataSet } = set.value;
  const report = checkDataSet(dataSet, {
    ...(certificate === undefined ? {} : { certificate: certificate.value }),
    ...(secret === undefined ? {} : { secret: secret.value }),
  });
  if (!report.ok) return report;
  const show = options.showPayload === true;
  const payload = show && report.value.payload !== undefined ? { payload: toHex(report.value.payload) } : {};
  report.value.payload?.fill(0);
  for (const problem of report.value.problems) warn(context.io, sayLine(problem));
  const json = {
    options: inspectOptions(report.value.manifest),
    signature: report.value.signature,
    fragments: report.value.fragments,
    ...payload,
    problems: report.value.problems.map(sayLine),
    manifest: toHex(dataSet.manifest),
    fragmentBytes: dataSet.fragments.map(toHex),
  };
  return ok({ json, lines: inspectLines(report.value, payload.payload) });
};

function inspectLines({ manifest, signature, fragments, problems }: DataSetReport, payload: string | undefined): string[] {
  return [
    ...Object.entries(inspectOptions(manifest)).map(([name, value]) => `${name.padEnd(18)}${value}`),
    `${'signature'.padEnd(18)}${signature}`,
    ...fragments.map(({ size, digest }, i) => `${`fragment ${i + 1}`.padEnd(18)}${sayBytes(size)}, digest ${digest}`),
    ...(payload === undefined ? [] : [`${'payload'.padEnd(18)}${payload}`]),
    problems.length === 0 ? 'No problem found in what was checked.' : 'The data set has problems: see the warnings.',
  ];
}

interface HeaderOptions {
  readonly kind: string;
  readonly out: string;
}

export const datasetHeader: Action<HeaderOptions> = async (context, { kind, out }, files) => {
  if (!(headerKinds as readonly string[]).includes(kind)) {
    return err(fault('usage/bad-option', { message: `--kind takes one of ${headerKinds.join(', ')}.` }));
  }
  const set = await readDataSet(context.io, files);
  if (!set.ok) return set;
  if (set.value.dataSet.fragments.length === 0) return err(fault('update/no-fragments', { file: set.value.file }));
  const header = writeHeader(set.value.dataSet, kind as HeaderKind);
  if (!header.ok) return header;
  const bytes = utf8(header.value);
  if (toStdout(out)) return ok({ json: { kind, header: header.value }, lines: [], bytes });
  const written = await writeAtomic(out, bytes, { mode: 0o600 });
  return written.ok ? ok({ json: { out, kind }, lines: [`written: ${out}`] }) : written;
};
