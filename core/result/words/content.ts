import type { FaultTable } from '../faultTable.ts';

const keyWords = {
  private: { holds: 'a private key', todo: 'Put it into a key object with a protected update (prepare, dataset build, update), or write its certificate.' },
  encrypted: { holds: 'a private key that is encrypted with a password', todo: 'Put the key into a key object with a protected update (prepare, dataset build, update), or write its certificate.' },
  pkcs12: { holds: 'a PKCS#12 container (.p12, .pfx), which usually contains a private key', todo: 'Take the certificate out of it: openssl pkcs12 -in FILE -nokeys -clcerts -out certificate.pem' },
  keystore: { holds: 'a Java keystore, which usually contains a private key', todo: 'Take the certificate out of it: keytool -exportcert -rfc -keystore FILE -alias NAME -file certificate.pem' },
  ssh: { holds: 'an OpenSSH private key', todo: 'Convert it (ssh-keygen -p -m PEM -f FILE), then put it into a key object with a protected update.' },
  putty: { holds: 'a PuTTY private key', todo: 'Convert it (puttygen FILE -O private-openssh -o key.pem), then put it into a key object with a protected update.' },
  symmetric: { holds: 'a secret key in JSON (JWK)', todo: 'Give the bytes of the secret as hexadecimal text.' },
} as const;

/** What may be written into an object. `file` is the user's name for the input. */
export const contentFaults = {
  'key/not-for-object': (d: { file: string; object: string; kind: keyof typeof keyWords }) => ({
    what: 'A private key cannot be written into a data object.',
    object: d.object,
    why: `${d.file} holds ${keyWords[d.kind].holds}. Everyone who can read the object could read the key.`,
    todo: keyWords[d.kind].todo,
  }),
  'key/not-a-secret': (d: { file: string; kind: keyof typeof keyWords }) => ({
    what: 'A key file is not a secret.',
    object: d.file,
    why: `It holds ${keyWords[d.kind].holds}.`,
    todo: 'Give the bytes of the secret, as hexadecimal text.',
  }),
  'content/unclear': (d: { file: string; why: string }) => ({
    what: 'The bytes in this input are ambiguous.',
    object: d.file,
    why: d.why,
    todo: 'Give the bytes as hexadecimal, a C array, base64, a dump of xxd or hexdump -C, or a binary file; or choose "as text" (--as text) to write the text itself.',
  }),
  'object/not-tagged': (d: { object: string; file: string }) => ({
    what: 'Only a certificate can have an identity tag.',
    object: d.object,
    why: `${d.file} is not a certificate.`,
    todo: 'Write it without the tag, or choose a certificate.',
  }),
  'object/no-chain': (d: { object: string; file: string }) => ({
    what: 'There is no chain to write.',
    object: d.object,
    why: `A chain is written into a certificate object, from a file with the device certificate and its issuers. ${d.file} or this object is of another kind.`,
    todo: 'Write the certificate alone, or choose a file with the whole chain.',
  }),
} satisfies FaultTable;
