import type { FaultTable } from '../faultTable.ts';

const voidBecause = {
  newer: 'A newer review was made since.',
  chip: 'Another chip is on the board now.',
  link: 'The board was away since it was shown.',
  page: 'The window was loaded anew since it was shown.',
  reach: 'What this connection may do changed since it was shown: the authorizations or the shielded connection are not as they were.',
  run: 'A plan was run since it was shown: the chip is not as it was.',
} as const;

const voidConfirmations = {
  unsigned: 'It was written by an older program, which bound it to nothing.',
  steps: 'Its steps, its chip or what was confirmed were changed after it was confirmed.',
  station: 'It was confirmed at another station: only that station\'s key vouches for it.',
  'content-unbound': 'It names a content that is not in it and that it does not bind: one of less than 16 bytes, or one that was not at hand when it was confirmed.',
  'content-other': 'A content that it only names is another one than when it was confirmed.',
} as const;

/** Plans: build, rehearse, run. */
export const planFaults = {
  'plan/material-missing': (d: { name: string; bytes: number }) => ({
    what: `"${d.name}" is needed and is not here.`,
    why: `A plan never holds secrets or keys; this one names ${d.bytes} bytes of them.`,
    todo: `Choose its file in the review (command line: --material "${d.name}=FILE", or a file of that name beside the plan).`,
  }),
  'plan/materials-missing': (d: { materials: readonly { name: string; object: string; bytes: number }[] }) => ({
    what: d.materials.length === 1 ? 'A material of the plan is not here.' : `${d.materials.length} materials of the plan are not here.`,
    object: d.materials.map(({ name }) => `"${name}"`).join(', '),
    why: `A plan never holds secrets or keys; this one names them: ${d.materials.map(({ name, object, bytes }) => `"${name}" for ${object} (${bytes} bytes)`).join(', ')}.`,
    todo: `Give each by its name: ${d.materials.map(({ name }) => `--material "${name}=FILE"`).join(' ')}, or put it beside the plan file under that name.`,
  }),
  'plan/not-sealed': (d: { reason: string }) => ({
    what: 'What was confirmed cannot be sealed or checked.',
    why: d.reason,
    todo: 'Put the station\'s key right (bench-key.pem in the state folder), then try again.',
  }),
  'plan/material-differs': (d: { name: string; expected: number; found: number }) => ({
    what: `"${d.name}" is not what the plan was made with.`,
    why: `It has ${d.found} bytes, and the plan names ${d.expected}.`,
    todo: 'Hand over the right file, or make the plan anew.',
  }),
  'plan/material-unknown': (d: { name: string }) => ({
    what: `The plan names no "${d.name}".`,
    why: 'Only files that the plan names can be given to it.',
    todo: 'Choose one of the names that the review asks for.',
  }),
  'plan/material-other': (d: { name: string; object: string }) => ({
    what: `"${d.name}" is not what the interrupted run wrote.`,
    object: d.object,
    why: 'The journal keeps an HMAC of what that run wrote there, and this content has another.',
    todo: `Give the content that the interrupted run used for ${d.object}; or set that run aside and make a new plan.`,
  }),
  'plan/not-a-plan': (d: { file: string; why: string }) => ({
    what: 'This is no plan file.',
    object: d.file,
    why: d.why,
    todo: 'Choose a file that was saved with "Save plan", or made with --plan-out.',
  }),
  'plan/newer-version': (d: { file: string; version: number }) => ({
    what: 'This plan was made by a newer workstation.',
    object: d.file,
    why: `Its format is version ${d.version}; this program reads version 1.`,
    todo: 'Update the workstation, or make the plan anew here.',
  }),
  'plan/other-target': (d: { file: string; target: string; asked: string }) => ({
    what: 'The data set is for another object.',
    object: d.file,
    why: `It updates ${d.target}, and ${d.asked} was asked for.`,
    todo: `Use --id ${d.target}, or the data set for ${d.asked}.`,
  }),
  'plan/lock-open': (d: { object: string; what: 'written' | 'read' }) => ({
    what: 'This object can no longer be closed.',
    object: d.object,
    why: `It is operational already, and everyone can still have it ${d.what}: its conditions can no longer be changed.`,
    todo: 'Use another object; this one only changes with a metadata update, if one was prepared.',
  }),
  'plan/lock-without-proof': (d: { object: string; because: string }) => ({
    what: 'Not locked.',
    object: d.object,
    why: d.because,
    todo: 'Nothing is lost: put right what is named, then run the plan again; it goes on from here.',
  }),
  'plan/not-confirmed': (d: { object: string; typed: string }) => ({
    what: 'A step that cannot be undone is not confirmed.',
    object: d.object,
    why: d.typed === '' ? 'Its object id was not typed.' : `"${d.typed}" was typed.`,
    todo: `Type ${d.object} beside the step (command line: --yes-lock ${d.object}).`,
  }),
  'plan/confirmation-void': (d: { object: string; because: keyof typeof voidConfirmations }) => ({
    what: 'The plan file\'s confirmation does not count.',
    object: d.object,
    why: voidConfirmations[d.because],
    todo: `Look at the plan with --dry-run, then type the id of what cannot be undone: --yes-lock ${d.object}.`,
  }),
  'plan/not-reviewed': (_: Record<string, never>) => ({
    what: 'This plan was not reviewed.',
    why: 'A plan runs only after its own review was shown for this chip.',
    todo: 'Open the review, look at it, then run it.',
  }),
  'plan/review-void': (d: { because: keyof typeof voidBecause }) => ({
    what: 'This review does not count any more.',
    why: voidBecause[d.because],
    todo: 'Review the plan again, or run the command again: it is then rehearsed on what the chip holds now.',
  }),
  'plan/secret-in-clear': (d: { object: string; name: string }) => ({
    what: 'A secret would be written where it is not kept.',
    object: d.object,
    why: `"${d.name}" is a secret, and nothing makes this object one that holds secrets: everyone could read it.`,
    todo: 'Give the object a secret\'s type in the same plan, or choose one that has it.',
  }),
  'plan/secret-there': (d: { object: string }) => ({
    what: 'A part of a secret cannot be replaced.',
    object: d.object,
    why: 'This program wrote its content from a secret. Whether a part of it is equal already would tell the secret.',
    todo: 'Replace the whole content, or erase the object first.',
  }),
  'plan/not-runnable': (d: { step: string }) => ({
    what: 'The plan would not go through.',
    object: d.step,
    why: 'In the rehearsal this step was refused.',
    todo: 'See the step\'s own message, and change the answer that leads to it.',
  }),
  'plan/running': (_: Record<string, never>) => ({
    what: 'A plan is running.',
    why: 'The board does one thing at a time.',
    todo: 'Wait for its end, or cancel it.',
  }),
  'plan/nothing-running': (_: Record<string, never>) => ({
    what: 'There is no run to go on with.',
    why: 'None was interrupted since the window was opened.',
    todo: 'Start from Provision.',
  }),
  'plan/no-board': (_: Record<string, never>) => ({
    what: 'There is no board.',
    why: 'A plan is made for a chip, and rehearsed on what it holds now.',
    todo: 'Connect a board first; the simulated one will do to try things out.',
  }),
  'plan/proof-failed': (d: { object: string; because: string }) => ({
    what: 'The proof failed.',
    object: d.object,
    why: d.because,
    todo: 'Nothing was locked. Check that key and certificate belong together, then build the data set again with a higher version.',
  }),
  'plan/simulated-pair': (d: { key: string; certificate: string }) => ({
    what: 'A simulated chip cannot prove the vendor\'s key.',
    object: d.key,
    why: `The certificate in ${d.certificate} is that of a real chip, as the vendor published it; its private key never left that chip. The key in ${d.key} is one that the simulator made.`,
    todo: 'On a real chip the two are a pair. To see a proof here, make a key with "keys generate" or put one on the chip, or take a sample chip with a pair of its own ("bundle make-sample").',
  }),
  'plan/secret-unproved': (d: { object: string }) => ({
    what: 'The secret was written, not proved.',
    object: d.object,
    why: 'It cannot be read back, and nothing used it yet.',
    todo: 'Send an encrypted data set: the chip takes it only when the secret is right.',
  }),
  'plan/counter-moved': (d: { object: string; from: number; value: number }) => ({
    what: 'The counter is not where it was.',
    object: d.object,
    why: `It stood at ${d.from} when the plan was made; now it stands at ${d.value}. A key that is linked to it may have been used.`,
    todo: 'Read the objects again and count from there.',
  }),
  'plan/key-other-version': (d: { object: string; version: number; wanted: number }) => ({
    what: 'The data set is too old for this chip.',
    object: d.object,
    why: `The object has version ${d.version}, the data set ${d.wanted}; the chip takes only newer ones.`,
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
    why: d.why ?? 'Without it, this cannot be made.',
    todo: d.todo,
  }),
  'wizard/target-operational': (d: { object: string }) => ({
    what: 'The target\'s conditions can no longer be changed.',
    object: d.object,
    why: 'Its lifecycle state is operational.',
    todo: 'Choose another target, or send a metadata update if one was prepared.',
    raw: '0x8007',
  }),
  'wizard/object-closed': (d: { object: string; what: string; why: string; todo: string }) => ({
    what: `The ${d.what} cannot be written there.`,
    object: d.object,
    why: d.why,
    todo: d.todo,
    raw: '0x8007',
  }),
  'wizard/does-not-belong': (d: { key: string; certificate: string }) => ({
    what: 'Key and certificate do not belong together.',
    why: `The public key of ${d.certificate} is not that of ${d.key}.`,
    todo: 'Drop the certificate that was issued for this key, or the key of this certificate.',
  }),
  'wizard/wrong-algorithm': (d: { object: string; algorithm: string; takes: string }) => ({
    what: 'The target does not take this key.',
    object: d.object,
    why: `The key is ${d.algorithm}; the object takes ${d.takes}.`,
    todo: 'Choose another target.',
  }),
  'wizard/signer-algorithm': (d: { algorithm: string; takes: string }) => ({
    what: 'This key cannot sign the data set.',
    why: `It is ${d.algorithm}; taken are ${d.takes}.`,
    todo: 'Use a P-256 key and its certificate.',
  }),
  'wizard/same-object': (d: { object: string; uses: string }) => ({
    what: 'One object cannot be both.',
    object: d.object,
    why: `It is chosen as ${d.uses}.`,
    todo: 'Choose another one for one of them.',
  }),
  'wizard/not-on-chip': (d: { object: string }) => ({
    what: 'This chip does not have the object.',
    object: d.object,
    why: 'Only Trust M V3 has it.',
    todo: 'Choose another object, or connect a Trust M V3.',
  }),
  'wizard/target-open': (d: { object: string }) => ({
    what: `${d.object} is open to everyone now (change = always).`,
    object: d.object,
    why: 'It becomes "until operational, or signed".',
    todo: 'Nothing is to be done.',
  }),
  'wizard/secret-readable': (d: { object: string }) => ({
    what: `The secret in ${d.object} can still be read by everyone after it is locked.`,
    object: d.object,
    why: 'The lock closes reading only when that is chosen too.',
    todo: 'Make it unreadable with the lock; on the command line: --secret-unreadable.',
  }),
  'wizard/secret-open': (d: { object: string }) => ({
    what: `The secret in ${d.object} stays readable and writable by everyone until it is locked.`,
    object: d.object,
    why: '',
    todo: 'Lock it, when it is to stay.',
  }),
  'wizard/aes-unproved': () => ({
    what: 'Without the usage “encryption” the chip does nothing that could prove this AES key.',
    why: '',
    todo: 'Add the usage, or do without the proof.',
  }),
  'wizard/version-too-low': (d: { object: string; version: number; wanted: number }) => ({
    what: 'The payload version is too low.',
    object: d.object,
    why: `The object has version ${d.version}; ${d.wanted} is not higher.`,
    todo: `Use ${d.version + 1} or higher.`,
    raw: '0x8010',
  }),
} satisfies FaultTable;
