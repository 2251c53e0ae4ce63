import { parseCertificateFile } from '../../../core/certificates/material.ts';
import { unwrapCertificate } from '../../../core/certificates/identity.ts';
import { parseCertificate } from '../../../core/certificates/certificate.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import type { DataSetView, SetExport } from '../../../core/contract/datasets.ts';
import type { RequestOf } from '../../../core/contract/operations.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import { algorithmNames, keyUsages } from '../../../core/objects/codes.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import type { Step } from '../../../core/plan/step.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, must, ok, type Result } from '../../../core/result/result.ts';
import { checkDataSet } from '../../../core/update/checkDataSet.ts';
import { decodeKeyPayload } from '../../../core/update/payload.ts';
import type { Board } from '../../board/board.ts';
import { openAll, type Tickets } from '../../files/tickets.ts';
import type { SaveFile, Saved } from '../../ports.ts';
import { dataSetPlan } from './dataSetPlan.ts';
import { forgetSet, openSet, type OpenDataSet } from './openDataSet.ts';
import type { GivenCertificate } from '../../../core/plan/wizard/material.ts';
import { openCertificates, parseSecret } from '../material/index.ts';
import { exportSet } from './dataSetExport.ts';
import { viewSet } from './dataSetView.ts';
import { decisive, readStudioChip } from './studioChip.ts';
import { predictionOf, type PredictionParts } from './studioPrediction.ts';
import type { PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';

export type MadePlan = PlanWithMaterials & { readonly warnings: readonly string[] };

/** Rehearses a plan and shows its review. */
export interface Reviewing {
  fromMade(made: MadePlan): Promise<Result<PlanView>>;
}

export interface StudioParts extends PredictionParts {
  readonly board: Board;
  readonly tickets: Tickets;
  readonly saveFile: SaveFile;
  readonly now: () => Date;
  readonly plans: Reviewing;
}

type Check = Omit<RequestOf<'datasets/check'>, 'id'>;

/** Maximum number of data sets in memory. The oldest one is dropped first. */
const setsAtMost = 16;
const proofKeyName = 'AES key of the data set';

/** The inspector: shows data sets that were opened or built, what they contain, and their targets. */
export class StudioService {
  readonly #parts: StudioParts;
  readonly #sets = new Map<string, OpenDataSet>();

  constructor(parts: StudioParts) {
    this.#parts = parts;
  }

  /** Opens a data set. @param others files with the fragments, when the first file is only the manifest */
  async open(ticket: string, others: readonly string[] = []): Promise<Result<DataSetView>> {
    const file = this.#parts.tickets.open(ticket);
    if (!file.ok) return file;
    const fragments = openAll(this.#parts.tickets, others);
    if (!fragments.ok) return fragments;
    const set = openSet(file.value, ...fragments.value);
    return set.ok ? this.hold(set.value) : set;
  }

  /** Takes ownership of a data set. */
  hold(set: OpenDataSet): Promise<Result<DataSetView>> {
    this.#sets.set(set.id, set);
    for (const [id, old] of this.#sets) {
      if (this.#sets.size <= setsAtMost) break;
      forgetSet(old);
      this.#sets.delete(id);
    }
    return this.view(set.id);
  }

  async view(id: string): Promise<Result<DataSetView>> {
    const set = this.#find(id);
    if (!set.ok) return set;
    const { dataSet, manifest } = set.value;
    const chip = await readStudioChip(this.#parts.board, decisive(manifest));
    const prediction = chip === undefined ? undefined : await predictionOf({ dataSet, manifest, secret: openingSecret(set.value) }, chip, this.#parts);
    return ok(viewSet(set.value, this.#parts.now(), prediction));
  }

  /** Sets the inputs for checking a data set: the signer's certificate, the secret, the certificate of its key. */
  async check(id: string, { certificate, anchor, secret, proof, without }: Check): Promise<Result<DataSetView>> {
    const set = this.#find(id);
    if (!set.ok) return set;
    const read = certificate === undefined ? (anchor === true ? await this.#fromAnchor(set.value) : undefined) : await this.#certificate(certificate);
    if (read?.ok === false) return read;
    const proving = proof === undefined ? undefined : await this.#certificate(proof);
    if (proving?.ok === false) return proving;
    const file = secret === undefined ? undefined : this.#parts.tickets.open(secret);
    if (file?.ok === false) return file;
    const value = file === undefined ? undefined : parseSecret(file.value.bytes, file.value.name);
    if (value?.ok === false) return value;
    if (without !== undefined) takeAway(set.value, without);
    if (read !== undefined) set.value.certificate = read.value;
    if (proving !== undefined) set.value.proof = proving.value;
    if (file !== undefined && value !== undefined) {
      set.value.secret?.secret.wipe();
      set.value.secret = { secret: value.value, file: file.value.name };
    }
    return this.view(id);
  }

  async export(id: string, as: SetExport): Promise<Result<Saved>> {
    const set = this.#find(id);
    if (!set.ok) return set;
    const made = exportSet(set.value.dataSet, set.value.manifest, as);
    return made.ok ? this.#parts.saveFile(made.value.name, made.value.bytes, { secret: true }) : made;
  }

  /** Reviews the plan that sends the data set. If possible, the plan also proves the new key. */
  async plan(id: string): Promise<Result<PlanView>> {
    const set = this.#find(id);
    if (!set.ok) return set;
    const made = dataSetPlan(set.value.dataSet, set.value.file, openingSecret(set.value));
    if (!made.ok) return made;
    const proof = proofStep(set.value);
    const materials = new Map([...made.value.materials, ...(proof?.known === undefined ? [] : [[proofKeyName, proof.known] as const])]);
    const steps = [...made.value.plan.steps, ...(proof === undefined ? [] : [proof.step])];
    return this.#parts.plans.fromMade({ ...made.value, plan: { ...made.value.plan, steps }, materials });
  }

  forget(): void {
    for (const set of this.#sets.values()) forgetSet(set);
    this.#sets.clear();
  }

  #find(id: string): Result<OpenDataSet> {
    const set = this.#sets.get(id);
    return set === undefined ? err(fault('file/ticket-gone', { ticket: id })) : ok(set);
  }

  async #certificate(ticket: string): Promise<Result<GivenCertificate>> {
    const file = this.#parts.tickets.open(ticket);
    if (!file.ok) return file;
    const certificate = parseCertificateFile(await openCertificates(file.value.bytes, file.value.name), file.value.name);
    return certificate.ok ? ok({ certificate: certificate.value, file: file.value.name }) : certificate;
  }

  async #fromAnchor({ manifest }: OpenDataSet): Promise<Result<GivenCertificate>> {
    const object = formatOid(manifest.trustAnchor);
    const chip = await readStudioChip(this.#parts.board, [manifest.trustAnchor]);
    if (chip === undefined) return err(fault('plan/no-board', {}));
    const data = chip.object(manifest.trustAnchor)?.data;
    const inside = data === undefined ? undefined : unwrapCertificate(data, object);
    if (inside === undefined) return err(fault('identity/malformed', { object, why: 'The chip does not allow its content to be read.' }));
    if (!inside.ok) return inside;
    const certificate = parseCertificate(inside.value.certificates[0] as Uint8Array, object);
    return certificate.ok ? ok({ certificate: certificate.value, file: `${object} of the chip` }) : certificate;
  }
}

/** Returns a secret only if it decrypts the data set. */
function openingSecret({ dataSet, secret }: OpenDataSet): Secret | undefined {
  if (secret === undefined) return undefined;
  const { problems, payload } = must(checkDataSet(dataSet, { secret: secret.secret }));
  payload?.fill(0);
  return problems.some(({ code }) => code === 'update/wrong-secret') ? undefined : secret.secret;
}

function takeAway(set: OpenDataSet, what: NonNullable<Check['without']>): void {
  if (what === 'secret') set.secret?.secret.wipe();
  delete set[what];
}

/** Makes the step that proves, after sending, that the chip has the new key; undefined when no certificate or key can check that. */
function proofStep({ manifest, dataSet, proof, secret }: OpenDataSet): { readonly step: Step; readonly known?: Secret } | undefined {
  const { payload, target } = manifest;
  if (payload.kind !== 'key') return undefined;
  const id = 'prove';
  if (proof !== undefined) return { step: { id, kind: 'prove-key', key: target, certificate: proof.certificate.der } };
  const aes = algorithmNames.get(payload.algorithm)?.startsWith('aes') === true && keyUsages(payload.usage).includes('encryption');
  if (!aes) return undefined;
  const clear = must(checkDataSet(dataSet, secret === undefined ? {} : { secret: secret.secret })).payload;
  const key = clear === undefined ? undefined : decodeKeyPayload(payload.algorithm, clear);
  const known = key?.ok === true && key.value.kind === 'aes' ? new Secret(key.value.secret.slice()) : undefined;
  clear?.fill(0);
  return known === undefined ? undefined : { step: { id, kind: 'prove-aes', key: target, known: { kind: 'material', name: proofKeyName, length: known.length } }, known };
}
