import type { BytePort } from '../../core/bridge/bytePort.ts';
import { wipedAfter } from '../../core/bytes/secret.ts';
import { Link, type Exchange } from '../../core/bridge/link.ts';
import type { Chip } from '../../core/chip/chip.ts';
import { connectChip } from '../../core/chip/connect.ts';
import { gainAuthorization, checkShielded } from '../../core/chip/authorization.ts';
import type { ChipSession } from '../../core/chip/session.ts';
import type { ChipSnapshot } from '../../core/chip/snapshot.ts';
import type { PortView } from '../../core/contract/board.ts';
import { parseOid } from '../../core/objects/oid.ts';
import { fault } from '../../core/result/fault.ts';
import { sayLine } from '../../core/result/say.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { markIgnored, settingsIn } from '../app/settings/index.ts';
import { nodeClock } from '../serial/clock.ts';
import { openSerial } from '../serial/openSerial.ts';
import { stateFolder } from '../files/folders.ts';
import { listPorts, usableBoards } from '../serial/ports.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { isSimulated } from '../simulated/simulatedNames.ts';
import { SimulatedBoards } from '../simulated/simulatedBoards.ts';
import { simulatedFaults } from '../simulated/simulatedFaults.ts';
import { readSecret } from './inputs.ts';
import type { OnInterrupt } from './interrupts.ts';
import { askedPort } from './slots.ts';
import { warn, type Io } from './io.ts';

/** What every command gets. */
export interface Context {
  readonly io: Io;
  readonly port?: string;
  /** The slots given by the user: names or numbers. */
  readonly slots?: readonly string[];
  readonly timeoutMs?: number;
  /** References to authorize the chip with before the command: `ID=FILE`. */
  readonly authorize?: readonly string[];
  /** The operator, for the record. */
  readonly operator?: string;
  /** The command requires that the board's firmware uses the shielded connection; it is checked first. */
  readonly shielded?: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onExchange?: (exchange: Exchange) => void;
  readonly onInterrupt: OnInterrupt;
}

export interface Session {
  readonly port: string;
  /** Name of the slot, if one was chosen. */
  readonly slot?: string;
  readonly chip: Chip;
  /** The chip's current identity. Opening its application again clears its Auto states. */
  readonly identity: ChipSnapshot;
}

const baud = 115_200;

/** Lists all ports of this computer. Ports that the window's Settings ignore are marked. */
export async function portsHere({ environment }: Pick<Context, 'environment'>): Promise<PortView[]> {
  return markIgnored(await listPorts(), (await settingsIn(stateFolder(environment, process.platform))).ignoredPorts);
}

/** Finds the only KitProg3 board that is not ignored. */
export function onlyBoard(ports: readonly PortView[]): Result<string, 'port/none' | 'port/several'> {
  const names = (list: readonly PortView[]): string => list.map(({ path }) => path).join(', ');
  const serial = ports.filter(({ kind }) => kind !== 'simulated');
  const used = serial.filter(({ ignored }) => ignored !== true);
  const boards = usableBoards(ports);
  if (boards.length > 1) return err(fault('port/several', { ports: names(boards) }));
  const [board] = boards;
  if (board !== undefined) return ok(board.path);
  return err(fault('port/none', { ports: names(used), ignored: names(serial.filter(({ ignored }) => ignored === true)) }));
}

/** Chooses the port that the user named, otherwise the only connected KitProg3 board. */
export async function choosePort(context: Context): Promise<Result<{ readonly port: string; readonly slot?: string }>> {
  const asked = await askedPort(context);
  if (!asked.ok) return asked;
  if (asked.value !== undefined) return ok(asked.value);
  const only = onlyBoard(await portsHere(context));
  return only.ok ? ok({ port: only.value }) : only;
}

/** Opens a real or simulated port. */
export async function openPort(path: string, boards: SimulatedBoards): Promise<Result<BytePort>> {
  return isSimulated(path) ? boards.open(path) : openSerial(path, { baud });
}

/** Makes the simulated boards of this command. The environment sets their faults. */
export function simulatedBoards({ environment }: Pick<Context, 'environment'>): Result<SimulatedBoards> {
  const faults = simulatedFaults(environment);
  if (!faults.ok) return faults;
  return ok(new SimulatedBoards({ clock: nodeClock, random: nodeRandomness, timing: 'none', bound: environment['TRUST_BENCH_SIM_FIRMWARE'] === 'bound', faults: faults.value }, () => undefined));
}

export function warnNewBuild({ io }: Pick<Context, 'io'>, { uid }: Pick<ChipSnapshot, 'uid'>): void {
  if (uid.newBuild === true) warn(io, sayLine(fault('chip/new-build', { build: uid.build })));
}

/** Connects, runs `work`, and always closes. */
export async function withChip<T>(context: Context, work: (session: Session) => Promise<Result<T>>): Promise<Result<T>> {
  const chosen = await choosePort(context);
  if (!chosen.ok) return chosen;
  const made = simulatedBoards(context);
  if (!made.ok) return made;
  const boards = made.value;
  const port = await openPort(chosen.value.port, boards);
  if (!port.ok) return port;
  let result: Result<T>;
  let kept: Result<void>;
  try {
    const session = await connect(context, chosen.value, port.value);
    result = session.ok ? await work(session.value) : session;
  } finally {
    await port.value.close();
    kept = await boards.close();
  }
  // If a chip's memory could not be saved, the written content is lost.
  return result.ok && !kept.ok ? kept : result;
}

/** Opens the chip's application on an open port, and gets the requested authorizations. */
export async function connect(context: Context, chosen: Pick<Session, 'port' | 'slot'>, port: BytePort): Promise<Result<Session>> {
  let connecting = true;
  const link = new Link(port, {
    clock: nodeClock,
    // Only resynchronisations during connecting are reported here. Later ones are reported after the chip was identified again.
    onResynchronised: () => {
      if (connecting) warn(context.io, 'link resynchronised');
    },
    ...(context.onExchange === undefined ? {} : { onExchange: context.onExchange }),
    ...(context.timeoutMs === undefined ? {} : { timeoutMs: context.timeoutMs }),
  });
  const connected = await connectChip(link, {
    clock: nodeClock,
    onReopened: ({ why, lost }) => {
      const what = why === 'restarted' ? 'the chip was restarted' : 'link resynchronised';
      warn(context.io, lost ? `${what}; the chip is no longer authorized` : what);
    },
  });
  if (!connected.ok) return connected;
  connecting = false;
  const session = connected.value;
  warnNewBuild(context, session.identity);
  const reached = await gainAccess(context, session);
  if (!reached.ok) return reached;
  // A command is one piece of work, so it may remember what it read.
  const chip = session.chip.remembering();
  return ok({
    ...chosen,
    chip,
    get identity() {
      return session.identity;
    },
  });
}

/** Gets the rights that the connection must have before the command: `--shielded` and `--authorize`. */
export async function gainAccess({ shielded, authorize = [] }: Context, session: Pick<ChipSession, 'chip' | 'identity' | 'reached'>): Promise<Result<void>> {
  if (shielded === true) {
    const over = await checkShielded(session.chip, session.identity);
    if (!over.ok) return over;
    session.reached({ shielded: true });
  }
  for (const pair of authorize) {
    const [id = '', file = ''] = pair.split(/=(.*)/s);
    const [reference, secret] = [parseOid(id), await readSecret(file)];
    if (!secret.ok) return secret;
    const done = await wipedAfter(secret.value, async () => (reference.ok ? gainAuthorization(session.chip, session.identity, reference.value, secret.value, nodeRandomness) : reference));
    if (!reference.ok) return reference;
    if (!done.ok) return done;
    session.reached({ authorized: reference.value });
  }
  return ok(undefined);
}

