/** What the system says of a serial port, as far as it tells boards apart. */
export interface PortFacts {
  readonly path: string;
  readonly serialNumber?: string | undefined;
  readonly pnpId?: string | undefined;
  readonly locationId?: string | undefined;
  /** Names of its links in /dev/serial/by-path (Linux). */
  readonly byPath?: readonly string[];
}

/** What tells the board of a port from other boards. */
export interface PortHardware {
  readonly path: string;
  /** USB serial number of the board; absent where it has none, or one that many boards have. */
  readonly serialNumber?: string;
  /** Number of the USB interface: a board with several ports has one serial number. */
  readonly interface?: number;
  /** The socket of the hub, in the system's own words. */
  readonly position?: string;
}

/** Shorter serial numbers are ones that makers give to every device ("0001"). */
const leastSerial = 6;
/** Serial numbers that many devices share: from the makers' examples, and of counterfeit FTDI chips. */
const common = /^(.)\1*$|^0?123456789?(0|ABCDEF)?$|^A50285BI$/i;

/** The serial number when it is the board's own. Windows makes a name with `&` for a device without one. */
function ownSerial(text: string | undefined): string | undefined {
  const serial = text?.trim() ?? '';
  return serial.length < leastSerial || serial.includes('&') || common.test(serial) ? undefined : serial;
}

/** Windows names the ports of an FTDI chip by its serial number and a letter: A is its first port. */
const ftdi = /^FTDIBUS\\VID_[^\\+]+\+PID_[^\\+]+\+([^\\]+)([A-D])\\/i;

const first = (pattern: RegExp, text: string | undefined): string | undefined => pattern.exec(text ?? '')?.[1];

/** macOS ends the port's name with the interface number, after the serial number or the location. */
function macInterface({ path, serialNumber, locationId }: PortFacts): number | undefined {
  const name = first(/^\/dev\/(?:tty|cu)\.(?:usbmodem|usbserial-?|wchusbserial)(.+)$/, path);
  if (name === undefined) return undefined;
  const location = locationId?.replace(/^(0x)?0*/i, '').replace(/0+$/, '');
  const before = [serialNumber, location].find((text) => text !== undefined && text !== '' && name.toLowerCase().startsWith(text.toLowerCase()));
  const rest = before === undefined ? '' : name.slice(before.length);
  return /^\d{1,2}$/.test(rest) ? Number(rest) : undefined;
}

function interfaceOf(facts: PortFacts): number | undefined {
  const hex = first(/-if([0-9a-f]{2})(?:-port\d+)?$/i, facts.pnpId) ?? first(/&MI_([0-9a-f]{2})(?:\\|$)/i, facts.pnpId);
  if (hex !== undefined) return Number.parseInt(hex, 16);
  const letter = ftdi.exec(facts.pnpId ?? '')?.[2];
  return letter === undefined ? macInterface(facts) : letter.toUpperCase().charCodeAt(0) - 0x41;
}

/**
 * The socket of the hub. Linux: the link of /dev/serial/by-path (the older of its two forms). Windows: the path of hubs,
 * else the name that Windows made from the socket, else hub and socket as Windows counted them. macOS: the location.
 */
function positionOf({ byPath = [], pnpId, locationId, path }: PortFacts, number: number | undefined): string | undefined {
  const [link] = byPath.toSorted((a, b) => Number(a.includes('-usbv')) - Number(b.includes('-usbv')) || a.localeCompare(b, 'en'));
  if (link !== undefined) return link;
  const ofInterface = number === undefined ? '' : ` interface ${number}`;
  const hubs = /^\d{4}(\.\d{3,4})+$/.test(locationId ?? '');
  const made = first(/^USB\\[^\\]+\\([^\\]+&[^\\]+)$/i, pnpId) ?? first(/^FTDIBUS\\[^\\]+\+([^\\+]+&[^\\+]+)\\/i, pnpId);
  if (!hubs && made !== undefined) return made;
  if (locationId === undefined || locationId === '') return undefined;
  return path.startsWith('/dev/') || /^COM\d/i.test(path) ? `${locationId}${ofInterface}` : undefined;
}

/** What tells this port's board from others, out of the system's description (serialport's PortInfo). */
export function hardwareOf(facts: PortFacts): PortHardware {
  const fromFtdi = ftdi.exec(facts.pnpId ?? '')?.[1];
  const serial = ownSerial(fromFtdi ?? facts.serialNumber);
  const number = interfaceOf(facts);
  const position = positionOf(facts, number);
  return {
    path: facts.path,
    ...(serial === undefined ? {} : { serialNumber: serial }),
    ...(number === undefined ? {} : { interface: number }),
    ...(position === undefined ? {} : { position }),
  };
}
