import { realpath } from 'node:fs/promises';
import type { PortView } from '../../core/contract/board.ts';

/** The system's description of a serial port (serialport's PortInfo, and the two names that Linux and Windows add). */
export interface PortInfo {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly pnpId?: string | undefined;
  readonly friendlyName?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
}

const simulatedPath = 'simulated';

const simulated: PortView = { path: simulatedPath, kind: 'simulated', title: 'Simulated board' };

/** KitProg3 is USB vendor 04B4, product F151 … F155, and names itself (core/bridge/README.md). */
export function isKitProg3(info: PortInfo): boolean {
  const product = Number.parseInt(info.productId ?? '', 16);
  const byNumber = Number.parseInt(info.vendorId ?? '', 16) === 0x04b4 && product >= 0xf151 && product <= 0xf155;
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

/** Boards first, then other ports, each by path, the simulated board last. */
export function portViews(infos: readonly PortInfo[]): PortView[] {
  const sorted = infos.map(view).sort((a, b) => rank[a.kind] - rank[b.kind] || a.path.localeCompare(b.path, 'en', { numeric: true }));
  return [...sorted, simulated];
}

/** USB serial number of the board on a port, if the system knows it. @param path may also be a link to the port */
export async function serialNumberOf(path: string, list: () => Promise<readonly PortView[]> = listPorts): Promise<string | undefined> {
  const real = await realpath(path).catch(() => path);
  return (await list()).find((port) => port.path === path || port.path === real)?.serialNumber;
}

/** All ports of this computer. If the system can't list them (no udevadm), only the simulated board is listed. */
export async function listPorts(): Promise<PortView[]> {
  try {
    const { SerialPort } = await import('serialport');
    return portViews(await SerialPort.list());
  } catch {
    return portViews([]);
  }
}
