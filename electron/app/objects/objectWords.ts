import type { ObjectKind } from '../../../core/objects/catalogue.ts';

/** What each kind of object is for, in a line. */
export const purposes: Readonly<Record<ObjectKind, string>> = {
  lifecycle: 'Lifecycle state; goes only upwards.',
  'security-status': 'Security status bits; they can be taken away until the next reset.',
  uid: 'Who the chip is: type, wafer, position, firmware.',
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
  data: 'Free data, or a secret of a type of its own.',
  'last-error': 'The reason of the last refusal.',
};

/** Why something is not offered, where no condition says so. */
export const whyWords = {
  keyData: 'A private key never leaves the chip, and is not written as data: it is made on the chip or comes in a protected update.',
  chipWide: 'It is the chip’s own and is not written from here.',
  wholeLifecycle: 'The lifecycle of the whole chip is not changed from here: it never goes back.',
  operational: 'It is operational: its conditions, type and usage can no longer be changed by a command.',
  withUpdate: (condition: string) => ` A metadata update is still taken: ${condition}.`,
  noLifecycle: 'It has no lifecycle state of its own, so it counts as operational.',
  locked: 'It is locked already.',
  noKey: 'No key is in it yet.',
  usage: (usage: string) => `The key is for ${usage}, not for signing.`,
  notCounter: 'Its type is not up-counter.',
  it: (access: string, why: string) => `${access} ${why}.`,
} as const;
