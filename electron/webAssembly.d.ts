/** Of the engine's WebAssembly, what is used here: its types come with the browser's, which this room has none of. */
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, () => unknown>>;
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: object;
  }
}
