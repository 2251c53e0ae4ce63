import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { ownCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { findLeaf } from '../../../core/certificates/leaf.ts';
import type { Material } from '../../../core/certificates/material.ts';
import { readConditions, type ChipSnapshot } from '../../../core/chip/snapshot.ts';
import type { MaterialGroup } from '../../../core/contract/material.ts';
import type { WizardView } from '../../../core/contract/wizard.ts';
import { encodePrivateKeyPem, type PrivateKey } from '../../../core/keys/privateKey.ts';
import { samePublicKey } from '../../../core/keys/publicKey.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import type { PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';
import { readAnswers, resolveAnswers, usualKeyUsage, type ResolvedAnswers, type WrittenAnswers } from '../../../core/plan/wizard/answers.ts';
import { algorithmsOf } from '../../../core/plan/wizard/fit.ts';
import { offered, offeredOn } from '../../../core/plan/wizard/offered.ts';
import { planOfAnswers } from '../../../core/plan/wizard/plan.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { SaveFile } from '../../ports.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import type { Board, Work } from '../../board/board.ts';
import { mayBeRead, targetChoices } from './choices.ts';
import { makePair, makeSecret, openMaterial, parseSecret, readAes, sortFiles, viewSorted, wipeSorted, type Slot, type SortedFiles, type WrittenSecrets } from '../material/index.ts';
import type { WizardState } from './wizardState.ts';
import { viewWizard } from './wizardView.ts';
import { inTurn } from '../../../core/result/inTurn.ts';

export interface WizardParts {
  readonly state: WizardState;
  readonly board: Board;
  readonly tickets: Tickets;
  readonly random: Randomness;
  readonly saveFile: SaveFile;
  readonly now: () => Date;
  readonly written: Pick<WrittenSecrets, 'holds'>;
}

const integrityDays = 3650;

/** The answers and material of the seven steps, and what was read of the connected chip. */
export class WizardService {
  readonly #parts: WizardParts;
  /** Changes of the material run one after the other, in the order in which they were asked for. */
  readonly #inTurn = inTurn();

  constructor(parts: WizardParts) {
    this.#parts = parts;
  }

  async view(): Promise<Result<WizardView>> {
    return ok(viewWizard(this.#parts.state, await this.#snapshot(), this.#parts.now(), this.#parts.board.knowledge.lastContents()));
  }

  /** Reads what these objects contain, if they are open and not secret. Objects that cannot be read are left out. */
  async look(ids: readonly string[]): Promise<Result<{ done: true }>> {
    const { board, written } = this.#parts;
    const snapshot = await this.#snapshot();
    const asked = new Set(ids);
    const wanted = [...(snapshot?.objects.values() ?? [])].filter((object) => snapshot !== undefined && asked.has(formatOid(object.id)) && mayBeRead(object, snapshot) && !written.holds(snapshot.uid.chipId, object.id));
    const read = wanted.length === 0 ? ok(undefined) : await board.knowledge.contents('Reading what the objects hold', wanted.map(({ id }) => id));
    return read.ok ? ok({ done: true }) : read;
  }

  /** Takes answers, and converts their object ids to ids of the catalogue. If one is not in the catalogue, all answers are refused. */
  async answer(changes: Partial<WrittenAnswers>): Promise<Result<WizardView>> {
    const read = readAnswers(changes);
    if (!read.ok) return read;
    await this.#parts.state.answer(read.value);
    return this.view();
  }

  material(slotName: 'device' | 'integrity', ticket: string, password: string | undefined): Promise<Result<WizardView>> {
    return this.#change(async () => {
      const placed = await this.#place(slotName, ticket, password);
      if (placed.ok && slotName === 'device') this.#parts.state.pairs.release();
      return placed;
    });
  }

  /** @returns the view after the change */
  async #change(make: () => Promise<Result<void>>): Promise<Result<WizardView>> {
    const made = await this.#inTurn(make);
    return made.ok ? this.view() : made;
  }

  async #place(slotName: 'device' | 'integrity', ticket: string, password?: string): Promise<Result<void>> {
    const opened = this.#parts.tickets.openSecret(ticket);
    if (!opened.ok) return opened;
    const { name, bytes } = opened.value;
    const aes = slotName === 'device' ? readAes(bytes, name) : undefined;
    if (aes?.ok === true) {
      this.#parts.state.device.setAes({ key: aes.value, file: name });
    } else {
      const found = await openMaterial(bytes, { file: name, ...(password === undefined ? {} : { password }) });
      if (!found.ok) return aes ?? found;
      const placed = place(this.#parts.state[slotName], found.value, name);
      if (!placed.ok) return placed;
    }
    if (slotName === 'device') await this.#followKey();
    return ok(undefined);
  }

  /** Groups files that belong together. The files are not used yet. */
  sort(tickets: readonly string[]): Promise<Result<MaterialGroup[]>> {
    return this.#sorted(tickets, viewSorted);
  }

  /** Begins with a folder of pairs: the first pair goes into the device's slot. */
  pairs(tickets: readonly string[]): Promise<Result<WizardView>> {
    return this.#change(async () => {
      const { state } = this.#parts;
      const integrity = state.integrity.key?.key.publicKey;
      const signs = ({ files }: SortedFiles): boolean => integrity !== undefined && files.some(({ keys }) => keys.some(({ publicKey }) => samePublicKey(publicKey, integrity)));
      const begun = await this.#sorted(tickets, (sorted) => state.pairs.begin(sorted, signs));
      return begun.ok ? this.#placePair(undefined) : begun;
    });
  }

  /** Puts the next waiting pair, or the named one, into the device's slot. If there is none, the slot is emptied. */
  nextPair(id?: string): Promise<Result<WizardView>> {
    return this.#change(() => this.#placePair(id));
  }

  async #placePair(id: string | undefined): Promise<Result<void>> {
    const { state } = this.#parts;
    const pair = state.pairs.find(id);
    if (pair === undefined && id !== undefined) return err(fault('wizard/no-pair', { id }));
    state.pairs.release();
    state.device.clear();
    for (const { ticket } of pair?.files ?? []) {
      const placed = await this.#place('device', ticket);
      if (!placed.ok) return placed;
    }
    if (pair !== undefined) state.pairs.take(pair.id);
    return ok(undefined);
  }

  clearPairs(): Promise<Result<WizardView>> {
    return this.#change(async () => ok(this.#parts.state.pairs.clear()));
  }

  async #sorted<T>(tickets: readonly string[], use: (sorted: readonly SortedFiles[]) => T): Promise<Result<T>> {
    const files: { ticket: string; name: string; bytes: Uint8Array }[] = [];
    for (const ticket of tickets) {
      const opened = this.#parts.tickets.openSecret(ticket);
      if (!opened.ok) return opened;
      files.push({ ticket, ...opened.value });
    }
    const sorted = await sortFiles(files);
    const used = use(sorted);
    wipeSorted(sorted);
    return ok(used);
  }

  /** Called when the key does not fit the chosen target. Chooses the first target that fits, with a usage for this kind of key. */
  async #followKey(): Promise<void> {
    const { state } = this.#parts;
    const { algorithm } = state.device;
    if (algorithm === undefined) return;
    const aes = algorithm.startsWith('aes');
    if (aes !== state.answers.keyUsage.includes('encryption')) {
      await state.answer({ keyUsage: aes ? ['encryption'] : usualKeyUsage() });
    }
    const snapshot = await this.#snapshot();
    const fit = new Set(targetChoices(resolvedOn(state, snapshot), snapshot, algorithm).flatMap(({ id, unfit }) => (unfit === undefined ? [id] : [])));
    const takes = offered.targets.filter((id) => algorithmsOf(id).includes(algorithm));
    if (takes.includes(state.answers.target) && fit.has(formatOid(state.answers.target))) return;
    const target = takes.find((id) => fit.has(formatOid(id))) ?? takes[0];
    if (target !== undefined) await state.answer({ target });
  }

  /** Makes a P-256 key and its certificate, and saves them for the user, because later updates must be signed with the key. */
  makeIntegrity(): Promise<Result<WizardView>> {
    return this.#change(() => this.#makeIntegrity());
  }

  async #makeIntegrity(): Promise<Result<void>> {
    const { state, random, now, saveFile } = this.#parts;
    const { key, certificate } = await makePair('secp256r1', 'CN=Trust Bench integrity key', { days: integrityDays, now: now(), random });
    // The text is a string, which cannot be wiped, but its bytes can.
    const bytes = utf8(encodePrivateKeyPem(key));
    const saved = await saveFile('integrity-key.pem', bytes, { secret: true });
    bytes.fill(0);
    if (!saved.ok) return (key.secret.wipe(), saved);
    const savedCertificate = await saveFile('integrity-certificate.pem', utf8(encodePem('CERTIFICATE', certificate.der)));
    if (!savedCertificate.ok) return (key.secret.wipe(), savedCertificate);
    state.integrity.setKey({ key, file: saved.value.name });
    state.integrity.certificate = { certificate, file: savedCertificate.value.name };
    const where = `${saved.value.name} and ${savedCertificate.value.name} are in ${saved.value.folder}.`;
    state.notes = [`New integrity key: ${where} Keep the key safe: every later update of this chip must be signed with it.`];
    return ok(undefined);
  }

  secret(ticket: string): Promise<Result<WizardView>> {
    return this.#change(async () => {
      const opened = this.#parts.tickets.openSecret(ticket);
      if (!opened.ok) return opened;
      const secret = parseSecret(opened.value.bytes, opened.value.name);
      return secret.ok ? ok(this.#parts.state.setSecret({ secret: secret.value, file: opened.value.name })) : secret;
    });
  }

  makeSecret(): Promise<Result<WizardView>> {
    return this.#change(async () => {
      const made = await makeSecret(this.#parts);
      return made.ok ? ok(this.#parts.state.setSecret(made.value)) : made;
    });
  }

  clear(slot: 'device' | 'integrity' | 'secret'): Promise<Result<WizardView>> {
    return this.#change(async () => {
      const { state } = this.#parts;
      if (slot === 'secret') state.clearSecret();
      else state[slot].clear();
      if (slot === 'device') state.pairs.release();
      return ok(undefined);
    });
  }

  reset(): Promise<Result<WizardView>> {
    return this.#change(async () => ok(await this.#parts.state.reset()));
  }

  /** Returns what the wizard needs of the connected chip, reading it if necessary; undefined without a board. */
  async #snapshot(): Promise<ChipSnapshot | undefined> {
    const { board } = this.#parts;
    const here = board.chip();
    if (!here.ok) return board.knowledge.lastConditions();
    const read = await board.knowledge.conditions('Reading what the chip holds', offeredOn(here.value.uid.family));
    return read.ok ? read.value : undefined;
  }
}

function place(slot: Slot, { keys, certificates }: Material, file: string): Result<void> {
  const [key] = keys;
  if (keys.length > 1) {
    for (const one of keys) one.secret.wipe();
    return err(fault('key/several', { file, count: keys.length }));
  }
  const chosen = chooseCertificate(key ?? slot.key?.key, certificates, file);
  if (!chosen.ok) return (key?.secret.wipe(), chosen);
  const certificate = chosen.value;
  if (key !== undefined) slot.setKey({ key, file });
  if (certificate !== undefined) slot.certificate = { certificate, file, unused: unusedBeside(certificate, certificates) };
  return ok(undefined);
}

/** Chooses among the certificates of a file: the one of the key, otherwise the one that issued none of the others. */
function chooseCertificate(key: PrivateKey | undefined, certificates: readonly Certificate[], file: string): Result<Certificate | undefined> {
  const own = key === undefined ? ok(undefined) : ownCertificate(key, certificates, file);
  if (!own.ok || own.value !== undefined || certificates.length === 0) return own;
  const found = findLeaf(certificates, file);
  return found.ok ? ok(found.value.leaf) : found;
}

/** Subjects of the other certificates, each certificate once. */
const unusedBeside = ({ fingerprint }: Certificate, certificates: readonly Certificate[]): string[] => [
  ...new Map(certificates.filter((one) => one.fingerprint !== fingerprint).map((one) => [one.fingerprint, one.subject])).values(),
];

/** Reads everything that the wizard's plan needs. */
export const readWizardChip = ({ chip, identity }: Work): Promise<Result<ChipSnapshot>> => readConditions(chip, identity, offeredOn(identity.uid.family));

/** Completes the answers for a chip. */
const resolvedOn = ({ answers }: WizardState, snapshot: ChipSnapshot | undefined): ResolvedAnswers =>
  resolveAnswers(answers, snapshot?.objects.get(answers.target)?.metadata ?? []);

/** Makes the plan from the answers and the material. If problems are open, fails with the first one. */
export const planOfWizard = (state: WizardState, snapshot: ChipSnapshot, random: Randomness): Promise<Result<PlanWithMaterials>> =>
  planOfAnswers(resolvedOn(state, snapshot), state, snapshot, { random, signerOf: keyFileSigner });
