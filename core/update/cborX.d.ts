/** What core uses of cbor-x. Its own types would bring Node's into core. */
declare module 'cbor-x/index-no-eval' {
  interface Options {
    readonly useRecords: false;
    readonly mapsAsObjects: false;
    readonly tagUint8Array: false;
  }
  export class Encoder {
    constructor(options: Options);
    encode(value: unknown): Uint8Array;
    /** Gives one item after the other; `false` stops it. */
    decodeMultiple(bytes: Uint8Array, forEach: (item: unknown) => boolean): void;
  }
}
