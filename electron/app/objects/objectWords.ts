import type { ObjectKind } from '../../../core/objects/catalogue.ts';

/** The purpose of each kind of object, in one line. */
export const purposes: Readonly<Record<ObjectKind, string>> = {
  lifecycle: 'Lifecycle state; it only goes up.',
  'security-status': 'Security status bits; the host can clear them until the next reset.',
  uid: 'Identity of the chip: type, wafer, position, firmware.',
  setting: 'A setting of the chip.',
  'event-counter': 'Counts uses of keys and secrets; from 128 on the chip slows down.',
  certificate: 'A device certificate, or any data of up to 1728 bytes.',
  'trust-anchor': 'The certificate that signed updates are verified with.',
  'ecc-key': 'An elliptic-curve private key; it never leaves the chip.',
  'rsa-key': 'An RSA private key; it never leaves the chip.',
  'aes-key': 'An AES key; it never leaves the chip.',
  session: 'A volatile context for keys and secrets.',
  counter: 'A counter that only goes up, to its threshold; uses of keys can be linked to it.',
  'binding-secret': 'The secret of the shielded connection between the microcontroller and the chip.',
  data: 'Any data, or a secret if the object has a secret’s type.',
  'last-error': 'The reason of the last refusal.',
};

/** Why an action is not offered, when no condition explains it. */
export const whyWords = {
  keyData: 'A private key never leaves the chip and cannot be written as data. Generate it on the chip or send it in a protected update.',
  chipWide: 'It belongs to the chip; this program does not write it.',
  wholeLifecycle: 'This program does not change the lifecycle of the whole chip: it never goes back.',
  operational: 'It is operational: its conditions, type and usage can no longer be changed by a command.',
  withUpdate: (condition: string) => ` A metadata update is still possible: ${condition}.`,
  noLifecycle: 'It has no lifecycle state of its own, so it counts as operational.',
  locked: 'It is locked already.',
  noKey: 'It holds no key yet.',
  usage: (usage: string) => `The key is for ${usage}, not for signing.`,
  notCounter: 'Its type is not up-counter.',
  it: (access: string, why: string) => `${access} ${why}.`,
} as const;
