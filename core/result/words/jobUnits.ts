import { sayChipId, sayZonedMoment } from '../format.ts';
import type { FaultTable } from '../faultTable.ts';

const unit = (chipId: string): string => `the chip ${sayChipId(chipId)}`;
const atOnce = 'Keep the unit apart, and ask the engineer who released the job.';

/** Units of a job: why a unit was not begun, or must be checked. */
export const jobUnitFaults = {
  'job/clock-set-back': (d: { job: string; now: string; last: string }) => ({
    what: 'The clock of this computer is wrong, so the job does not run.',
    object: d.job,
    why: `It says ${sayZonedMoment(d.now)}, and the journal's last line was written at ${sayZonedMoment(d.last)}.`,
    todo: 'Set the clock of this computer. If it is right, the engineer confirms it with the PIN (command line: trust-bench settings confirm-clock).',
  }),
  'job/quantity-used': (d: { job: string; quantity: number; passed: number; open: number }) => ({
    what: 'No units of this job are left.',
    object: d.job,
    why: `It is released for ${d.quantity}; ${d.passed} passed${d.open === 0 ? '' : `, and ${d.open} ${d.open === 1 ? 'is' : 'are'} being worked on`}.`,
    todo: 'For more units, the engineer releases a revision with a higher quantity.',
  }),
  'job/serial-missing': (d: { job: string }) => ({
    what: 'The serial number of the unit is missing.',
    object: d.job,
    why: 'The serial numbers of this job are scanned or typed.',
    todo: 'Scan the serial number (command line: --serial).',
  }),
  'job/serial-malformed': (d: { serial: string }) => ({
    what: 'This is not a serial number.',
    object: d.serial.slice(0, 80),
    why: 'A serial number has 1 to 64 printable ASCII characters, and no blank at its ends.',
    todo: 'Scan it again. If that does not help, the scanner may have another keyboard layout than this computer.',
  }),
  'job/serial-not-asked': (d: { job: string; serial: string; why: string }) => ({
    what: 'This serial number cannot be used for this job.',
    object: d.serial,
    why: d.why,
    todo: 'Run the job without this serial number.',
  }),
  'job/serial-used': (d: { serial: string; chipId: string; at: string; result?: string | undefined }) => ({
    what: 'Another chip has this serial number.',
    object: d.serial,
    why: `The chip ${sayChipId(d.chipId)} received it at ${sayZonedMoment(d.at)}${d.result === undefined ? ' and is being worked on' : `; its result: ${d.result}`}.`,
    todo: 'Check the label of the unit, and scan its own serial number.',
  }),
  'job/serial-differs': (d: { serial: string; before: string; chipId: string }) => ({
    what: 'This chip already has another serial number.',
    object: d.serial,
    why: `The chip ${sayChipId(d.chipId)} has the serial number ${d.before} since its first try.`,
    todo: `Scan ${d.before}. If that is not the number of this unit, keep the unit apart.`,
  }),
  'job/serials-used': (d: { job: string; count: number }) => ({
    what: 'No serial numbers of this job are left.',
    object: d.job,
    why: `All ${d.count} are used.`,
    todo: 'The engineer releases a revision with more serial numbers.',
  }),
  'job/in-work': (d: { chipId: string }) => ({
    what: 'This chip is being worked on at another place.',
    object: unit(d.chipId),
    why: 'Another slot or another program of this station has begun a unit with the same chip id.',
    todo: 'End the other program. If two chips have the same id, keep both apart.',
  }),
  'job/three-fails': (d: { chipId: string; tries: number }) => ({
    what: 'This chip has failed too often.',
    object: unit(d.chipId),
    why: `${d.tries} tries of this job did not pass.`,
    todo: atOnce,
  }),
  'job/other-job': (d: { chipId: string; job: string; at: string }) => ({
    what: 'This chip has already passed another job.',
    object: unit(d.chipId),
    why: `It passed "${d.job}" at ${sayZonedMoment(d.at)}, and this job does not say that it follows that one.`,
    todo: atOnce,
  }),
  'job/other-family': (d: { expected: string; found: string }) => ({
    what: 'This is not the kind of chip that the job is for.',
    object: d.found,
    why: `The job is for ${d.expected}. This is ${d.found}.`,
    todo: 'Keep the unit apart, or run the job that is for this chip.',
  }),
  'job/other-state': (d: { object: string; expected: string; found: string }) => ({
    what: 'The object is not in the state that the job expects.',
    object: d.object,
    why: `Expected: ${d.expected}. Found: ${d.found}.`,
    todo: atOnce,
  }),
  'job/rehearsal-differs': (d: { step: string; expected: string; found: string }) => ({
    what: 'The rehearsal on this chip is not the one that was released.',
    object: d.step,
    why: `At release the step was ${d.expected}; on this chip it is ${d.found}.`,
    todo: atOnce,
  }),
  'job/not-released': (d: { object: string; why: string }) => ({
    what: 'A step would do something irreversible that was not released.',
    object: d.object,
    why: d.why,
    todo: 'Nothing was written. The engineer releases the job again with this object confirmed.',
  }),
  'job/content-used': (d: { job: string }) => ({
    what: 'The content that was chosen for this unit is already used for another one.',
    object: d.job,
    why: 'Another slot or program of this station took the same pair or data set at the same time.',
    todo: 'Run the unit again.',
  }),
  'job/no-value': (d: { step: string; why: string }) => ({
    what: 'There is no content for a step of this unit.',
    object: d.step,
    why: d.why,
    todo: 'Add what is missing, and run the unit again.',
  }),
  'job/not-proved': (d: { steps: string }) => ({
    what: 'The unit is written, but not all of it is proved.',
    object: d.steps,
    why: 'The chip does not allow reading back what these steps wrote, and no later step proved it.',
    todo: atOnce,
  }),
  'job/half-done': (d: { step: string; at: string }) => ({
    what: 'The work on this unit stopped after something irreversible had begun.',
    object: d.step,
    why: `The program or the connection ended at ${sayZonedMoment(d.at)}.`,
    todo: 'Run the unit again: the job goes on from what the chip holds.',
  }),
  'job/stopped': (d: { at: string }) => ({
    what: 'The work on this unit stopped before its end.',
    object: 'the unit',
    why: `The program or the connection ended at ${sayZonedMoment(d.at)}. Nothing irreversible had begun.`,
    todo: 'Run the unit again.',
  }),
} satisfies FaultTable;
