import type { Clock, Randomness } from '../../../core/bridge/bytePort.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { compareChips, isSame } from '../../../core/chip/exchange/compare.ts';
import { encodeConfigurator } from '../../../core/chip/exchange/configurator.ts';
import type { ChipFile } from '../../../core/chip/exchange/readChipFile.ts';
import { encodeVendorJson } from '../../../core/chip/exchange/vendorJson.ts';
import { givesSecret, readObjectsOf, readWholeChip, type WholeChip } from '../../../core/chip/exchange/wholeChip.ts';
import type { ComparedView, ExportView, ImportView } from '../../../core/contract/wholeChip.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { allFrom } from '../../../core/plan/planWithMaterials.ts';
import { planImport, type Import } from '../../../core/plan/importPlan.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { readChipBytes } from '../../files/archive/chipFile.ts';
import { openAll, type Tickets } from '../../files/tickets.ts';
import { zipOf } from '../../../core/bytes/zip.ts';
import type { SaveFile } from '../../ports.ts';
import type { Board } from '../../board/board.ts';
import type { WrittenSecrets } from '../material/index.ts';
import type { PlanService } from '../run/index.ts';

export interface WholeChipParts {
  readonly board: Board;
  readonly tickets: Tickets;
  readonly plans: Pick<PlanService, 'sources'>;
  readonly saveFile: SaveFile;
  readonly random: Randomness;
  readonly written: WrittenSecrets;
  readonly clock: Clock;
}

/** Exports a whole chip to a file, imports a file as a plan, and compares the chip with a file. */
export class WholeChipService {
  readonly #parts: WholeChipParts;

  constructor(parts: WholeChipParts) {
    this.#parts = parts;
  }

  async export(as: 'json' | 'otc'): Promise<Result<ExportView>> {
    const whole = await this.#read('Reading the whole chip');
    if (!whole.ok) return whole;
    const { snapshot, leftOut } = whole.value;
    const name = `chip-${snapshot.uid.chipId}`;
    const how = { secret: givesSecret(snapshot) || [...snapshot.objects.keys()].some((id) => this.#holds(whole.value, id)) };
    const saved =
      as === 'json'
        ? await this.#parts.saveFile(`${name}.json`, utf8(encodeVendorJson(snapshot)), how)
        : await this.#parts.saveFile(`${name}-configurator.zip`, zipOf(encodeConfigurator(snapshot).map(({ name, text }) => ({ name, bytes: utf8(text) }))), how);
    if (!saved.ok) return saved;
    return ok({ ...saved.value, leftOut: leftOut.map(({ id, name: object, why }) => ({ id: formatOid(id), name: object, why })) });
  }

  async import(ticket: string, beside: readonly string[] = []): Promise<Result<ImportView>> {
    const file = await this.#file(ticket, beside);
    if (!file.ok) return file;
    const { random, clock, plans } = this.#parts;
    const whole = await this.#parts.board.run('Comparing the chip with the file', ({ chip, identity }) => readObjectsOf(chip, identity, file.value));
    if (!whole.ok) return whole;
    const made = await planImport(file.value, whole.value.snapshot, { random, clock });
    const view = { file: file.value.file, objects: viewImported(made) };
    if (made.plan === undefined) return ok(view);
    const plan = await plans.sources.fromMade({ plan: made.plan, materials: new Map(), files: allFrom(made.plan, file.value.file), warnings: refusals(made) });
    return plan.ok ? ok({ ...view, plan: plan.value }) : plan;
  }

  async compare(ticket: string, beside: readonly string[] = []): Promise<Result<ComparedView[]>> {
    const file = await this.#file(ticket, beside);
    if (!file.ok) return file;
    const whole = await this.#read('Comparing the chip with the file');
    if (!whole.ok) return whole;
    return ok(
      compareChips(whole.value.snapshot.objects.values(), file.value.objects).map((object) => ({
        ...object,
        id: formatOid(object.id),
        // Telling where the contents differ would reveal a secret byte by byte.
        ...(this.#holds(whole.value, object.id) ? { firstDifference: undefined } : {}),
        same: isSame(object),
        notes: [...(object.notes ?? [])],
        metadata: object.metadata.map(({ field, left = null, right = null }) => ({ field, left, right })),
      })),
    );
  }

  /** Whether the object's content is a secret that the user gave to this program and that this program wrote. */
  #holds({ snapshot }: WholeChip, id: Oid): boolean {
    return this.#parts.written.holds(snapshot.uid.chipId, id, snapshot.objects.get(id)?.data);
  }

  /** Reads a chip's file. @param beside the .dat files of the Configurator's XML, when they are separate files */
  async #file(ticket: string, beside: readonly string[]): Promise<Result<ChipFile>> {
    const opened = this.#parts.tickets.open(ticket);
    if (!opened.ok) return opened;
    const files = openAll(this.#parts.tickets, beside);
    return files.ok ? readChipBytes(opened.value.bytes, opened.value.name, files.value) : files;
  }

  #read(activity: string): Promise<Result<WholeChip>> {
    return this.#parts.board.run(activity, ({ chip, identity }) => readWholeChip(chip, identity));
  }
}

const viewImported = ({ objects }: Import): ImportView['objects'] =>
  objects.map(({ id, name, state, does, why }) => ({ id: formatOid(id), name, state, does: [...does], why: [...why] }));

/** Says for the review, object by object, what the plan leaves out. */
const refusals = ({ objects }: Import): string[] =>
  objects.filter(({ state }) => state === 'refused').map(({ id, why }) => `${formatOid(id)} stays as it is: ${why.join(' ')}`);
