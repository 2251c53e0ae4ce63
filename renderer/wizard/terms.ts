/** The manual's terms, each in one line. */
export const terms = {
  trustAnchor: 'A certificate on the chip. The chip accepts an update only if the key of this certificate signed it.',
  integrityKey: 'The private key that signs the update. Its certificate is the trust anchor.',
  protectedUpdate: 'New content for an object. It is signed, so that the chip can check its sender.',
  confidentiality: 'The update is encrypted with a secret that only you and the chip know.',
  metadata: 'The access conditions and sizes of an object: who can change, read and use it. At most 44 bytes.',
  lifecycle: 'Creation, initialization, operational, termination. It only goes up.',
  payloadVersion: 'The chip accepts an update only if its version is higher than the current one. So an old update cannot be sent again.',
  identityTag: 'Marks the certificate as a TLS identity, as the vendor’s tools write it.',
  keyUsage: 'The operations that the chip allows with the key.',
  flush: 'Fills the object with zeros when its metadata is updated. So the new rules never apply to old content.',
  target: 'The key object that receives the private key.',
  rehearsal: 'The plan first runs on a simulated twin of this chip. Nothing is written to the real chip.',
  updateSecret: 'A data object whose content encrypts and decrypts protected updates; at most 64 bytes.',
  chipId: 'Batch and position on the wafer: bytes 11 to 20 of the coprocessor UID. Each chip has its own.',
  cycles: 'The chip’s memory allows about 2 million programming cycles over all objects.',
} as const;
