/** The parts of cbor-x that core uses. Its own types would bring Node's types into core. */
declare module 'cbor-x/index-no-eval' {
  interface Options {
    readonly useRecords: false;
    readonly mapsAsObjects: false;
    readonly tagUint8Array: false;
  }
  export class Encoder {
    constructor(options: Options);
    encode(value: unknown): Uint8Array;
    decode(bytes: Uint8Array): unknown;
  }
}
