import { stat } from 'node:fs/promises';
import type { PortView } from '../../../core/contract/board.ts';
import { listStationPorts, portByPath, type StationPort } from '../../serial/ports.ts';
import { isSimulated, memoriesIn } from '../../simulated/simulatedNames.ts';
import { markIgnored } from '../settings/index.ts';

/** Lists every port of this station: serial ports, and simulated boards of the state folder. Ignored ports are marked and come last. */
export async function allPorts(stateFolder: string, ignored: readonly string[] | undefined): Promise<StationPort[]> {
  const ports = [...(await listStationPorts()), ...(await memoriesIn(stateFolder)).map(portByPath)];
  const hardware = new Map(ports.map((port) => [port.view.path, port.hardware]));
  return markIgnored(ports.map(({ view }) => view), ignored).map((view) => ({ view, hardware: hardware.get(view.path) ?? { path: view.path } }));
}

/** Finds a port that the system does not list: a simulated board with its own file, or a device by its path (a pseudo terminal). */
export async function unlistedPort(path: string): Promise<StationPort | undefined> {
  const view = (kind: PortView['kind'], title: string): StationPort => portByPath({ path, kind, title });
  if (isSimulated(path)) return view('simulated', 'Simulated board');
  const found = await stat(path).catch(() => undefined);
  return found?.isCharacterDevice() === true ? view('other', 'Serial port') : undefined;
}
