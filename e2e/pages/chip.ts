import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMetadata, field, fieldNumber, type Metadata } from '../../core/objects/metadata.ts';
import { hex, toHex } from '../../core/bytes/hex.ts';
import { must } from '../../core/result/result.ts';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import type { Folders } from '../fixture.ts';

/** The simulated chip's memory on disk. Flows check it, whatever the screen says. */
export class ChipMemory {
  readonly #state: ChipState;
  /** The whole memory as text, for comparison. */
  readonly text: string;

  constructor(folders: Folders, profile = 'trust-m-v3') {
    this.text = readFileSync(join(folders.state, `simulated-${profile}.json`), 'utf8');
    this.#state = JSON.parse(this.text) as ChipState;
  }

  #object(id: string) {
    const object = this.#state.objects[id];
    if (object === undefined) throw new Error(`the chip has no object ${id}`);
    return object;
  }

  metadata(id: string): Metadata {
    return must(parseMetadata(hex(this.#object(id).metadata)));
  }

  /** Returns a metadata field as hexadecimal; undefined when it is absent. */
  field(id: string, name: Parameters<typeof field>[1]): string | undefined {
    const value = field(this.metadata(id), name);
    return value === undefined ? undefined : toHex(value);
  }

  /** Returns the used bytes of an object. */
  data(id: string): Uint8Array {
    const used = fieldNumber(this.metadata(id), 'used_size') ?? 0;
    const data = new Uint8Array(used);
    data.set(hex(this.#object(id).data ?? '').subarray(0, used));
    return data;
  }

  /** Returns the private key in a key object as hexadecimal; undefined when the object is empty. */
  key(id: string): string | undefined {
    const { key } = this.#object(id);
    if (key === undefined) return undefined;
    return key.kind === 'ec' ? key.privateKey : key.kind === 'rsa' ? key.modulus : key.key;
  }
}
