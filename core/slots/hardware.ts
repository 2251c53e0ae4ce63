/** The system's description of a serial port, as far as it distinguishes boards. */
export interface PortFacts {
  readonly path: string;
  readonly serialNumber?: string | undefined;
  readonly pnpId?: string | undefined;
  readonly locationId?: string | undefined;
  /** Links to the port in /dev/serial/by-path (Linux). */
  readonly byPath?: readonly string[];
}

/** What distinguishes the board on a port from other boards. */
export interface PortHardware {
  readonly path: string;
  /** USB serial number of the board; absent when the board has none, or one that many boards have. */
  readonly serialNumber?: string;
  /** Number of the USB interface. A board with several ports has the same serial number on each. */
  readonly interface?: number;
  /** The socket of the hub, as the system describes it. */
  readonly position?: string;
}

/** Shorter serial numbers are not unique: makers give them to every device ("0001"). */
const leastSerial = 6;
/** Serial numbers that many devices have: those of the makers' examples and of counterfeit FTDI chips. */
const common = /^(.)\1*$|^0?123456789?(0|ABCDEF)?$|^A50285BI$/i;

/** The serial number, if it is the board's own. For a device without one, Windows makes a name that contains `&`. */
function ownSerial(text: string | undefined): string | undefined {
  const serial = text?.trim() ?? '';
  return serial.length < leastSerial || serial.includes('&') || common.test(serial) ? undefined : serial;
}

/** Windows names a port of an FTDI chip by the chip's serial number and a letter. A is the first port. */
const ftdi = /^FTDIBUS\\VID_[^\\+]+\+PID_[^\\+]+\+([^\\]+)([A-D])\\/i;

const first = (pattern: RegExp, text: string | undefined): string | undefined => pattern.exec(text ?? '')?.[1];

/** macOS writes the interface number at the end of the port's name, after the serial number or the location. */
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
 * The socket of the hub. Linux: the link in /dev/serial/by-path (the older of its two forms). Windows: the path of hubs;
 * otherwise the name that Windows made from the socket; otherwise the numbers of hub and socket. macOS: the location.
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

/** Finds what distinguishes this port's board from others, in the system's description (serialport's PortInfo). */
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
