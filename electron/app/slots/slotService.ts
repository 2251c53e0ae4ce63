import { realpath } from 'node:fs/promises';
import type { Clock } from '../../../core/bridge/bytePort.ts';
import type { PortView } from '../../../core/contract/board.ts';
import type { SlotsView, SlotView } from '../../../core/contract/slots.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { bindingOf } from '../../../core/slots/binding.ts';
import { checkName, findSlot, nameOf, placed, usualPlace, type SlotPlace } from '../../../core/slots/names.ts';
import type { PortHardware } from '../../../core/slots/hardware.ts';
import { resolveSlots, takenBy, type SlotBoard } from '../../../core/slots/resolve.ts';
import type { StationPort } from '../../serial/ports.ts';
import { faultView } from '../faultView.ts';
import { PortWatch } from './portWatch.ts';
import type { KeptSlot, SlotStore } from './slotStore.ts';
import { unlistedPort } from './stationPortList.ts';
import { waitForBoard } from './teachIn.ts';

export interface SlotParts {
  readonly store: SlotStore;
  readonly clock: Clock;
  /** Every port of the station. */
  readonly listPorts: () => Promise<readonly StationPort[]>;
  /** Whether a simulated board is plugged in. A real board is plugged in when its port is listed. */
  readonly isPlugged?: (path: string) => boolean;
  /** Whether a path may be a slot's port although the system does not list it. */
  readonly isAllowed?: (path: string) => boolean;
}

type Listener = (slots: SlotsView) => void;

interface Teaching {
  readonly number: number;
  isUnplugged: boolean;
  stop: () => void;
}

type NamedSlot = KeptSlot & { readonly name: string };
type Board = PortHardware & { readonly view: PortView };

const portOf = ({ view, hardware }: StationPort): Board => ({ ...hardware, view });
const named = (slots: readonly KeptSlot[]): NamedSlot[] => slots.map((slot) => ({ ...slot, name: nameOf(slot) }));

const viewSlot = (slot: NamedSlot, { port, fault: why }: SlotBoard<Board>): SlotView => ({
  ...slot,
  ...(port === undefined ? {} : { port: port.view }),
  ...(why === undefined ? {} : { fault: faultView(why) }),
});

/** The slots of this station: their boards, their present ports, and the teach-in of a slot. */
export class SlotService {
  readonly #parts: SlotParts;
  readonly #watch: PortWatch;
  readonly #told = new Set<Listener>();
  #last = '';
  /** Number of the latest view. An older one that is made longer is not told. */
  #views = 0;
  #teaching: Teaching | undefined;
  #fault: Fault | undefined;

  constructor(parts: SlotParts) {
    this.#parts = parts;
    this.#watch = new PortWatch(() => this.#pluggedPorts(), parts.clock);
  }

  /** Returns the slots with their present ports. */
  async list(): Promise<SlotsView> {
    const mine = ++this.#views;
    return this.#view(await this.#pluggedPorts(), mine);
  }

  /** Calls the listener when another call notices a change. Does not list the ports itself. */
  onChange(listener: Listener): () => void {
    this.#told.add(listener);
    return () => this.#told.delete(listener);
  }

  /** Watches about every second which boards are plugged in. Calls the listener once at the beginning and at each change. */
  watch(listener: Listener): () => void {
    let last = '';
    const tell = (slots: SlotsView): void => {
      const text = JSON.stringify(slots);
      if (text !== last) listener(slots);
      last = text;
    };
    const [off, end] = [this.onChange(tell), this.#watch.subscribe(async (ports) => tell(await this.#view(ports)))];
    return () => (off(), end());
  }

  /** Lists the ports on which a board is plugged in, also boards that belong to no slot. */
  async ports(): Promise<PortView[]> {
    return (await this.#pluggedPorts()).map(({ view }) => view);
  }

  /** Finds the slot with this number or name, and the path of its board. */
  async portOf(wanted: string): Promise<Result<{ readonly slot: SlotView; readonly path: string }>> {
    const kept = named(await this.#parts.store.read());
    const found = findSlot(wanted, kept);
    if (!found.ok) return found;
    const boards = resolveSlots(kept, await this.#boards(await this.#pluggedPorts(), kept));
    const at = kept.indexOf(found.value);
    const board = boards[at];
    if (board?.fault !== undefined) return err(board.fault);
    return board?.port === undefined ? err(fault('slot/missing', { slot: found.value.name })) : ok({ slot: viewSlot(found.value, board), path: board.port.path });
  }

  /** Binds a slot to the board on this port. A slot that was taught before keeps its place; without a new name, it keeps its name. */
  async teach(number: number, path: string, name?: string): Promise<Result<SlotsView>> {
    this.stopTeaching();
    const [ports, real] = [await this.#pluggedPorts(), await realpath(path).catch(() => path)];
    const port = ports.find(({ view }) => view.path === path || view.path === real) ?? (await this.#unlisted(path));
    if (port === undefined) return err(fault('port/not-found', { port: path }));
    return this.#listed(await this.#bind(number, port, ports, name));
  }

  /** Binds a slot to the next board that is plugged in. Resolves when it is bound, or when the teach-in ended without a board. */
  async teachNext(number: number, name?: string): Promise<Result<SlotsView>> {
    this.stopTeaching();
    const teaching: Teaching = { number, isUnplugged: false, stop: () => undefined };
    this.#teaching = teaching;
    const bound = await this.#bindNext(teaching, name);
    if (this.#teaching === teaching) {
      this.#teaching = undefined;
      this.#fault = bound.ok ? undefined : bound.fault;
    }
    const view = await this.list();
    return bound.ok ? ok(view) : bound;
  }

  /** Waits for a board and binds the slot to it, unless the teach-in is ended meanwhile. */
  async #bindNext(teaching: Teaching, name: string | undefined): Promise<Result<void>> {
    const { number } = teaching;
    const isOn = (): boolean => this.#teaching === teaching;
    const named = name === undefined ? ok(undefined) : checkName(name, number, await this.#parts.store.read());
    if (!named.ok) return named;
    if (!isOn()) return ok(undefined);
    const waiting = waitForBoard(this.#watch, this.#parts.clock, nameOf({ number }), (ports) => {
      teaching.isUnplugged = true;
      void this.#view(ports);
    });
    teaching.stop = () => waiting.stop();
    const found = await waiting.found;
    if (found?.ok !== true) return found ?? ok(undefined);
    return this.#bind(number, found.value.board, found.value.ports, name, isOn);
  }

  /** Ends a teach-in, and forgets why the last one failed. */
  stopTeaching(): void {
    this.#teaching?.stop();
    this.#teaching = undefined;
    this.#fault = undefined;
  }

  async change(number: number, { name, place }: { readonly name?: string | undefined; readonly place?: SlotPlace | undefined }): Promise<Result<SlotsView>> {
    return this.#change(number, (slots) => {
      const moved = place === undefined ? [...slots] : placed(slots, number, place);
      if (name === undefined) return ok(moved);
      const checked = checkName(name, number, slots);
      return checked.ok ? ok(moved.map((slot) => (slot.number === number ? { ...slot, name: checked.value } : slot))) : checked;
    });
  }

  forget(number: number): Promise<Result<SlotsView>> {
    return this.#change(number, (slots) => ok(slots.filter((slot) => slot.number !== number)));
  }

  close(): void {
    this.stopTeaching();
    this.#told.clear();
    this.#watch.close();
  }

  async #pluggedPorts(): Promise<StationPort[]> {
    const { listPorts, isPlugged = () => true } = this.#parts;
    return (await listPorts()).filter(({ view }) => view.kind !== 'simulated' || isPlugged(view.path));
  }

  async #unlisted(path: string): Promise<StationPort | undefined> {
    return this.#parts.isAllowed?.(path) === false ? undefined : unlistedPort(path);
  }

  /** Returns the listed ports, and the slots' paths that the system does not list. */
  async #boards(ports: readonly StationPort[], slots: readonly KeptSlot[]): Promise<Board[]> {
    const { isPlugged = () => true } = this.#parts;
    const paths = slots.flatMap(({ binding }) => (binding.kind === 'path' && !ports.some(({ view }) => view.path === binding.path) ? [binding.path] : []));
    const found = await Promise.all(paths.filter(isPlugged).map((path) => this.#unlisted(path)));
    return [...ports, ...found.filter((port) => port !== undefined)].map(portOf);
  }

  async #view(listed: readonly StationPort[], mine = ++this.#views): Promise<SlotsView> {
    const kept = named(await this.#parts.store.read());
    const boards = resolveSlots(kept, await this.#boards(listed, kept));
    const slots = kept.map((slot, at) => viewSlot(slot, boards[at] ?? {}));
    const view: SlotsView = {
      slots,
      ...(this.#teaching === undefined ? {} : { teaching: this.#teaching.number }),
      ...(this.#teaching?.isUnplugged === true ? { unplugged: true } : {}),
      ...(this.#fault === undefined ? {} : { fault: faultView(this.#fault) }),
    };
    if (mine === this.#views) this.#tell(view);
    return view;
  }

  #tell(view: SlotsView): void {
    const text = JSON.stringify(view);
    if (text === this.#last) return;
    this.#last = text;
    for (const listener of this.#told) listener(view);
  }

  #bind(number: number, { hardware }: StationPort, listed: readonly StationPort[], name: string | undefined, isWanted = (): boolean => true): Promise<Result<void>> {
    return this.#parts.store.change((slots) => {
      if (!isWanted()) return ok(slots);
      const ports = listed.map(portOf);
      const old = slots.find((slot) => slot.number === number);
      const others = slots.filter((slot) => slot !== old);
      const checked = name === undefined ? ok(old?.name) : checkName(name, number, slots);
      if (!checked.ok) return checked;
      const taken = takenBy(hardware, named(slots), ports, number);
      if (taken !== undefined) return err(taken);
      const place = old?.place ?? usualPlace(number, others.map((slot) => slot.place));
      return ok([...others, { number, place, binding: bindingOf(hardware, ports), ...(checked.value === undefined ? {} : { name: checked.value }) }]);
    });
  }

  async #listed(saved: Result<void>): Promise<Result<SlotsView>> {
    return saved.ok ? ok(await this.list()) : saved;
  }

  async #change(number: number, make: (slots: readonly KeptSlot[]) => Result<readonly KeptSlot[]>): Promise<Result<SlotsView>> {
    const saved = await this.#parts.store.change((slots) => {
      const found = findSlot(String(number), slots);
      return found.ok ? make(slots) : found;
    });
    return this.#listed(saved);
  }
}
