/** What core uses of node-forge. Its full types would bring Node's into core. */
declare module 'node-forge/lib/forge.js' {
  interface ByteBuffer {
    getBytes(): string;
  }
  interface BlockCipher {
    start(options: { iv: string }): void;
    update(input: ByteBuffer): void;
    finish(): boolean;
    readonly output: ByteBuffer;
  }
  const forge: {
    readonly cipher: { createDecipher(algorithm: '3DES-CBC' | 'DES-CBC', key: string): BlockCipher };
    readonly util: { createBuffer(bytes: string): ByteBuffer };
  };
  export default forge;
}
declare module 'node-forge/lib/des.js';
