import { visibleJson } from '../../../core/result/visible.ts';
import { sayChipId, sayDigests, sayFingerprint, sayZonedMoment } from '../../../core/result/format.ts';
import type { RecordedCertificate, RecordStep, RecordView } from '../../../core/contract/records.ts';
import { html } from './html.ts';

/** The facts in the report of a run. `code`: the fault that ended the run; empty without a fault. */
export type Reported = RecordView & { readonly code: string };

const verdicts: Readonly<Record<RecordView['state'], string>> = {
  finished: 'Done and proved',
  failed: 'Stopped by an error',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
  'set-aside': 'Interrupted and dismissed',
};

/** Says in one line how the whole run ended. It says "proved" only if every finished step is proved. */
function recordVerdict({ state, steps }: Pick<RecordView, 'state' | 'steps'>): string {
  const unproved = steps.filter((step) => step.state === 'unproved').length;
  return state === 'finished' && unproved > 0 ? `Done; ${unproved} written, not proved` : verdicts[state];
}

/** `version`: version of the form; `program`: version of the program. */
const jsonOf = ({ version, ...record }: Reported) => ({
  format: 'trust-bench-record',
  version: 1,
  verdict: recordVerdict(record),
  started: sayZonedMoment(record.startedAt),
  ...(record.endedAt === undefined ? {} : { ended: sayZonedMoment(record.endedAt) }),
  ...(version === undefined ? {} : { program: version }),
  ...record,
});

export const recordJson = (record: Reported): string =>
  `${visibleJson(jsonOf(record), 2)}\n`;

/** Style of the printed page. */
const style = html`body{font:14px/1.5 system-ui,sans-serif;margin:32px;color:#1b1f24}h1{font-size:22px}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #c9ced6;padding:6px 8px;text-align:left;vertical-align:top}code{font-family:ui-monospace,monospace}
code{overflow-wrap:anywhere}.simulated{display:inline-block;padding:4px 10px;border:2px dashed #1b1f24;font-weight:700}`;

const changesOf = ({ changes }: RecordStep) => changes.map(({ field, before, after }) => html`<div>${field}: ${sayDigests(before)} → ${sayDigests(after)}</div>`);

const certificateLine = ({ subject, issuer, serial, sha256 }: RecordedCertificate) =>
  html`<div>${subject}, issued by ${issuer}, serial number <code>${serial}</code>, SHA-256 <code>${sayFingerprint(sha256)}</code></div>`;

/** Says what was written: the certificates, the files and the signer. */
const contentOf = ({ certificates = [], files = [], signer }: RecordStep) => [
  ...certificates.map(certificateLine),
  ...(signer === undefined ? [] : [html`<div>Signed for the trust anchor ${signer.anchor}${signer.certificate === undefined ? '' : html`: ${certificateLine(signer.certificate)}`}</div>`]),
  ...(files.length === 0 ? [] : [html`<div>From: ${files.join(', ')}</div>`]),
];

const stepRow = (step: RecordStep, index: number) =>
  html`<tr><td>${index + 1}</td><td>${step.title}${contentOf(step)}</td><td>${changesOf(step)}</td><td>${step.state}</td><td>${step.says}</td><td>${step.ms} ms</td></tr>`;

function factsOf(record: Reported): (readonly [name: string, value: string])[] {
  const { chipId, startedAt, endedAt, who, operator, station, port, boardSerial, version, unit, file, planSha256, whole } = record;
  return [
    ...(unit?.serial === undefined ? [] : [['Serial number', unit.serial] as const]),
    ...(unit === undefined ? [] : [['Job', `${unit.title}, revision ${unit.revision} (${unit.job})`] as const]),
    ['Chip', sayChipId(chipId)],
    ['Started', sayZonedMoment(startedAt)],
    ['Ended', endedAt === undefined ? 'not recorded' : sayZonedMoment(endedAt)],
    ['Operator', operator],
    ['Station', station],
    ['User', who],
    ['Port', port],
    ['Board (serial number)', boardSerial ?? 'not known'],
    ['Program', version === undefined ? 'not recorded' : `Trust Bench ${version}`],
    ['Result', recordVerdict(record)],
    ['Plan (SHA-256)', sayFingerprint(planSha256)],
    ['Journal', whole ? file : `${file}: it was changed after it was written`],
  ];
}

/** Makes a printable page for the customer: each step with its state before and after, and its proof. The journal has no secrets. */
export function recordHtml(record: Reported): string {
  const { title, simulated, says, code, steps } = record;
  const facts = factsOf(record).map(([name, value]) => html`<tr><th>${name}</th><td><code>${value}</code></td></tr>`);
  const failed = says === '' ? '' : html`<p><strong>${says}</strong> ${code === '' ? '' : html`<code>${code}</code>`}</p>`;
  return String(html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${style}</style>
<h1>${title}</h1>${simulated ? html`<p class="simulated">SIMULATED</p>` : ''}
<table>${facts}</table>${failed}
<table><thead><tr><th>#</th><th>Step</th><th>Before → after</th><th>Result</th><th>Proof</th><th>Time</th></tr></thead><tbody>${steps.map(stepRow)}</tbody></table></html>
`);
}
