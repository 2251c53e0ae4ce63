import { visible, visibleJson } from '../../../core/result/visible.ts';
import type { RunView } from '../../../core/contract/plan.ts';

/** Names from files too: they neither begin an element nor turn the direction. */
export const escapeHtml = (text: string): string =>
  visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const verdicts: Readonly<Record<RunView['state'], string>> = {
  finished: 'Done and proved',
  failed: 'Stopped by a fault',
  cancelled: 'Cancelled',
  running: 'Not finished',
  cancelling: 'Not finished',
};

/** One line for the whole run. A step that is done and not proved keeps the verdict from saying "proved". */
function verdict(run: RunView): string {
  const unproved = run.steps.some(({ state }) => state === 'unproved');
  return run.state === 'finished' && unproved ? 'Done; one step is written, not proved' : verdicts[run.state];
}

export const reportJson = (run: RunView): string => `${visibleJson({ format: 'trust-bench-report', version: 1, verdict: verdict(run), ...run }, 2)}\n`;

/** For paper. */
export const reportStyle = `body{font:14px/1.5 system-ui,sans-serif;margin:32px;color:#1b1f24}h1{font-size:22px}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #c9ced6;padding:6px 8px;text-align:left;vertical-align:top}code{font-family:ui-monospace,monospace}
.simulated{display:inline-block;padding:4px 10px;border:2px dashed #1b1f24;font-weight:700}`;

/** A page made to print, for the customer's file. Holds no secret: the run's picture has none. */
export function reportHtml(run: RunView): string {
  const rows = run.steps.map((step, index) => {
    const cells = [String(index + 1), step.title, step.state, step.proof ?? step.says ?? '', `${step.ms} ms`];
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  const fault = run.fault;
  const failed = fault === undefined ? '' : `<p><strong>${escapeHtml(fault.what)}</strong> ${escapeHtml(fault.why)} ${escapeHtml(fault.todo)} <code>${escapeHtml(fault.raw ?? fault.code)}</code></p>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(run.title)}</title><style>${reportStyle}</style>
<h1>${escapeHtml(run.title)}</h1>${run.simulated ? '<p class="simulated">SIMULATED</p>' : ''}
<p>Chip <code>${escapeHtml(run.chipId)}</code> · started ${escapeHtml(run.startedAt)} · <strong>${escapeHtml(verdict(run))}</strong></p>${failed}
<table><thead><tr><th>#</th><th>Step</th><th>Result</th><th>Proof</th><th>Time</th></tr></thead><tbody>${rows.join('')}</tbody></table></html>
`;
}
