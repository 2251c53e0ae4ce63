import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { belongsTogether } from '../../../core/certificates/certificate.ts';
import { createCsr, parseCsr, type Csr } from '../../../core/certificates/csr.ts';
import { checkUsage, selfSign, signCsr } from '../../../core/certificates/issue.ts';
import type { WorkshopAlgorithm, WorkshopView } from '../../../core/contract/keys.ts';
import type { TicketView } from '../../../core/contract/material.ts';
import type { RequestOf } from '../../../core/contract/operations.ts';
import { readFileItems } from '../../../core/keys/fileItems.ts';
import type { Lock } from '../../../core/keys/pbes2.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import { encodeSpki, samePublicKey } from '../../../core/keys/publicKey.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, must, ok, unreachable, type Result } from '../../../core/result/result.ts';
import { makeLock } from '../../files/kdfEngine.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { SaveFile, Saved } from '../../ports.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import { isAes, openMaterial, readAes } from '../material/index.ts';
import { keyText, makeKey } from './newKey.ts';
import { certificateOf, newEntry, privateKeyOf, publicKeyOf, viewEntry, type WorkshopEntry } from './workshopItem.ts';

export interface KeysParts {
  readonly tickets: Tickets;
  readonly random: Randomness;
  readonly saveFile: SaveFile;
  readonly now: () => Date;
}

type Part = RequestOf<'keys/save'>['part'];
interface Paper {
  readonly name: string;
  readonly text: string;
  readonly secret: boolean;
}

/** Keys, certificates and requests that were made or opened in this session. */
export class KeysService {
  readonly #parts: KeysParts;
  readonly #entries = new Map<string, WorkshopEntry>();

  constructor(parts: KeysParts) {
    this.#parts = parts;
  }

  view(selected?: string): Result<WorkshopView> {
    const items = [...this.#entries.values()].map((entry) => viewEntry(entry, this.#parts.now()));
    return ok({ items, ...(selected === undefined ? {} : { selected }) });
  }

  async make(algorithm: WorkshopAlgorithm, name: string): Promise<Result<WorkshopView>> {
    const key = await makeKey(algorithm, this.#parts.random);
    return this.#hold(newEntry(name.trim() === '' ? `${algorithm} key` : name.trim(), 'made', { key }));
  }

  /** Opens every key, certificate and request of a file. A certificate is added to its key. */
  async open(ticket: string, password: string | undefined): Promise<Result<WorkshopView>> {
    const file = this.#parts.tickets.openSecret(ticket);
    if (!file.ok) return file;
    const { bytes, name } = file.value;
    const requests = readRequests(bytes, name);
    if (!requests.ok) return requests;
    const aes = readAes(bytes, name);
    if (aes?.ok === true) return this.#hold(newEntry(name, 'opened', { key: aes.value }));
    if (aes !== undefined) return aes;
    const found = await openMaterial(bytes, { file: name, ...(password === undefined ? {} : { password }) });
    if (!found.ok && requests.value.length === 0) return found;
    const { keys, certificates } = found.ok ? found.value : { keys: [], certificates: [] };
    let last: WorkshopEntry | undefined;
    for (const key of keys) last = this.#add(newEntry(name, 'opened', { key }));
    for (const certificate of certificates) {
      const own = this.#keyOf((key) => belongsTogether(key, certificate).ok);
      if (own === undefined) last = this.#add(newEntry(name, 'opened', { certificate }));
      else (last = own).certificate = certificate;
    }
    for (const csr of requests.value) last = this.#add(newEntry(name, 'opened', { csr }));
    return this.view(last?.id);
  }

  forgetOne(id: string): Result<WorkshopView> {
    this.#entries.get(id)?.key?.secret.wipe();
    this.#entries.delete(id);
    return this.view();
  }

  async certify({ id, subject, days, usage, isCa }: RequestOf<'keys/certify'>): Promise<Result<WorkshopView>> {
    const found = this.#signer(id);
    if (!found.ok) return found;
    const fits = checkUsage({ isCa, keyUsage: usage });
    if (!fits.ok) return fits;
    const { random, now } = this.#parts;
    const der = await selfSign(keyFileSigner(found.value.key), subject, { days, now: now(), random, isCa, ...(usage.length === 0 ? {} : { keyUsage: usage }) });
    if (!der.ok) return der;
    found.value.entry.certificate = certificateOf(der.value, found.value.entry.name);
    return this.view(id);
  }

  async request(id: string, subject: string): Promise<Result<WorkshopView>> {
    const found = this.#signer(id);
    if (!found.ok) return found;
    const der = await createCsr(keyFileSigner(found.value.key), subject);
    if (!der.ok) return der;
    found.value.entry.csr = must(parseCsr(der.value));
    return this.view(id);
  }

  /** Signs a request with one of the user's CA keys. The certificate is added to the request. */
  async signRequest({ id, ca, days, usage, isCa }: RequestOf<'keys/sign-request'>): Promise<Result<WorkshopView>> {
    const [asked, authority] = [this.#find(id), this.#signer(ca)];
    if (!asked.ok) return asked;
    if (!authority.ok) return authority;
    const { csr } = asked.value;
    const caCertificate = authority.value.entry.certificate;
    if (csr === undefined) return err(fault('wizard/missing', { what: 'The signing request', why: 'A certificate is made of a request, and this entry has none.', todo: 'Make one from the key, or open its file.' }));
    if (caCertificate === undefined) return err(fault('wizard/missing', { what: 'The certificate of the CA', why: 'The chosen key has no certificate, whose name the new one needs as its issuer.', todo: 'Make a CA certificate for its key, or open the file with it.' }));
    const fits = checkUsage({ isCa, keyUsage: usage });
    if (!fits.ok) return fits;
    const { random, now } = this.#parts;
    const der = await signCsr(csr, keyFileSigner(authority.value.key), caCertificate, { days, now: now(), random, isCa, ...(usage.length === 0 ? {} : { keyUsage: usage }) });
    if (!der.ok) return der;
    asked.value.certificate = certificateOf(der.value, asked.value.name);
    return this.view(id);
  }

  async save(id: string, part: Part, password: string | undefined): Promise<Result<Saved>> {
    const found = this.#find(id);
    if (!found.ok) return found;
    const lock = part === 'key' && password !== undefined ? await makeLock(password, this.#parts.random) : undefined;
    const paper = this.#paper(found.value, part, lock);
    lock?.key.fill(0);
    if (paper === undefined) return err(fault('wizard/missing', { what: 'What is to be saved', why: 'This entry has no such part.', todo: 'Make it first.' }));
    // The text is a string, which cannot be wiped, but its bytes can.
    const bytes = utf8(paper.text);
    const saved = await this.#parts.saveFile(paper.name, bytes, { secret: paper.secret });
    bytes.fill(0);
    if (saved.ok && part === 'key') found.value.savedAs = saved.value;
    if (saved.ok && part === 'csr') found.value.csrSavedAs = saved.value;
    return saved;
  }

  /** Makes a ticket for the key and its certificate. The file stays in the main process, and is used like a dropped file. */
  ticketOf(id: string): Result<TicketView> {
    const found = this.#find(id);
    if (!found.ok) return found;
    const text = (['key', 'certificate'] as const).map((part) => this.#paper(found.value, part, undefined)?.text ?? '').join('');
    return this.#parts.tickets.takeSecret(found.value.name, text);
  }

  forget(): void {
    for (const { key } of this.#entries.values()) key?.secret.wipe();
    this.#entries.clear();
  }

  #add(entry: WorkshopEntry): WorkshopEntry {
    this.#entries.set(entry.id, entry);
    return entry;
  }

  #hold(entry: WorkshopEntry): Result<WorkshopView> {
    return this.view(this.#add(entry).id);
  }

  #keyOf(fits: (key: PrivateKey) => boolean): WorkshopEntry | undefined {
    return [...this.#entries.values()].find((entry) => {
      const key = privateKeyOf(entry);
      return key !== undefined && fits(key);
    });
  }

  #find(id: string): Result<WorkshopEntry> {
    const entry = this.#entries.get(id);
    return entry === undefined ? err(fault('file/ticket-gone', { ticket: id })) : ok(entry);
  }

  #signer(id: string): Result<{ readonly entry: WorkshopEntry; readonly key: PrivateKey }> {
    const entry = this.#find(id);
    if (!entry.ok) return entry;
    const key = privateKeyOf(entry.value);
    return key === undefined ? err(fault('key/not-a-key', { file: entry.value.name, found: 'nothing that can sign: an AES key, or a certificate or request without its key' })) : ok({ entry: entry.value, key });
  }

  #paper(entry: WorkshopEntry, part: Part, lock: Lock | undefined): Paper | undefined {
    const base = entry.name.replace(/\.(pem|der|key|crt|cer|txt|json|csr)$/i, '');
    const publicKey = publicKeyOf(entry);
    switch (part) {
      case 'key':
        if (entry.key === undefined) return undefined;
        return { name: isAes(entry.key) ? `${base}.txt` : `${base}-key.pem`, text: keyText(entry.key, lock), secret: true };
      case 'public':
        return publicKey && { name: `${base}-public.pem`, text: encodePem('PUBLIC KEY', encodeSpki(publicKey)), secret: false };
      case 'certificate':
        return entry.certificate && { name: `${base}-certificate.pem`, text: encodePem('CERTIFICATE', entry.certificate.der), secret: false };
      case 'csr':
        return entry.csr && { name: `${base}-request.pem`, text: encodePem('CERTIFICATE REQUEST', entry.csr.der), secret: false };
      default:
        return unreachable(part);
    }
  }
}

/** Reads the certificate requests of a file. A file without any is not a fault here. */
function readRequests(bytes: Uint8Array, file: string): Result<Csr[]> {
  const items = readFileItems(bytes, file);
  const requests: Csr[] = [];
  for (const item of items.ok ? items.value : []) {
    if (item.kind !== 'csr') continue;
    const csr = parseCsr(item.node.whole, file);
    if (!csr.ok) return csr;
    if (!requests.some(({ publicKey }) => samePublicKey(publicKey, csr.value.publicKey))) requests.push(csr.value);
  }
  return ok(requests);
}
