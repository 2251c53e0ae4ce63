/** Key formats that are not supported. The fault names the format and the command that converts it. */
export interface OtherFormat {
  readonly format: string;
  readonly todo: string;
}

const privateOpenSsh: OtherFormat = {
  format: 'an OpenSSH private key',
  todo: 'Convert a copy of it: ssh-keygen -p -m PEM -f COPY-OF-THE-FILE',
};

const ofLabel: Readonly<Record<string, OtherFormat>> = {
  'OPENSSH PRIVATE KEY': privateOpenSsh,
  'PGP PRIVATE KEY BLOCK': { format: 'an OpenPGP key', todo: 'OpenPGP keys cannot be used with this chip. Choose a key in PEM or DER.' },
  'PGP PUBLIC KEY BLOCK': { format: 'an OpenPGP key', todo: 'OpenPGP keys cannot be used with this chip. Choose a key in PEM or DER.' },
};

/** @param label label of a PEM block */
export const otherFormatOfLabel = (label: string): OtherFormat | undefined => (Object.hasOwn(ofLabel, label) ? ofLabel[label] : undefined);

const ofText: readonly (readonly [RegExp, OtherFormat])[] = [
  [/^PuTTY-User-Key-File-\d/m, { format: 'a PuTTY private key', todo: 'Convert it: puttygen FILE -O private-openssh -o key.pem' }],
  [/^---- BEGIN SSH2 PUBLIC KEY ----/m, { format: 'an SSH2 public key', todo: 'Convert it: ssh-keygen -i -m RFC4716 -f FILE > key.pub, then ssh-keygen -e -m PKCS8 -f key.pub > public.pem' }],
  [/^---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/m, { format: 'an ssh.com private key', todo: 'Convert it: puttygen FILE -O private-openssh -o key.pem' }],
  [/^\s*(?:[\w@,="./-]+ )?(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d+|sk-\S+) [A-Za-z0-9+/]{20,}/m, { format: 'an OpenSSH public key', todo: 'Convert it: ssh-keygen -e -m PKCS8 -f FILE > public.pem. A private key is in the file of the same name without .pub.' }],
  [/<RSAKeyValue>/, { format: 'an RSA key in the XML form of .NET', todo: 'Export it as PEM: RSA.ExportPkcs8PrivateKeyPem().' }],
];

const javaStore: OtherFormat = { format: 'a Java keystore', todo: 'Convert it: keytool -importkeystore -srckeystore FILE -destkeystore key.p12 -deststoretype PKCS12' };
const magics: readonly (readonly [readonly number[], OtherFormat])[] = [
  [[0xfe, 0xed, 0xfe, 0xed], javaStore],
  [[0xce, 0xce, 0xce, 0xce], javaStore],
];

/** @param text the file as text; undefined for binary data */
export function otherFormatOf(bytes: Uint8Array, text: string | undefined): OtherFormat | undefined {
  if (text !== undefined) return ofText.find(([pattern]) => pattern.test(text))?.[1];
  return magics.find(([codes]) => codes.every((code, i) => bytes[i] === code))?.[1];
}
