import { visibleJson } from '../../../core/result/visible.ts';
import type { RecordStep, RecordView } from '../../../core/contract/records.ts';
import { escapeHtml, reportStyle } from '../run/index.ts';

const verdicts: Readonly<Record<RecordView['state'], string>> = {
  finished: 'Done and proved',
  failed: 'Stopped by a fault',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
  'set-aside': 'Interrupted, and set aside',
};

/** One line for the whole run. A step that is done and not proved keeps it from saying "proved". */
function recordVerdict({ state, steps }: Pick<RecordView, 'state' | 'steps'>): string {
  const unproved = steps.filter((step) => step.state === 'unproved').length;
  return state === 'finished' && unproved > 0 ? `Done; ${unproved} written, not proved` : verdicts[state];
}

export const recordJson = (record: RecordView): string =>
  `${visibleJson({ format: 'trust-bench-record', version: 1, verdict: recordVerdict(record), ...record }, 2)}\n`;

const changesOf = ({ changes }: RecordStep): string =>
  changes.map(({ field, before, after }) => `${escapeHtml(field)}: ${escapeHtml(before)} → ${escapeHtml(after)}`).join('<br>');

/** A page made to print, for the customer's file: each step with its before and after, and its proof. */
export function recordHtml(record: RecordView): string {
  const rows = record.steps.map((step, index) => {
    const cells = [String(index + 1), escapeHtml(step.title), changesOf(step), escapeHtml(step.state), escapeHtml(step.says), `${step.ms} ms`];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const { title, chipId, startedAt, who, simulated, says, file, planSha256, whole } = record;
  const facts = [
    ['Chip', chipId],
    ['Started', startedAt],
    ['By', who],
    ['Result', recordVerdict(record)],
    ['Plan (SHA-256)', planSha256],
    ['Journal', whole ? file : `${file}: it was changed after it was written`],
  ].map(([name = '', value = '']) => `<tr><th>${name}</th><td><code>${escapeHtml(value)}</code></td></tr>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${reportStyle}</style>
<h1>${escapeHtml(title)}</h1>${simulated ? '<p class="simulated">SIMULATED</p>' : ''}
<table>${facts.join('')}</table>${says === '' ? '' : `<p><strong>${escapeHtml(says)}</strong></p>`}
<table><thead><tr><th>#</th><th>Step</th><th>Before → after</th><th>Result</th><th>Proof</th><th>Time</th></tr></thead><tbody>${rows.join('')}</tbody></table></html>
`;
}
