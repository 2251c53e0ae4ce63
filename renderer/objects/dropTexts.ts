/** Texts of the question about a dropped file while an object is open. */
export const dropTexts = {
  title: (id: string) => `What is this file for in ${id}?`,
  write: (id: string) => `Write it into ${id}`,
  writeDetail: 'The review shows before and after. Nothing is written yet.',
  cannotWrite: (id: string) => `It cannot be written into ${id} now.`,
  keyObject: 'A key object holds only a private key. A certificate goes into a certificate object.',
  keyByUpdate: 'A private key gets into a key object only by a protected update.',
  send: (id: string) => `Send it into ${id}`,
  sendDetail: (id: string) => `By a protected update: Provision opens with ${id} as its target.`,
  keyElsewhere: 'As the device’s key, which a protected update puts into a key object, or as the key that signs updates.',
  compare: 'Compare with it',
  compareDetail: (id: string) => `Says whether ${id} holds this certificate.`,
  other: 'Use it in Provision',
  otherDetail: 'As the device’s certificate, or as the trust anchor of the integrity key.',
  cancel: 'Cancel',
} as const;
