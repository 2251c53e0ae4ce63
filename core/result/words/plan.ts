import type { FaultTable } from '../faultTable.ts';
import { sayBytes } from '../format.ts';

const voidBecause = {
  newer: 'There is a newer review.',
  chip: 'Another chip is on the board now.',
  link: 'The board was disconnected after the review.',
  page: 'The window was loaded again after the review.',
  access: 'The authorizations or the shielded connection changed after the review.',
  run: 'A plan was run after the review, so the chip has changed.',
  forgotten: 'All answers were forgotten while it was made.',
} as const;

const voidConfirmations = {
  unsigned: 'An older version of this program wrote it without a signature.',
  steps: 'Its steps, its chip or its confirmed objects were changed after the confirmation.',
  station: 'It was confirmed at another station. Only that station can verify it.',
  'content-unbound': 'It does not cover a content that the plan only names: the content has less than 16 bytes, or was missing when the plan was confirmed.',
  'content-other': 'A content that the plan only names has changed since the confirmation.',
} as const;

/** Plans: making, rehearsing and running them. */
export const planFaults = {
  'plan/material-missing': (d: { name: string; bytes: number }) => ({
    what: `"${d.name}" is missing.`,
    why: `A plan never contains secrets or keys. It only names this content of ${sayBytes(d.bytes)}.`,
    todo: `Choose its file for the plan (command line: --material "${d.name}=FILE", or a file with that name in the plan's folder).`,
  }),
  'plan/materials-missing': (d: { materials: readonly { name: string; object: string; bytes: number }[] }) => ({
    what: d.materials.length === 1 ? 'A content of the plan is missing.' : `${d.materials.length} contents of the plan are missing.`,
    object: d.materials.map(({ name }) => `"${name}"`).join(', '),
    why: `A plan never contains secrets or keys. It only names them: ${d.materials.map(({ name, object, bytes }) => `"${name}" for ${object} (${sayBytes(bytes)})`).join(', ')}.`,
    todo: `Give each file by its name: ${d.materials.map(({ name }) => `--material "${name}=FILE"`).join(' ')}. Or put the files with these names into the plan's folder.`,
  }),
  'plan/not-sealed': (d: { reason: string }) => ({
    what: 'The confirmation of the plan cannot be signed or checked.',
    why: d.reason,
    todo: 'Restore the station\'s key (bench-key.pem in the state folder), then try again.',
  }),
  'plan/material-differs': (d: { name: string; expected: number; found: number }) => ({
    what: `"${d.name}" is not the content that the plan names.`,
    why: `It has ${sayBytes(d.found)}; the plan needs ${d.expected}.`,
    todo: 'Choose the right file, or make the plan again.',
  }),
  'plan/material-unknown': (d: { name: string }) => ({
    what: `The plan does not name "${d.name}".`,
    why: 'Only files that the plan names can be given to it.',
    todo: 'Use one of the names in the plan.',
  }),
  'plan/material-other': (d: { name: string; object: string }) => ({
    what: `"${d.name}" is not the content that the interrupted run wrote.`,
    object: d.object,
    why: 'Its HMAC differs from the HMAC in the journal for that run.',
    todo: `Use the content that the interrupted run used for ${d.object}. Or dismiss that run and make a new plan.`,
  }),
  'plan/not-a-plan': (d: { file: string; why: string }) => ({
    what: 'This is not a plan file.',
    object: d.file,
    why: d.why,
    todo: 'Choose a file that this program saved as a plan (command line: --plan-out).',
  }),
  'plan/newer-version': (d: { file: string; version: number }) => ({
    what: 'A newer version of this program made this plan.',
    object: d.file,
    why: `Its format is version ${d.version}; this program reads version 1.`,
    todo: 'Update this program, or make the plan again.',
  }),
  'plan/other-target': (d: { file: string; target: string; asked: string }) => ({
    what: 'The data set is for another object.',
    object: d.file,
    why: `It updates ${d.target}, not ${d.asked}.`,
    todo: `Use --id ${d.target}, or choose the data set for ${d.asked}.`,
  }),
  'plan/lock-open': (d: { object: string; what: 'written' | 'read' }) => ({
    what: 'This object can no longer be locked.',
    object: d.object,
    why: `It is already operational, but everyone can still ${d.what === 'read' ? 'read' : 'write'} it. Its conditions can no longer be changed.`,
    todo: 'Use another object. Only a metadata update, if one was prepared, can change this object.',
  }),
  'plan/lock-without-proof': (d: { object: string; because: string }) => ({
    what: 'Not locked.',
    object: d.object,
    why: d.because,
    todo: 'Nothing is lost. Correct the problem, then run the plan again. It continues here.',
  }),
  'plan/not-confirmed': (d: { object: string; typed: string }) => ({
    what: 'An irreversible step is not confirmed.',
    object: d.object,
    why: d.typed === '' ? 'Its object id was not typed.' : `The typed text was "${d.typed}".`,
    todo: `Type ${d.object} to confirm the step (command line: --yes-lock ${d.object}).`,
  }),
  'plan/confirmation-void': (d: { object: string; because: keyof typeof voidConfirmations }) => ({
    what: 'The confirmation in the plan file is not valid.',
    object: d.object,
    why: voidConfirmations[d.because],
    todo: `Check the plan with --dry-run, then confirm the irreversible step: --yes-lock ${d.object}.`,
  }),
  'plan/not-reviewed': (_: Record<string, never>) => ({
    what: 'This plan was not reviewed.',
    why: 'A plan runs only after its review for this chip.',
    todo: 'Review the plan, then run it.',
  }),
  'plan/review-void': (d: { because: keyof typeof voidBecause }) => ({
    what: 'This review is no longer valid.',
    why: voidBecause[d.because],
    todo: 'Review the plan again, or run the command again. It is rehearsed with the current content of the chip.',
  }),
  'plan/secret-in-clear': (d: { object: string; name: string }) => ({
    what: 'The secret would be readable by everyone.',
    object: d.object,
    why: `"${d.name}" is a secret, but the type of this object is not a type for secrets.`,
    todo: 'Set a type for secrets on the object in the same plan, or choose an object that has one.',
  }),
  'plan/secret-there': (d: { object: string }) => ({
    what: 'Part of a secret cannot be replaced.',
    object: d.object,
    why: 'This program wrote a secret into this object. A comparison with part of the content could reveal the secret.',
    todo: 'Replace the whole content, or erase the object first.',
  }),
  'plan/not-runnable': (d: { step: string }) => ({
    what: 'The plan cannot be run.',
    object: d.step,
    why: 'This step was refused in the rehearsal.',
    todo: 'Read the message of the step, and change the answer that causes it.',
  }),
  'plan/running': (_: Record<string, never>) => ({
    what: 'A plan is running.',
    why: 'The board runs one plan at a time.',
    todo: 'Wait until it ends, or cancel it.',
  }),
  'plan/stopped': (d: { step: string; done: number }) => ({
    what: 'The run was stopped.',
    object: d.step,
    why: d.done === 0 ? 'It was stopped before its first step, so nothing was changed.' : `It was stopped before this step. ${d.done === 1 ? 'The step before it was' : `The ${d.done} steps before it were`} run.`,
    todo: 'Run the command again when the rest is to be done: each step is compared with the chip first.',
  }),
  'plan/nothing-running': (_: Record<string, never>) => ({
    what: 'There is no run to continue.',
    why: 'No run was interrupted since the window was opened.',
    todo: 'Start a new run.',
  }),
  'plan/no-board': (_: Record<string, never>) => ({
    what: 'No board is connected.',
    why: 'A plan is for one chip, and is rehearsed with the current content of that chip.',
    todo: 'Connect a board first. For a test, use the simulated board.',
  }),
  'plan/proof-failed': (d: { object: string; because: string }) => ({
    what: 'The proof failed.',
    object: d.object,
    why: d.because,
    todo: 'Nothing was locked. Check that key and certificate match, then build the data set again with a higher version.',
  }),
  'plan/simulated-pair': (d: { key: string; certificate: string }) => ({
    what: 'A simulated chip cannot prove the vendor\'s key.',
    object: d.key,
    why: `The certificate in ${d.certificate} belongs to a real chip; the private key never left that chip. The simulator made another key for ${d.key}.`,
    todo: 'The simulated chip does not hold the private key of this certificate; a real chip does. For a proof on the simulator, generate a key on it, send a key to it, or use a sample chip (command line: bundle make-sample).',
  }),
  'plan/secret-unproved': (d: { object: string }) => ({
    what: 'The secret was written, but not proved.',
    object: d.object,
    why: 'It cannot be read back, and no update has used it yet.',
    todo: 'Send an encrypted data set: the chip accepts it only if the secret is right.',
  }),
  'plan/counter-moved': (d: { object: string; from: number; value: number }) => ({
    what: 'The counter has changed.',
    object: d.object,
    why: `Its value was ${d.from} when the plan was made; now it is ${d.value}. A key that is linked to it may have been used.`,
    todo: 'Read the objects again, then make a new plan.',
  }),
  'plan/key-other-version': (d: { object: string; version: number; wanted: number }) => ({
    what: 'The data set is too old for this chip.',
    object: d.object,
    why: `The object has version ${d.version}, the data set ${d.wanted}. The chip accepts only a higher version.`,
    todo: `Build it with payload version ${d.version + 1} or higher.`,
    raw: '0x8010',
  }),
  'wizard/no-pair': (d: { id: string }) => ({
    what: 'This pair is not in the list.',
    object: d.id,
    why: 'The list was cleared, or another folder was dropped.',
    todo: 'Drop the folder again.',
  }),
  'wizard/missing': (d: { what: string; todo: string; why?: string }) => ({
    what: `${d.what} is missing.`,
    why: d.why ?? 'It is required.',
    todo: d.todo,
  }),
  'wizard/target-operational': (d: { object: string }) => ({
    what: 'The target\'s conditions can no longer be changed.',
    object: d.object,
    why: 'Its lifecycle state is operational.',
    todo: 'Choose another target. Or send a metadata update, if one was prepared.',
    raw: '0x8007',
  }),
  'wizard/object-closed': (d: { object: string; what: string; why: string; todo: string }) => ({
    what: `The ${d.what} cannot be written to this object.`,
    object: d.object,
    why: d.why,
    todo: d.todo,
    raw: '0x8007',
  }),
  'wizard/does-not-belong': (d: { key: string; certificate: string }) => ({
    what: 'Key and certificate do not match.',
    why: `The public key in ${d.certificate} is not the public key of ${d.key}.`,
    todo: 'Use the certificate that was issued for this key, or the key of this certificate.',
  }),
  'wizard/wrong-algorithm': (d: { object: string; algorithm: string; takes: string }) => ({
    what: 'The target cannot hold this key.',
    object: d.object,
    why: `The key is ${d.algorithm}; the object takes ${d.takes}.`,
    todo: 'Choose another target.',
  }),
  'wizard/signer-algorithm': (d: { algorithm: string; takes: string }) => ({
    what: 'This key cannot sign the data set.',
    why: `It is ${d.algorithm}; possible are ${d.takes}.`,
    todo: 'Use a P-256 key and its certificate.',
  }),
  'wizard/same-object': (d: { object: string; uses: string }) => ({
    what: 'One object cannot have two uses.',
    object: d.object,
    why: `It is chosen as ${d.uses}.`,
    todo: 'Choose another object for one of them.',
  }),
  'wizard/not-on-chip': (d: { object: string }) => ({
    what: 'This chip does not have the object.',
    object: d.object,
    why: 'Only Trust M V3 has it.',
    todo: 'Choose another object, or connect a Trust M V3.',
  }),
  'wizard/target-open': (d: { object: string }) => ({
    what: `Everyone can change ${d.object} now (change = always).`,
    object: d.object,
    why: 'This plan sets its change condition to "until operational, or signed".',
    todo: 'You need to do nothing.',
  }),
  'wizard/secret-readable': (d: { object: string }) => ({
    what: `Everyone can still read the secret in ${d.object} after the lock.`,
    object: d.object,
    why: 'A lock alone does not stop reading.',
    todo: 'Also make the secret unreadable (command line: --secret-unreadable).',
  }),
  'wizard/secret-open': (d: { object: string }) => ({
    what: `Everyone can read and write the secret in ${d.object} until it is locked.`,
    object: d.object,
    why: '',
    todo: 'Lock it if it must not change.',
  }),
  'wizard/aes-unproved': () => ({
    what: 'Without the usage “encryption”, this AES key cannot be proved by use.',
    why: '',
    todo: 'Add the usage, or continue without the proof.',
  }),
  'wizard/version-too-low': (d: { object: string; version: number; wanted: number }) => ({
    what: 'The payload version is too low.',
    object: d.object,
    why: `The object has version ${d.version}; ${d.wanted} is not higher.`,
    todo: `Use ${d.version + 1} or higher.`,
    raw: '0x8010',
  }),
} satisfies FaultTable;
