/** The manual's terms, each in one line. */
export const terms = {
  trustAnchor: 'A certificate on the chip. The chip takes an update only if this certificate’s key has signed it.',
  integrityKey: 'The private key that signs the update. Its certificate is the trust anchor.',
  protectedUpdate: 'New content for an object, signed so that the chip itself checks who sent it.',
  confidentiality: 'The update is encrypted with a secret that only you and the chip know.',
  metadata: 'An object’s own rules and sizes: who may change, read and use it. At most 44 bytes.',
  lifecycle: 'Creation, initialization, operational, termination. It only ever moves forward.',
  payloadVersion: 'The chip takes an update only with a version higher than the one it holds, so that old ones cannot come back.',
  identityTag: 'Marks the certificate as a TLS identity, as the vendor’s tools write it.',
  keyUsage: 'What the chip may do with the key later.',
  flush: 'Fills the object with zeros when its metadata is updated, so that no old content stays under new rules.',
  target: 'The key object that receives the private key.',
  rehearsal: 'The plan runs on a simulated twin of this chip first. Nothing is written to the real one.',
  updateSecret: 'A data object whose content encrypts and decrypts protected updates; at most 64 bytes.',
  chipId: 'Batch and position on the wafer: bytes 11 to 20 of the coprocessor UID. Each chip has its own.',
  cycles: 'The chip’s memory endures about 2 million programming cycles over all objects.',
} as const;
