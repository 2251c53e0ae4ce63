import type { FaultTable } from '../faultTable.ts';
import { sayChipId } from '../format.ts';

const sayWait = (seconds: number): string => (seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`);

const setPin = 'Ask the engineer to set a new PIN on this computer, with the command line: trust-bench settings pin.';

/** The line: the operator's screen, its slots, and the engineer's PIN. */
export const lineFaults = {
  'line/not-open': (_: Record<string, never>) => ({
    what: "The operator's screen is not open.",
    object: 'line',
    why: 'It is opened with a job.',
    todo: 'Open a job (.tbjob) first.',
  }),
  'line/no-pin': (_: Record<string, never>) => ({
    what: "This station has no engineer's PIN, so nobody can do this.",
    object: 'PIN',
    why: 'Nobody has set one.',
    todo: setPin,
  }),
  'line/chip-twice': (d: { chipId: string; slots: readonly string[] }) => ({
    what: `The same chip id is in ${d.slots.join(' and in ')}. Both are stopped.`,
    object: `the chip ${sayChipId(d.chipId)}`,
    why: 'Each chip has its own id. Two chips with one id are not genuine, or two places have the same board.',
    todo: 'Take both units out and keep them apart. Show them to the engineer.',
  }),
  'line/closed': (d: { job: string }) => ({
    what: 'The work on this unit was stopped.',
    object: d.job,
    why: "The operator's screen, or the program, was closed before the unit was finished.",
    todo: 'Run the unit again.',
  }),
  'line/slot-gone': (d: { slot: string }) => ({
    what: 'The work on this unit was stopped.',
    object: d.slot,
    why: 'Its slot was forgotten before the unit was finished.',
    todo: 'Teach the slot again, then run the unit again.',
  }),
  'line/not-startable': (d: { slot: string }) => ({
    what: 'This slot cannot be started now.',
    object: d.slot,
    why: 'No chip waits in it for the button.',
    todo: 'Read the message on the slot.',
  }),
  'line/no-job': (_: Record<string, never>) => ({
    what: 'The job of the operator\'s screen is lost.',
    object: 'job',
    why: 'The file of the state folder that held it cannot be read.',
    todo: 'The engineer leaves this screen with the PIN, and opens the job again.',
  }),
  'line/not-kept': (d: { file: string; reason: string }) => ({
    what: "The operator's screen could not be saved.",
    object: d.file,
    why: d.reason,
    todo: "Call the engineer, and free space on the disk. The program tries again every few seconds. If it is ended before that, its next start may show the engineer's window.",
  }),
  'line/no-board': (d: { ports: string }) => ({
    what: 'It is not known which board to use.',
    object: d.ports,
    why: 'Several boards are connected, and no slot is taught.',
    todo: 'Unplug all but one, or teach the slots (command line: trust-bench slots teach).',
  }),
  'pin/form': (d: { least: number; most: number }) => ({
    what: 'This cannot be a PIN.',
    object: 'PIN',
    why: `A PIN has ${d.least} to ${d.most} visible characters, and no blank at its ends.`,
    todo: 'Choose another PIN.',
  }),
  'pin/wrong': (d: { waitSeconds: number }) => ({
    what: 'The PIN is wrong.',
    object: 'PIN',
    why: d.waitSeconds === 0 ? 'It is not the one that was set.' : `It is not the one that was set. The next try is possible in ${sayWait(d.waitSeconds)}.`,
    todo: 'Try again. When the PIN is lost, the engineer sets another one on this computer with the command line: trust-bench settings pin.',
  }),
  'pin/wait': (d: { seconds: number }) => ({
    what: 'Too many wrong PINs.',
    object: 'PIN',
    why: `The next try is possible in ${sayWait(d.seconds)}. This one was not compared.`,
    todo: 'Wait, then try again. Starting the program again does not shorten the time.',
  }),
  'pin/unreadable': (d: { file: string }) => ({
    what: "The file with the engineer's PIN cannot be read, so no PIN is accepted.",
    object: d.file,
    why: 'It is damaged, or a newer version of the program wrote it.',
    todo: setPin,
  }),
} satisfies FaultTable;

const scanned = (text: string): string => (text === '' ? 'the scan' : text.slice(0, 80));
const again = 'Scan the label again.';

/** Scans: why a scanned text was refused. */
export const scanFaults = {
  'scan/broken': (d: { text: string; why: string }) => ({
    what: 'The scan is not complete.',
    object: scanned(d.text),
    why: d.why,
    todo: `${again} If this happens often, set the scanner to send Enter after each code.`,
  }),
  'scan/doubled': (d: { text: string; once: string }) => ({
    what: 'The label was read twice in one scan.',
    object: scanned(d.text),
    why: `It is ${d.once} two times.`,
    todo: again,
  }),
  'scan/repeated': (d: { text: string }) => ({
    what: 'The label was scanned twice. The second scan does not count.',
    object: scanned(d.text),
    why: 'The same number came again within two seconds.',
    todo: 'You need to do nothing: the first scan counts.',
  }),
  'scan/layout': (d: { text: string; meant?: string; scanner?: string; computer?: string }) => ({
    what: 'The scanner has another keyboard layout than this computer.',
    object: scanned(d.text),
    why: d.meant === undefined ? 'It has characters that no serial number has.' : `It would be ${d.meant} if the scanner sent for the ${d.computer} layout; it sends for the ${d.scanner} layout.`,
    todo: "Set the scanner to this computer's keyboard layout (its manual has a code to scan for that), then scan again.",
  }),
  'scan/caps-lock': (d: { text: string; meant: string }) => ({
    what: 'Caps Lock is on, or is on in the scanner.',
    object: scanned(d.text),
    why: `The scan came with the other case of letters. It would be ${d.meant.slice(0, 80)}.`,
    todo: 'Press Caps Lock on the keyboard, then scan the label again.',
  }),
  'scan/kept': (d: { text: string; kept: string }) => ({
    what: `Another serial number waits for the next chip: ${d.kept.slice(0, 80)}.`,
    object: scanned(d.text),
    why: 'Two numbers were scanned, and no chip was plugged in between.',
    todo: `Plug in the chip of ${d.kept.slice(0, 80)}. Or scan the new number once more, and it is taken instead.`,
  }),
} satisfies FaultTable;
