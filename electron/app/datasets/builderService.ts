import { toHexWords } from '../../../core/bytes/hex.ts';
import type { BuildForm, BuildSlot, BuildView, DataSetView } from '../../../core/contract/datasets.ts';
import { findKey } from '../../../core/content/keyText.ts';
import { bytesOfText } from '../../../core/content/textBytes.ts';
import { decodeText } from '../../../core/keys/fileItems.ts';
import { formatOid, parseOid, type Oid } from '../../../core/objects/oid.ts';
import type { GivenSecret } from '../../../core/plan/wizard/material.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, must, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { buildDataSet } from '../../../core/update/dataSet.ts';
import { parseManifest } from '../../../core/update/manifest.ts';
import { keyAlgorithmOf } from '../../../core/update/payload.ts';
import type { Board } from '../../board/board.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { SaveFile } from '../../ports.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import { faultView } from '../faultView.ts';
import { firstForm, readForm, type CompleteForm, type ReadForm } from './buildForm.ts';
import { holdSet } from './openDataSet.ts';
import { makeSecret, parseSecret, isAes, readAnyKey, viewAnyKey, type AnyKey } from '../material/index.ts';
import { readStudioChip, type StudioChip } from './studioChip.ts';
import { predictionOf, type PredictionParts } from './studioPrediction.ts';
import type { StudioService } from './studioService.ts';
import { anchorChoices, firstTargetFor, secretChoices, targetChoices } from './buildChoices.ts';

export interface BuilderParts extends PredictionParts {
  readonly board: Board;
  readonly studio: StudioService;
  readonly tickets: Tickets;
  readonly saveFile: SaveFile;
}

/** Maximum number of bytes in a field, more than any object of the chip has. */
const textLimit = 6_000;

const build = ({ content, signer }: CompleteForm) => buildDataSet({ ...content, signer: keyFileSigner(signer) });

/** The form for building data sets. Keys and the secret stay in the main process. */
export class BuilderService {
  readonly #parts: BuilderParts;
  #form: BuildForm = firstForm;
  #key: AnyKey | undefined;
  #signer: AnyKey | undefined;
  #secret: GivenSecret | undefined;
  /** The latest request for each slot. The material of an earlier one that is still being opened is not used. */
  readonly #latest = new Map<BuildSlot, object>();

  constructor(parts: BuilderParts) {
    this.#parts = parts;
  }

  async view(): Promise<Result<BuildView>> {
    const chip = await this.#chip();
    const read = this.#read(chip);
    const { target, version, problems, complete } = read;
    const built = complete === undefined ? undefined : await build(complete);
    const manifest = built?.ok === true ? must(parseManifest(built.value.manifest)) : undefined;
    const secret = complete?.content.confidentiality === undefined ? undefined : this.#secret?.secret;
    const prediction = built?.ok === true && manifest !== undefined && chip !== undefined ? await predictionOf({ dataSet: built.value, manifest, secret }, chip, this.#parts) : undefined;
    const view: BuildView = {
      form: this.#form,
      ...(version === undefined ? {} : { version }),
      ...(this.#key && { key: viewAnyKey(this.#key) }),
      ...(this.#signer && { signer: viewAnyKey(this.#signer) }),
      ...(this.#secret && { secret: { id: 'secret', file: this.#secret.file, length: this.#secret.secret.length } }),
      problems: [...problems, ...(built?.ok === false ? [{ field: 'signer', fault: built.fault }] : [])].map(({ field, fault: wrong }) => ({ field, fault: faultView(wrong) })),
      warnings: built?.ok === true ? built.value.warnings.map(sayLine) : [],
      targets: targetChoices(this.#form.kind, this.#key && keyAlgorithmOf(this.#key.key), chip, target),
      anchors: anchorChoices(chip),
      secrets: secretChoices(chip),
      ...(built?.ok === true && manifest !== undefined
        ? { size: { payload: manifest.payloadLength, manifest: built.value.manifest.length, fragments: built.value.fragments.length } }
        : {}),
      ...(chip && { chip: { chipId: chip.chipId, componentId: chip.componentId } }),
      ...(prediction === undefined ? {} : { prediction }),
    };
    if (built?.ok === true) for (const fragment of built.value.fragments) fragment.fill(0);
    return ok(view);
  }

  async change(part: Partial<BuildForm>): Promise<Result<BuildView>> {
    this.#form = { ...this.#form, ...part };
    if (part.unicast === true && this.#form.componentId === '') await this.#fillComponentId();
    return this.view();
  }

  /** Sets the component id, because the data set is for this chip only. */
  async #fillComponentId(): Promise<void> {
    const chip = await readStudioChip(this.#parts.board, []);
    // The user may have typed an id meanwhile, or begun the form again.
    if (chip !== undefined && this.#form.unicast && this.#form.componentId === '') this.#form = { ...this.#form, componentId: chip.componentId };
  }

  async give(slot: BuildSlot, ticket: string, password: string | undefined): Promise<Result<BuildView>> {
    const shown = slot === 'data' || slot === 'metadata';
    const file = shown ? this.#parts.tickets.open(ticket) : this.#parts.tickets.openSecret(ticket);
    if (!file.ok) return file;
    const { bytes, name } = file.value;
    if (slot === 'secret') {
      const secret = parseSecret(bytes, name);
      if (!secret.ok) return secret;
      this.#request(slot);
      this.#setSecret({ secret: secret.value, file: name });
      return this.view();
    }
    if (shown) return this.#text(slot, bytes, name);
    const isLatest = this.#request(slot);
    const key = await readAnyKey(bytes, name, password, slot === 'key');
    if (!key.ok) return key;
    if (!isLatest()) key.value.key.secret.wipe();
    else if (slot === 'signer') this.#setSigner(key.value);
    else this.#setKey(key.value);
    return this.view();
  }

  async makeSecret(): Promise<Result<BuildView>> {
    const isLatest = this.#request('secret');
    const made = await makeSecret(this.#parts);
    if (!made.ok) return made;
    if (isLatest()) this.#setSecret(made.value);
    else made.value.secret.wipe();
    return this.view();
  }

  /** Builds and signs the data set. The inspector then shows it, checked with its own inputs. */
  async build(): Promise<Result<DataSetView>> {
    const read = this.#read(await this.#chip());
    const { complete } = read;
    if (complete === undefined) return err(read.problems[0]?.fault ?? fault('wizard/missing', { what: 'An entry', todo: 'Check the form.' }));
    const { content } = complete;
    const built = await build(complete);
    if (!built.ok) return built;
    const set = holdSet(built.value, `${formatOid(content.target)} version ${content.payloadVersion}`);
    if (!set.ok) return set;
    const [signer, key, secret] = [this.#signer?.certificate, this.#form.kind === 'key' ? this.#key : undefined, this.#secret];
    if (signer !== undefined) set.value.certificate = { certificate: signer, file: this.#signer?.file ?? '' };
    if (key?.certificate !== undefined) set.value.proof = { certificate: key.certificate, file: key.file };
    if (secret !== undefined && content.confidentiality !== undefined) set.value.secret = { secret: secret.secret.copy(), file: secret.file };
    return this.#parts.studio.hold(set.value);
  }

  /** Returns the inputs of a series: everything except the component id. */
  async template(): Promise<Result<CompleteForm>> {
    const { complete, problems } = this.#read(await this.#chip(), { ...this.#form, unicast: false });
    return complete === undefined ? err(problems[0]?.fault ?? fault('wizard/missing', { what: 'An entry', todo: 'Check the form.' })) : ok(complete);
  }

  /** @returns whether this is still the latest request for the slot */
  #request(slot: BuildSlot): () => boolean {
    const mine = {};
    this.#latest.set(slot, mine);
    return () => this.#latest.get(slot) === mine;
  }

  forget(): void {
    this.#latest.clear();
    this.#key?.key.secret.wipe();
    this.#signer?.key.secret.wipe();
    this.#secret?.secret.wipe();
    [this.#key, this.#signer, this.#secret, this.#form] = [undefined, undefined, undefined, firstForm];
  }

  #read(chip: StudioChip | undefined, form = this.#form): ReadForm {
    const material = { key: this.#key, signer: this.#signer, secret: this.#secret };
    return readForm(form, material, chip, (length) => this.#parts.random(length));
  }

  #chip(): Promise<StudioChip | undefined> {
    const { target, trustAnchor, confidential, secretObject } = this.#form;
    const ids = [target, trustAnchor, ...(confidential ? [secretObject] : [])].map(parseOid);
    return readStudioChip(this.#parts.board, [...new Set(ids.flatMap((read): Oid[] => (read.ok ? [read.value] : [])))]);
  }

  #setKey(key: AnyKey): void {
    this.#key?.key.secret.wipe();
    this.#key = key;
    const target = firstTargetFor(keyAlgorithmOf(key.key), this.#form.target);
    const usage: BuildForm['usage'] = isAes(key.key) ? ['encryption'] : ['authentication', 'signature'];
    this.#form = { ...this.#form, kind: 'key', target, ...(isAes(key.key) === this.#form.usage.includes('encryption') ? {} : { usage }) };
  }

  #setSigner(signer: AnyKey): void {
    this.#signer?.key.secret.wipe();
    this.#signer = signer;
  }

  #setSecret(secret: GivenSecret): void {
    this.#secret?.secret.wipe();
    this.#secret = secret;
    this.#form = { ...this.#form, confidential: true };
  }

  /**
   * Puts a file's content into its field as hexadecimal text. For a text file, this is the bytes that the text describes, or its
   * characters if the user chose that.
   */
  #text(slot: 'data' | 'metadata', bytes: Uint8Array, file: string): Promise<Result<BuildView>> {
    if (bytes.length > textLimit) return Promise.resolve(err(fault('file/too-large', { file, bytes: bytes.length, limit: textLimit })));
    // The window shows typed text, but must never show a private key.
    if (findKey(bytes) !== undefined) {
      const todo = 'Choose “Key” as the payload.';
      return Promise.resolve(err(fault('update/bad-option', { option: slot, why: `${file} holds a private key, which is never shown.`, todo })));
    }
    const text = slot === 'data' && this.#form.dataFormat === 'ascii' ? undefined : decodeText(bytes);
    const read = text === undefined ? undefined : bytesOfText(text, file);
    if (read?.ok === false) return Promise.resolve(read);
    const hex = toHexWords(read?.value.bytes ?? bytes);
    return this.change(slot === 'data' ? { kind: 'data', data: hex, dataFormat: 'hex' } : { kind: 'metadata', metadata: hex });
  }
}
