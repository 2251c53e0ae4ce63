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
import { certificateOf, newHeld, privateKeyOf, publicKeyOf, viewHeld, type Held } from './workshopItem.ts';

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

/** The key workshop: keys, certificates and requests that were made or opened in this session. */
export class KeysService {
  readonly #parts: KeysParts;
  readonly #held = new Map<string, Held>();

  constructor(parts: KeysParts) {
    this.#parts = parts;
  }

  view(selected?: string): Result<WorkshopView> {
    const items = [...this.#held.values()].map((held) => viewHeld(held, this.#parts.now()));
    return ok({ items, ...(selected === undefined ? {} : { selected }) });
  }

  async make(algorithm: WorkshopAlgorithm, name: string): Promise<Result<WorkshopView>> {
    const key = await makeKey(algorithm, this.#parts.random);
    return this.#hold(newHeld(name.trim() === '' ? `${algorithm} key` : name.trim(), 'made', { key }));
  }

  /** Opens every key, certificate and request of a file. A certificate is added to its key. */
  async open(ticket: string, password: string | undefined): Promise<Result<WorkshopView>> {
    const file = this.#parts.tickets.openSecret(ticket);
    if (!file.ok) return file;
    const { bytes, name } = file.value;
    const requests = readRequests(bytes, name);
    if (!requests.ok) return requests;
    const aes = readAes(bytes, name);
    if (aes?.ok === true) return this.#hold(newHeld(name, 'opened', { key: aes.value }));
    if (aes !== undefined) return aes;
    const found = await openMaterial(bytes, { file: name, ...(password === undefined ? {} : { password }) });
    if (!found.ok && requests.value.length === 0) return found;
    const { keys, certificates } = found.ok ? found.value : { keys: [], certificates: [] };
    let last: Held | undefined;
    for (const key of keys) last = this.#add(newHeld(name, 'opened', { key }));
    for (const certificate of certificates) {
      const own = this.#keyOf((key) => belongsTogether(key, certificate).ok);
      if (own === undefined) last = this.#add(newHeld(name, 'opened', { certificate }));
      else (last = own).certificate = certificate;
    }
    for (const csr of requests.value) last = this.#add(newHeld(name, 'opened', { csr }));
    return this.view(last?.id);
  }

  forgetOne(id: string): Result<WorkshopView> {
    this.#held.get(id)?.key?.secret.wipe();
    this.#held.delete(id);
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
    found.value.held.certificate = certificateOf(der.value, found.value.held.name);
    return this.view(id);
  }

  async request(id: string, subject: string): Promise<Result<WorkshopView>> {
    const found = this.#signer(id);
    if (!found.ok) return found;
    const der = await createCsr(keyFileSigner(found.value.key), subject);
    if (!der.ok) return der;
    found.value.held.csr = must(parseCsr(der.value));
    return this.view(id);
  }

  /** One of the user's CA keys signs a request. The certificate is added to the request. */
  async signRequest({ id, ca, days, usage, isCa }: RequestOf<'keys/sign-request'>): Promise<Result<WorkshopView>> {
    const [asked, authority] = [this.#find(id), this.#signer(ca)];
    if (!asked.ok) return asked;
    if (!authority.ok) return authority;
    const { csr } = asked.value;
    const caCertificate = authority.value.held.certificate;
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
    // The text itself is a string, which cannot be wiped. Its bytes can.
    const bytes = utf8(paper.text);
    const saved = await this.#parts.saveFile(paper.name, bytes, { secret: paper.secret });
    bytes.fill(0);
    if (saved.ok && part === 'key') found.value.savedAs = saved.value;
    if (saved.ok && part === 'csr') found.value.csrSavedAs = saved.value;
    return saved;
  }

  /** The key and its certificate as a file in the main process, which other rooms can use like a dropped file. */
  ticketOf(id: string): Result<TicketView> {
    const found = this.#find(id);
    if (!found.ok) return found;
    const text = (['key', 'certificate'] as const).map((part) => this.#paper(found.value, part, undefined)?.text ?? '').join('');
    return this.#parts.tickets.takeSecret(found.value.name, text);
  }

  forget(): void {
    for (const { key } of this.#held.values()) key?.secret.wipe();
    this.#held.clear();
  }

  #add(held: Held): Held {
    this.#held.set(held.id, held);
    return held;
  }

  #hold(held: Held): Result<WorkshopView> {
    return this.view(this.#add(held).id);
  }

  #keyOf(fits: (key: PrivateKey) => boolean): Held | undefined {
    return [...this.#held.values()].find((held) => {
      const key = privateKeyOf(held);
      return key !== undefined && fits(key);
    });
  }

  #find(id: string): Result<Held> {
    const held = this.#held.get(id);
    return held === undefined ? err(fault('file/ticket-gone', { ticket: id })) : ok(held);
  }

  #signer(id: string): Result<{ readonly held: Held; readonly key: PrivateKey }> {
    const held = this.#find(id);
    if (!held.ok) return held;
    const key = privateKeyOf(held.value);
    return key === undefined ? err(fault('key/not-a-key', { file: held.value.name, found: 'nothing that can sign: an AES key, or a certificate or request without its key' })) : ok({ held: held.value, key });
  }

  #paper(held: Held, part: Part, lock: Lock | undefined): Paper | undefined {
    const base = held.name.replace(/\.(pem|der|key|crt|cer|txt|json|csr)$/i, '');
    const publicKey = publicKeyOf(held);
    switch (part) {
      case 'key':
        if (held.key === undefined) return undefined;
        return { name: isAes(held.key) ? `${base}.txt` : `${base}-key.pem`, text: keyText(held.key, lock), secret: true };
      case 'public':
        return publicKey && { name: `${base}-public.pem`, text: encodePem('PUBLIC KEY', encodeSpki(publicKey)), secret: false };
      case 'certificate':
        return held.certificate && { name: `${base}-certificate.pem`, text: encodePem('CERTIFICATE', held.certificate.der), secret: false };
      case 'csr':
        return held.csr && { name: `${base}-request.pem`, text: encodePem('CERTIFICATE REQUEST', held.csr.der), secret: false };
      default:
        return unreachable(part);
    }
  }
}

/** Signing requests of a file. A file without any is not a fault here. */
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
