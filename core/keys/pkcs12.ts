import { hmac } from '@noble/hashes/hmac.js';
import { concat, equalSecret } from '../bytes/bytes.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { derOfBer } from './ber.ts';
import { inContext, inSequence, octetString, parseDer, readOctetString, readOid, readSmallInteger, sequence, type DerNode } from './der.ts';
import { FilePassword } from './filePassword.ts';
import type { Derivation } from './kdf.ts';
import { pkcs12Parts } from './kdfLimits.ts';
import { decryptPkcs8 } from './pbes2.ts';
import { pkcs12Hashes, pkcs12Purposes, type Pkcs12Hash } from './pkcs12Kdf.ts';

const oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  bags: '1.2.840.113549.1.12.10.1.6',
  x509: '1.2.840.113549.1.9.22.1',
} as const;

const hashOids: Readonly<Record<string, Pkcs12Hash>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** The content of a container: PrivateKeyInfo and certificates, DER. The receiver wipes the keys. */
export interface Pkcs12Content {
  readonly keys: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
}

export type Pkcs12Fault = 'key/malformed' | 'key/wrong-password' | 'key/unsupported-encryption';

/** Most levels of bags inside bags. */
const mostNested = 4;

type Step<T> = Result<T, Pkcs12Fault>;
const done: Step<void> = ok(undefined);

/** Runs a step for each item of a list, and stops at the first refusal. */
function each<T>(items: readonly T[], step: (item: T) => Step<void>): Step<void> {
  for (const item of items) {
    const result = step(item);
    if (!result.ok) return result;
  }
  return done;
}

class Container {
  readonly keys: Uint8Array[] = [];
  readonly certificates: Uint8Array[] = [];
  readonly #file: string;
  readonly #password: FilePassword;
  readonly #derivation: Derivation;
  #parts = 0;

  constructor(file: string, password: string, derivation: Derivation) {
    this.#file = file;
    this.#password = new FilePassword(password);
    this.#derivation = derivation;
  }

  #malformed(why: string): Step<never> {
    return err(fault('key/malformed', { file: this.#file, why }));
  }

  #unsupported(name: string): Step<never> {
    return err(fault('key/unsupported-encryption', { file: this.#file, name }));
  }

  #wrongPassword(): Step<never> {
    return err(fault('key/wrong-password', { file: this.#file }));
  }

  #parse(bytes: Uint8Array): Step<DerNode> {
    const der = derOfBer(bytes);
    const node = der === undefined ? undefined : parseDer(der, 'The container');
    return node?.ok === true ? node : this.#malformed('A part of the PKCS#12 container cannot be decoded.');
  }

  open(pfx: DerNode): Step<void> {
    const [, authSafe, mac] = inSequence(pfx);
    const [kind, ...rest] = inSequence(authSafe);
    const safe = readOctetString(inContext(rest, 0)?.children[0]);
    if (readOid(kind) !== oids.data || safe === undefined) return this.#unsupported('a certificate instead of a password');
    const checked = mac === undefined ? done : this.#checkMac(mac, safe);
    if (!checked.ok) return checked;
    const infos = this.#parse(safe);
    return infos.ok ? each(inSequence(infos.value), (info) => this.#read(info)) : infos;
  }

  /**
   * Checks the password with the container's check value, which also settles the form of an empty one. An unknown kind
   * of check value (PBMAC1) is ignored; a wrong password is then noticed at the decryption.
   */
  #checkMac(mac: DerNode, signed: Uint8Array): Step<void> {
    const [digestInfo, saltNode, roundsNode] = inSequence(mac);
    const [algorithm, digestNode] = inSequence(digestInfo);
    const hash = hashOids[readOid(inSequence(algorithm)[0]) ?? ''];
    const [salt, wanted] = [readOctetString(saltNode), readOctetString(digestNode)];
    const rounds = roundsNode === undefined ? 1 : readSmallInteger(roundsNode);
    if (salt === undefined || wanted === undefined || !rounds) return this.#malformed('The check value of the PKCS#12 container cannot be read.');
    if (hash === undefined) return done;
    const check = (password: Uint8Array): Step<void> | undefined => {
      const derived = this.#derivation.pkcs12({ hash, password, salt, rounds, purpose: pkcs12Purposes.mac, length: pkcs12Hashes[hash].outputLen });
      if ('refused' in derived) return this.#unsupported(derived.refused);
      const right = equalSecret(hmac(pkcs12Hashes[hash], derived.key, signed), wanted);
      derived.key.fill(0);
      return right ? done : undefined;
    };
    return this.#password.tryForms(check) ?? this.#wrongPassword();
  }

  /** One ContentInfo of the AuthenticatedSafe. */
  #read(info: DerNode): Step<void> {
    const [kind, ...rest] = inSequence(info);
    const [content] = inContext(rest, 0)?.children ?? [];
    const oid = readOid(kind);
    const bytes = oid === oids.data ? ok(readOctetString(content) ?? new Uint8Array()) : oid === oids.encryptedData ? this.#encryptedData(content) : undefined;
    if (bytes === undefined) return this.#unsupported('a certificate instead of a password');
    if (!bytes.ok) return bytes;
    const bags = this.#parse(bytes.value);
    const read = bags.ok ? this.#bags(bags.value, 0) : bags;
    if (oid !== oids.data) bytes.value.fill(0);
    return read;
  }

  /** EncryptedData (RFC 5652): algorithm and bytes, as in an encrypted PKCS#8 key. */
  #encryptedData(node: DerNode | undefined): Step<Uint8Array> {
    const [, info] = inSequence(node);
    const [, algorithm, content] = inSequence(info);
    if (algorithm === undefined || content === undefined) return this.#malformed('An encrypted part of the PKCS#12 container is not complete.');
    // [0] IMPLICIT OCTET STRING: in one piece or several.
    const bytes = content.tag === 0xa0 ? concat(...content.children.map((piece) => readOctetString(piece) ?? new Uint8Array())) : content.content;
    const encrypted = this.#parse(sequence(algorithm.whole, octetString(bytes)));
    return encrypted.ok ? this.#decrypt(encrypted.value) : encrypted;
  }

  #decrypt(encrypted: DerNode): Step<Uint8Array> {
    this.#parts += 1;
    if (this.#parts > pkcs12Parts) return this.#unsupported(`more than ${pkcs12Parts} encrypted parts`);
    const decrypted = decryptPkcs8(encrypted, this.#password, this.#derivation);
    if (decrypted.kind === 'unsupported') return this.#unsupported(decrypted.name);
    return decrypted.kind === 'plain' ? ok(decrypted.bytes) : this.#wrongPassword();
  }

  #bags(contents: DerNode, depth: number): Step<void> {
    if (depth > mostNested) return this.#malformed('The PKCS#12 container is nested too deep.');
    return each(inSequence(contents), (bag) => {
      const [kind, ...rest] = inSequence(bag);
      const [value] = inContext(rest, 0)?.children ?? [];
      return value === undefined ? done : this.#bag(readOid(kind), value, depth);
    });
  }

  #bag(kind: string | undefined, value: DerNode, depth: number): Step<void> {
    if (kind === oids.bags) return this.#bags(value, depth + 1);
    if (kind === oids.certificateBag) {
      const [form, ...rest] = inSequence(value);
      const der = readOctetString(inContext(rest, 0)?.children[0]);
      if (readOid(form) === oids.x509 && der !== undefined) this.certificates.push(der.slice());
      return done;
    }
    if (kind === oids.keyBag) this.keys.push(value.whole.slice());
    if (kind !== oids.shroudedKeyBag) return done;
    const key = this.#decrypt(value);
    if (!key.ok) return key;
    this.keys.push(key.value);
    return done;
  }
}

/**
 * Opens a PKCS#12 container (.p12, .pfx; RFC 7292) that is protected with a password, with any scheme
 * that `decryptPkcs8` reads. The limits on rounds and parts are checked before anything is derived.
 * @param pfx DER. @param file name of the input in faults
 */
export function openPkcs12(pfx: DerNode, file: string, password: string, derivation: Derivation): Result<Pkcs12Content, Pkcs12Fault> {
  const container = new Container(file, password, derivation);
  const opened = container.open(pfx);
  if (opened.ok) return ok({ keys: container.keys, certificates: container.certificates });
  for (const key of container.keys) key.fill(0);
  return opened;
}

/** Whether it is a PFX (version 3, a ContentInfo, perhaps a check value). */
export function isPkcs12(node: DerNode): boolean {
  const [version, authSafe] = inSequence(node);
  return readSmallInteger(version) === 3 && (readOid(inSequence(authSafe)[0]) ?? '').startsWith('1.2.840.113549.1.7.');
}
