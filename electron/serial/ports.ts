import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { PortView } from '../../core/contract/board.ts';
import { changedOnly, serialDevices } from './changedOnly.ts';
import { hardwareOf, type PortFacts, type PortHardware } from '../../core/slots/hardware.ts';

/** The system's description of a serial port (serialport's PortInfo, and the names that Linux and Windows add). */
export interface PortInfo extends PortFacts {
  readonly manufacturer?: string | undefined;
  readonly friendlyName?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
}

/** A port for the window, and what distinguishes its board from others. */
export interface StationPort {
  readonly view: PortView;
  readonly hardware: PortHardware;
}

const simulatedPath = 'simulated';

const simulated: PortView = { path: simulatedPath, kind: 'simulated', title: 'Simulated board' };

/** KitProg3 is USB vendor 04B4, product F151 … F155 or F166 (two UARTs), and names itself (core/bridge/README.md). */
export function isKitProg3(info: PortInfo): boolean {
  const product = Number.parseInt(info.productId ?? '', 16);
  const byNumber = Number.parseInt(info.vendorId ?? '', 16) === 0x04b4 && ((product >= 0xf151 && product <= 0xf155) || product === 0xf166);
  return byNumber || [info.friendlyName, info.pnpId, info.manufacturer].some((text) => /KitProg3/i.test(text ?? ''));
}

function view(info: PortInfo): PortView {
  const kitprog3 = isKitProg3(info);
  const other = info.friendlyName ?? info.manufacturer ?? 'Serial port';
  return {
    path: info.path,
    kind: kitprog3 ? 'kitprog3' : 'other',
    title: kitprog3 ? 'KitProg3 board' : other,
    ...(info.manufacturer === undefined ? {} : { manufacturer: info.manufacturer }),
    ...(info.serialNumber === undefined ? {} : { serialNumber: info.serialNumber }),
    ...(info.vendorId === undefined ? {} : { vendorId: info.vendorId }),
    ...(info.productId === undefined ? {} : { productId: info.productId }),
  };
}

const rank: Readonly<Record<PortView['kind'], number>> = { kitprog3: 0, other: 1, simulated: 2 };

/** A port that is identified only by its path. */
export const portByPath = (view: PortView): StationPort => ({ view, hardware: { path: view.path } });

/** The boards that the program may choose by itself. */
export const usableBoards = (ports: readonly PortView[]): PortView[] => ports.filter(({ kind, ignored }) => kind === 'kitprog3' && ignored !== true);

/** Sorts the ports: boards first, then other ports, each by path; the simulated board last. */
function stationPorts(infos: readonly PortInfo[]): StationPort[] {
  const ports = infos.map((info): StationPort => ({ view: view(info), hardware: hardwareOf(info) }));
  ports.sort(({ view: a }, { view: b }) => rank[a.kind] - rank[b.kind] || a.path.localeCompare(b.path, 'en', { numeric: true }));
  return [...ports, portByPath(simulated)];
}

const viewOf = ({ view: shown }: StationPort): PortView => shown;
export const portViews = (infos: readonly PortInfo[]): PortView[] => stationPorts(infos).map(viewOf);

/** Finds the USB serial number of the board on a port, if the system knows it. @param path may also be a link to the port */
export async function serialNumberOf(path: string, list: () => Promise<readonly PortView[]> = listPorts): Promise<string | undefined> {
  const real = await realpath(path).catch(() => path);
  // A pseudo-terminal has no serial number, and asking the system for all its ports takes a while.
  if (real.startsWith('/dev/pts/')) return undefined;
  return (await list()).find((port) => port.path === path || port.path === real)?.serialNumber;
}

const byPathFolder = '/dev/serial/by-path';

/** On Linux, finds each port's links by socket. serialport gives only the links by id. */
async function linksByPath(): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = await readdir(byPathFolder).catch((): string[] => []);
  const links = new Map<string, string[]>();
  for (const name of names) {
    const port = await realpath(join(byPathFolder, name)).catch(() => undefined);
    if (port !== undefined) links.set(port, [...(links.get(port) ?? []), name]);
  }
  return links;
}

const listSerial = changedOnly(serialDevices, async (): Promise<readonly PortInfo[]> => {
  const { SerialPort } = await import('serialport');
  const infos: readonly PortInfo[] = await SerialPort.list();
  const links = await linksByPath();
  return infos.map((info) => ({ ...info, byPath: links.get(info.path) ?? [] }));
});

/** Lists all ports of this computer. If the system cannot list them (no udevadm), only the simulated board is listed. */
export const listStationPorts = async (): Promise<StationPort[]> => stationPorts(await listSerial().catch(() => []));

export const listPorts = async (): Promise<PortView[]> => (await listStationPorts()).map(viewOf);
