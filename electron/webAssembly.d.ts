/** The WebAssembly types that are used here. The full types come with the browser's types, which this folder does not include. */
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
