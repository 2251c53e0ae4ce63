import { parseCertificate } from '../../../core/certificates/certificate.ts';
import { toldResult } from '../../../core/job/refusal.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { sayAgo, sayChipId } from '../../../core/result/format.ts';
import { say, sayLine } from '../../../core/result/say.ts';
import { visibleJson } from '../../../core/result/visible.ts';
import type { UnitReport } from '../../app/jobs/index.ts';
import type { UnitStep } from '../../app/line/index.ts';
import type { Context } from '../context.ts';
import { progress, tell, warn } from '../io.ts';

/** Writes an event of the line to stdout, with --json only; one line for each event. */
const event = ({ io }: Context, json: object): void => {
  if (io.json) io.out(`${visibleJson(json)}\n`);
};

const certificateJson = (der: Uint8Array): object | undefined => {
  const read = parseCertificate(der);
  return read.ok ? { subject: read.value.subject, serial: read.value.serial, fingerprint: read.value.fingerprint } : undefined;
};

const wordOf = { pass: 'PASS', fail: 'FAIL', check: 'CHECK', 'done-before': 'DONE BEFORE', refused: 'REFUSED' } as const;

/** Reports the result of a unit. @param among whether several slots work at once; then people see the slot's name */
export function tellResult(context: Context, { chipId, serial, result: ended, fault, passedAt, certificate, run, ms }: UnitReport, slot: string, among = false): void {
  const result = toldResult({ result: ended, run, code: fault?.code });
  const why = fault === undefined ? {} : { code: fault.code, why: sayLine(fault), hint: say(fault).todo };
  event(context, { event: 'result', slot, chipId, ...(serial === undefined ? {} : { serial }), result, ...why, ...(passedAt === undefined ? {} : { passedAt }), ...(certificate === undefined ? {} : { certificate: certificateJson(certificate) }), ...(run === undefined ? {} : { run }), ms });
  if (context.io.json) return;
  const ago = passedAt === undefined ? '' : `, ${sayAgo(Date.now() - Date.parse(passedAt))}`;
  context.io.out(`${among ? `${slot}: ` : ''}${wordOf[result]} ${serial === undefined ? '' : `${serial}, `}chip ${sayChipId(chipId)}${ago}\n`);
  if (fault === undefined) return;
  tell(context.io, `${fault.code}: ${sayLine(fault)}`);
  tell(context.io, `hint: ${say(fault).todo}`);
}

/** Reports that a unit was begun. @param slot name of its slot, else its port */
export function tellUnit(context: Context, slot: string, { chipId, serial }: { readonly chipId: string; readonly serial?: string | undefined }): void {
  event(context, { event: 'unit', slot, chipId, ...(serial === undefined ? {} : { serial }) });
}

/** Reports that a step of a unit has ended. @param among whether several slots work at once; then people see the slot's name */
export function tellStep(context: Context, slot: string, chipId: string, { id, title, object, state }: UnitStep, among = false): void {
  event(context, { event: 'step', slot, chipId, step: id, title, object, state });
  progress(context.io, `  ${among ? `${slot}: ` : ''}${state}: ${title}`);
}

/** Reports that a slot waits for the next chip. @param why what is in its way, if anything @param among whether several slots work at once */
export function tellWaits({ io }: Context, slot: string, why: Fault | undefined, among = false): void {
  const waits = `${among ? `${slot}: ` : ''}waiting for the next chip`;
  if (why === undefined) progress(io, `  ${waits}`);
  else warn(io, `${waits}: ${why.code}: ${sayLine(why)}`);
}

/** Reports a slot without a unit, because no chip answers there. */
export function tellNoChip(context: Context, slot: string, fault: Fault): void {
  event(context, { event: 'no-chip', slot, code: fault.code, why: sayLine(fault), hint: say(fault).todo });
  if (context.io.json) return;
  context.io.out(`${slot}: NO CHIP\n`);
  tell(context.io, `${fault.code}: ${sayLine(fault)}`);
  tell(context.io, `hint: ${say(fault).todo}`);
}
