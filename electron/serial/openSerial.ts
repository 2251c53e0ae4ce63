import { access } from 'node:fs';
import type { SerialPort } from 'serialport';
import type { BytePort } from '../../core/bridge/bytePort.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { Listeners } from './listeners.ts';
import { openFault, type OpenFault } from './openFault.ts';
import { checkSerialDevice } from './serialDevice.ts';

export interface SerialOptions {
  /** Bits per second; 8 data bits, no parity, 1 stop bit, no flow control. */
  readonly baud: number;
}

/** Larger writes can stop while bytes are received (serialport 13). Bytes */
const chunkSize = 4096;
/** If a write takes longer, the other end is gone: 4 KB take 0.36 s at 115200 baud. ms */
const writeLimit = 10_000;
/** How often the port's path is checked, because `close` is not always sent when the other end disappears. ms */
const watchEvery = 400;

class SerialBytePort implements BytePort {
  readonly name: string;
  readonly #port: SerialPort;
  readonly #data = new Listeners<[Uint8Array]>();
  readonly #gone = new Listeners<[]>();
  readonly #watch: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(name: string, port: SerialPort) {
    this.name = name;
    this.#port = port;
    port.on('data', (chunk: Buffer) => this.#data.tell(new Uint8Array(chunk)));
    port.on('close', () => this.#end());
    port.on('error', () => void this.close());
    // Only POSIX ports are paths. On other systems, `close` is always sent.
    if (name.startsWith('/')) this.#watch = setInterval(() => this.#look(), watchEvery).unref();
  }

  async write(bytes: Uint8Array): Promise<Result<void, 'link/closed'>> {
    for (let at = 0; at < bytes.length; at += chunkSize) {
      if (!(await this.#send(bytes.subarray(at, at + chunkSize), at + chunkSize < bytes.length))) return err(fault('link/closed', { port: this.name }));
    }
    return ok(undefined);
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this.#data.add(listener);
  }

  onClose(listener: () => void): () => void {
    return this.#gone.add(listener);
  }

  async close(): Promise<void> {
    if (this.#port.isOpen) await new Promise<void>((resolve) => this.#port.close(() => resolve()));
    this.#end();
  }

  /**
   * Writes one piece; false when the port is gone. When more follows, it waits until the piece is sent. After the last
   * piece the caller waits for the answer, so the wait would only cost a thread and a turn of the event loop.
   */
  async #send(piece: Uint8Array, moreFollows: boolean): Promise<boolean> {
    if (this.#closed) return false;
    const sent = await new Promise<boolean>((resolve) => {
      const stop = this.#gone.add(() => settle(false));
      const timer = setTimeout(() => settle(false), writeLimit);
      const settle = (good: boolean): void => {
        clearTimeout(timer);
        stop();
        resolve(good);
      };
      this.#port.write(Buffer.from(piece), (failed) => {
        if (failed || !moreFollows) settle(!failed);
        else this.#port.drain((notDrained) => settle(!notDrained));
      });
    });
    if (!sent) await this.close();
    return sent;
  }

  #look(): void {
    access(this.name, (missing) => {
      if (missing && !this.#closed) void this.close();
    });
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#watch);
    this.#gone.tell();
  }
}

/** The library's port of a POSIX system. Its poller tells when there is something to read. */
interface PolledPort {
  readonly poller?: { once(event: 'readable', listener: (failed: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ readonly buffer: Buffer; readonly bytesRead: number }>;
}

/**
 * Waits until there is something to read, and reads then. The library reads first and waits when nothing was there: for each
 * answer that is one more read, in one of the four threads that all boards share. Closing the port ends the wait with an error.
 */
function readWhenReadable(port: PolledPort | undefined): void {
  const poller = port?.poller;
  if (port === undefined || poller === undefined) return;
  const read = port.read.bind(port);
  const readable = (): Promise<void> => new Promise((resolve, reject) => void poller.once('readable', (failed) => (failed === null ? resolve() : reject(failed))));
  port.read = async (buffer, offset, length) => {
    await readable();
    return read(buffer, offset, length);
  };
}

/** Opens a serial port as a byte port. Refuses anything that is not a serial device, without opening it. */
export async function openSerial(path: string, options: SerialOptions): Promise<Result<BytePort, OpenFault | 'port/not-serial'>> {
  const serial = await checkSerialDevice(path);
  if (!serial.ok) return serial;
  let opened: SerialPort;
  try {
    const { SerialPort } = await import('serialport');
    opened = await new Promise<SerialPort>((resolve, reject) => {
      const port = new SerialPort({ path, baudRate: options.baud, dataBits: 8, parity: 'none', stopBits: 1, rtscts: false, lock: true }, (failed) =>
        failed ? reject(failed) : resolve(port),
      );
    });
  } catch (thrown) {
    return err(openFault(path, thrown instanceof Error ? thrown.message : 'no reason given', process.platform));
  }
  readWhenReadable(opened.port as PolledPort | undefined);
  return ok(new SerialBytePort(path, opened));
}
