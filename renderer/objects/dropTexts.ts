/** Texts of the question about a dropped file while an object is open. */
export const dropTexts = {
  title: (id: string) => `What is this file for in ${id}?`,
  write: (id: string) => `Write it into ${id}`,
  writeDetail: 'The review shows before and after. Nothing is written yet.',
  cannotWrite: (id: string) => `It cannot be written into ${id} now.`,
  compare: 'Compare with it',
  compareDetail: (id: string) => `Says whether ${id} holds this certificate.`,
  other: 'Use it in Provision',
  otherDetail: 'As the device’s certificate, or as the trust anchor of the integrity key.',
  cancel: 'Cancel',
} as const;
