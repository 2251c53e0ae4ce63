import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { Secret, wipedAfter } from '../../../core/bytes/secret.ts';
import { chipsToExport, exportSecrets } from '../../../core/bundle/exportSecrets.ts';
import { listCsv } from '../../../core/bundle/listCsv.ts';
import { parseChipId } from '../../../core/bundle/names.ts';
import type { Verdict } from '../../../core/bundle/verdict.ts';
import { parseCertificates } from '../../../core/certificates/material.ts';
import type { Certificate } from '../../../core/certificates/certificate.ts';
import type { RecordState } from '../../../core/contract/records.ts';
import type { AnchorView, ChipVerdict, ReelProgress, ReelView } from '../../../core/contract/reels.ts';
import type { ReplyOf, RequestOf } from '../../../core/contract/operations.ts';
import { decodeText } from '../../../core/keys/fileItems.ts';
import type { ChipId } from '../../../core/objects/uid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { openAll, type Tickets } from '../../files/tickets.ts';
import type { SaveFile, Saved } from '../../ports.ts';
import type { Board } from '../../board/board.ts';
import { openCertificates } from '../material/index.ts';
import { pinnedAnchors } from './anchors.ts';
import { encryptTo } from './ageExport.ts';
import { checkChip } from './checkChip.ts';
import { openReel, type OpenReel } from './openReel.ts';
import { anchorViewOf, reelViewOf, rowOf, waferOf } from './reelViews.ts';
import { verifyInWorker } from './verify.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import { sayVerdict } from './words.ts';

/** What the journal says about runs. */
export interface RecordedRuns {
  /** Number of runs that have ended while this program is open. */
  ended(): number;
  /** How the last run on each chip ended. */
  last(): Promise<ReadonlyMap<string, RecordState>>;
}

export interface ReelParts {
  readonly board: Board;
  readonly tickets: Tickets;
  readonly random: Randomness;
  readonly saveFile: SaveFile;
  readonly now: () => Date;
  readonly onProgress: (progress: ReelProgress) => void;
  readonly onChanged: (reels: ReelView[]) => void;
  readonly recorded: RecordedRuns;
}

/** The open reels of this session. When the program ends, nothing of them is kept. */
export class ReelService {
  readonly #parts: ReelParts;
  readonly #reels = new Map<string, OpenReel>();
  readonly #seen = new Map<string, Verdict>();
  readonly #verifying = new Map<OpenReel, AbortController>();
  #anchors: readonly Certificate[] = [];
  #opening: AbortController | undefined;
  #recorded: { readonly ended: number; readonly last: Promise<ReadonlyMap<string, RecordState>> } | undefined;

  constructor(parts: ReelParts) {
    this.#parts = parts;
  }

  list(): ReelView[] {
    return [...this.#reels].map(([id, opened]) => reelViewOf(id, opened));
  }

  async open(tickets: readonly string[]): Promise<Result<ReelView>> {
    const opened = await this.#openTickets(tickets);
    if (!opened.ok) return opened;
    const id = `${opened.value.reel.reelId}_${opened.value.reel.batch}`.toLowerCase();
    const before = this.#reels.get(id);
    const joined = before === undefined ? opened : before.joinedWith(opened.value);
    if (!joined.ok) return joined;
    if (before !== undefined) this.#stopVerifying(before);
    this.#reels.set(id, joined.value);
    this.#verify(joined.value);
    this.#recorded = undefined;
    return ok(reelViewOf(id, joined.value));
  }

  async #openTickets(tickets: readonly string[]): Promise<Result<OpenReel>> {
    const inputs = openAll(this.#parts.tickets, tickets);
    if (!inputs.ok) return inputs;
    this.#opening?.abort();
    const opening = new AbortController();
    this.#opening = opening;
    const opened = await openReel(inputs.value, { signal: opening.signal, onProgress: ({ archive, archives, files }) => this.#parts.onProgress({ archive, archives, files }) });
    if (this.#opening === opening) this.#opening = undefined;
    for (const ticket of tickets) this.#parts.tickets.forget(ticket);
    return opened;
  }

  /** Reads the results of this station's runs on the chips. They are read again after another run has ended. */
  #lastRuns(): Promise<ReadonlyMap<string, RecordState>> {
    const { recorded } = this.#parts;
    const ended = recorded.ended();
    if (this.#recorded?.ended !== ended) this.#recorded = { ended, last: recorded.last() };
    return this.#recorded.last;
  }

  cancel(): void {
    this.#opening?.abort();
  }

  async unlock({ id, transportKey, ticket }: RequestOf<'reels/unlock'>): Promise<Result<ReelView>> {
    const opened = this.#find(id);
    if (!opened.ok) return opened;
    const file = ticket === undefined ? undefined : this.#parts.tickets.open(ticket);
    if (file !== undefined && !file.ok) return file;
    const key = file === undefined ? transportKey : decodeText(file.value.bytes);
    const unlocked = await opened.value.unlock(key ?? '');
    if (ticket !== undefined) this.#parts.tickets.forget(ticket);
    return unlocked.ok ? ok(reelViewOf(id, opened.value)) : unlocked;
  }

  close(id: string): ReelView[] {
    const opened = this.#reels.get(id);
    if (opened !== undefined) this.#stopVerifying(opened);
    opened?.close();
    this.#reels.delete(id);
    for (const chipId of opened?.reel.ids ?? []) this.#seen.delete(chipId);
    return this.list();
  }

  /** Wipes every secret, and stops opening bundles. */
  closeAll(): void {
    this.cancel();
    for (const opened of this.#reels.values()) {
      this.#stopVerifying(opened);
      opened.close();
    }
    this.#reels.clear();
    this.#seen.clear();
  }

  async rows({ id, search, from, count }: RequestOf<'reels/rows'>): Promise<Result<ReplyOf<'reels/rows'>>> {
    const runs = await this.#lastRuns();
    const opened = this.#find(id);
    if (!opened.ok) return opened;
    const found = opened.value.reel.search(search);
    const rows = found.slice(from, from + count).map((chipId) => rowOf(opened.value.reel, chipId, { seen: this.#seen.get(chipId), run: runs.get(chipId) }));
    return ok({ total: found.length, rows });
  }

  wafer({ id, batch }: RequestOf<'reels/wafer'>): Result<ReplyOf<'reels/wafer'>> {
    const opened = this.#find(id);
    return opened.ok ? ok(waferOf(opened.value.reel, batch)) : opened;
  }

  where(text: string): ReplyOf<'reels/where'> {
    const chipId = parseChipId(text);
    const found = chipId.ok ? [...this.#reels].find(([, { reel }]) => reel.has(chipId.value)) : undefined;
    const reference = chipId.ok && [...this.#reels.values()].some(({ secrets }) => secrets.ok && secrets.value.has(chipId.value, 'auto'));
    return found === undefined ? { reference } : { id: found[0], reelId: found[1].reel.reelId, reference };
  }

  /** Copies a chip's authorization reference, only for the main process. The receiver wipes the copy. */
  referenceOf(chipId: ChipId): Result<Secret> {
    const holding = [...this.#reels.values()].filter(({ reel }) => reel.has(chipId));
    const opened = holding.find(({ secrets }) => secrets.ok && secrets.value.has(chipId, 'auto')) ?? holding.find(({ lock }) => lock === 'locked') ?? holding[0];
    if (opened === undefined) return err(fault('bundle/no-chip', { chipId, reel: this.#reels.size === 0 ? 'No reel is open, so nothing' : 'Every open reel' }));
    const { secrets } = opened;
    return secrets.ok ? secrets.value.open(chipId, 'auto', (bytes) => new Secret(bytes.slice())) : secrets;
  }

  verdict(): Promise<Result<ChipVerdict>> {
    const { board, random, now } = this.#parts;
    return board.run('Checking where the chip is from', async ({ chip, identity }) => {
      const reels = [...this.#reels.values()].map(({ reel }) => reel);
      const checked = await checkChip({ chip, identity, reels, anchors: this.#anchors, now: now(), random, simulated: isSimulated(board.state.path ?? ''), onShown: (key, publicKey) => board.knowledge.keys.show(key, publicKey) });
      if (!checked.ok) return checked;
      const { chipId, verdict, checks, reel } = checked.value;
      this.#seen.set(chipId, verdict);
      const says = sayVerdict(verdict, reels.length, reel?.reelId);
      return ok({ chipId, verdict, says, checks: [...checks], ...(reel === undefined ? {} : { reel: reel.reelId }) });
    });
  }

  anchors(): AnchorView[] {
    const pinned = pinnedAnchors().filter(({ role }) => role === 'root');
    return [...pinned.map(({ certificate }) => anchorViewOf(certificate, true)), ...this.#anchors.map((certificate) => anchorViewOf(certificate, false))];
  }

  /** Trusts the CA certificates of a file during this session. */
  async addAnchor(ticket: string): Promise<Result<AnchorView[]>> {
    const file = this.#parts.tickets.open(ticket);
    if (!file.ok) return file;
    const { name } = file.value;
    const certificates = parseCertificates(await openCertificates(file.value.bytes, name), name);
    if (!certificates.ok) return certificates;
    const added = certificates.value.filter(({ isCa }) => isCa);
    // The ticket stays valid, because a certificate that is not an anchor may be used elsewhere in the window.
    if (added.length === 0) return err(fault('certificate/none', { file: name, found: 'a file without a CA certificate' }));
    this.#parts.tickets.forget(ticket);
    const known = new Set(this.#anchors.map(({ fingerprint }) => fingerprint));
    this.#anchors = [...this.#anchors, ...added.filter(({ fingerprint }) => !known.has(fingerprint))];
    this.#verifyAll();
    return ok(this.anchors());
  }

  forgetAnchors(): AnchorView[] {
    this.#anchors = [];
    this.#verifyAll();
    return this.anchors();
  }

  async exportList(id: string): Promise<Result<Saved>> {
    const opened = this.#find(id);
    if (!opened.ok) return opened;
    const runs = await this.#lastRuns();
    const text = listCsv(opened.value.reel, (chipId) => [this.#seen.get(chipId), runs.get(chipId)].filter((state) => state !== undefined).join(' '));
    return this.#parts.saveFile(`reel-${opened.value.reel.reelId}.csv`, utf8(text));
  }

  async exportSecrets({ id, as, chipId, recipient, typedReel }: RequestOf<'reels/export-secrets'>): Promise<Result<Saved>> {
    const opened = this.#find(id);
    if (!opened.ok) return opened;
    const { reel, secrets } = opened.value;
    if (recipient === undefined && typedReel?.trim().toLowerCase() !== reel.reelId.toLowerCase()) {
      return err(fault('bundle/not-confirmed', { words: `type the reel's id, ${reel.reelId}` }));
    }
    if (!secrets.ok) return secrets;
    const one = chipId === undefined ? undefined : parseChipId(chipId);
    if (one !== undefined && !one.ok) return one;
    const chips = one === undefined ? chipsToExport(as, reel.reelId, secrets.value) : ok([one.value]);
    if (!chips.ok) return chips;
    const text = exportSecrets(as, chips.value, secrets.value);
    if (!text.ok) return text;
    const ending = `${as === 'header' ? 'h' : as}${recipient === undefined ? '' : '.age'}`;
    return wipedAfter(text.value, async () => {
      const bytes = recipient === undefined ? ok(text.value.bytes) : await encryptTo(recipient, text.value.bytes);
      return bytes.ok ? await this.#parts.saveFile(`secrets-${one?.value ?? reel.reelId}.${ending}`, bytes.value, { secret: true }) : bytes;
    });
  }

  showSecret({ id, chipId, kind }: RequestOf<'reels/show-secret'>): Result<{ hex: string }> {
    const opened = this.#find(id);
    if (!opened.ok) return opened;
    const { secrets } = opened.value;
    const chip = parseChipId(chipId);
    if (!secrets.ok) return secrets;
    if (!chip.ok) return chip;
    const hex = secrets.value.open(chip.value, kind, toHex);
    return hex.ok ? ok({ hex: hex.value }) : hex;
  }

  #verifyAll(): void {
    for (const opened of this.#reels.values()) this.#verify(opened);
    // Earlier results for the certificates no longer count.
    if (this.#reels.size > 0) this.#parts.onChanged(this.list());
  }

  #stopVerifying(opened: OpenReel): void {
    this.#verifying.get(opened)?.abort();
    this.#verifying.delete(opened);
  }

  /** Verifies the certificates in the background, so that the reel can be used meanwhile. */
  #verify(opened: OpenReel): void {
    this.#stopVerifying(opened);
    const stop = new AbortController();
    this.#verifying.set(opened, stop);
    opened.verified = undefined;
    void verifyInWorker(opened.tables, this.#anchors, this.#parts.now(), stop.signal).then((verified) => {
      if (stop.signal.aborted) return;
      this.#verifying.delete(opened);
      opened.verified = verified;
      this.#parts.onChanged(this.list());
    });
  }

  #find(id: string): Result<OpenReel, 'bundle/closed'> {
    const opened = this.#reels.get(id);
    return opened === undefined ? err(fault('bundle/closed', { reel: id })) : ok(opened);
  }
}
