import type { FaultTable } from '../faultTable.ts';

const keyWords = {
  private: { holds: 'a private key', todo: 'Put it into a key object with a protected update (prepare, dataset build, update), or write its certificate.' },
  encrypted: { holds: 'a private key that is encrypted with a password', todo: 'Put the key into a key object with a protected update (prepare, dataset build, update), or write its certificate.' },
  pkcs12: { holds: 'a PKCS#12 container (.p12, .pfx), which is made for private keys', todo: 'Take the certificate out of it: openssl pkcs12 -in FILE -nokeys -clcerts -out certificate.pem' },
  keystore: { holds: 'a Java keystore, which is made for private keys', todo: 'Take the certificate out of it: keytool -exportcert -rfc -keystore FILE -alias NAME -file certificate.pem' },
  ssh: { holds: 'an OpenSSH private key', todo: 'Put it into a key object with a protected update, after converting it: ssh-keygen -p -m PEM -f FILE' },
  putty: { holds: 'a PuTTY private key', todo: 'Put it into a key object with a protected update, after converting it: puttygen FILE -O private-openssh -o key.pem' },
  symmetric: { holds: 'a secret key in JSON (JWK)', todo: 'An object that holds a secret takes its bytes: give them in hexadecimal.' },
} as const;

/** What may be written into an object. `file` is what the user calls the input. */
export const contentFaults = {
  'key/not-for-object': (d: { file: string; object: string; kind: keyof typeof keyWords }) => ({
    what: 'A private key is not written into a data object.',
    object: d.object,
    why: `${d.file} holds ${keyWords[d.kind].holds}, and everyone who may read the object could read it.`,
    todo: keyWords[d.kind].todo,
  }),
  'key/not-a-secret': (d: { file: string; kind: keyof typeof keyWords }) => ({
    what: 'A key file is not a secret.',
    object: d.file,
    why: `It holds ${keyWords[d.kind].holds}.`,
    todo: 'Give the bytes of the secret, as hexadecimal text.',
  }),
  'content/unclear': (d: { file: string; why: string }) => ({
    what: 'It is not clear which bytes are meant.',
    object: d.file,
    why: d.why,
    todo: 'Give the bytes as hexadecimal, a C array, base64, a dump of xxd or hexdump -C, or a binary file; or choose "as text" (--as text) to write the text itself.',
  }),
  'object/not-tagged': (d: { object: string; file: string }) => ({
    what: 'Only a certificate gets an identity tag.',
    object: d.object,
    why: `${d.file} is not a certificate.`,
    todo: 'Write it without the tag, or choose a certificate.',
  }),
  'object/no-chain': (d: { object: string; file: string }) => ({
    what: 'There is no chain to write.',
    object: d.object,
    why: `A chain is written into a certificate object, from a file with the device's certificate and those that issued it; ${d.file} or this object is not of that kind.`,
    todo: 'Write the certificate alone, or choose a file with the whole chain.',
  }),
} satisfies FaultTable;
