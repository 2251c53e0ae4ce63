import type { BytePort } from '../../../core/bridge/bytePort.ts';
import type { Result } from '../../../core/result/result.ts';

/** How to interrupt a frame of the host: after this many of the frame's bytes, the process dies or the cable is pulled. */
export interface HostCut {
  readonly kind: 'kill' | 'pull';
  readonly frame: number;
  readonly bytes: number;
}

/** Single bytes belong to the resynchronisation. They are not frames. */
const isFrame = (bytes: Uint8Array): boolean => bytes.length > 1;

/** The product's end of the cable. After the process died, its write never ends, and no later input reaches it. */
export class CutPort implements BytePort {
  readonly name: string;
  readonly #port: BytePort;
  readonly #cut: HostCut | undefined;
  readonly #pull: () => void;
  #die: () => void = () => undefined;
  #dead = false;
  /** Frames written so far, and their bytes. */
  readonly frames: Uint8Array[] = [];
  /** Resolves when the process died. */
  readonly died: Promise<'died'>;

  constructor(port: BytePort, cut: HostCut | undefined, pull: () => void) {
    this.name = port.name;
    this.#port = port;
    this.#cut = cut;
    this.#pull = pull;
    this.died = new Promise((resolve) => {
      this.#die = () => resolve('died');
    });
  }

  async write(bytes: Uint8Array): Promise<Result<void, 'link/closed'>> {
    if (isFrame(bytes)) this.frames.push(bytes.slice());
    const cut = this.#cut;
    if (cut === undefined || !isFrame(bytes) || this.frames.length !== cut.frame) return this.#port.write(bytes);
    this.#dead = cut.kind === 'kill';
    if (cut.bytes > 0) await this.#port.write(bytes.subarray(0, cut.bytes));
    if (cut.kind === 'pull') {
      this.#pull();
      return this.#port.write(bytes.subarray(cut.bytes));
    }
    // The system closes a dead process's port. The board keeps its power.
    await this.#port.close();
    this.#die();
    return new Promise(() => undefined);
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this.#port.onData((bytes) => {
      if (!this.#dead) listener(bytes);
    });
  }

  onClose(listener: () => void): () => void {
    return this.#port.onClose(() => {
      if (!this.#dead) listener();
    });
  }

  close(): Promise<void> {
    return this.#port.close();
  }
}
