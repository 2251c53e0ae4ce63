/** The parts of node-forge that core uses. Its full types would bring Node's types into core. */
declare module 'node-forge/lib/forge.js' {
  interface ByteBuffer {
    getBytes(): string;
  }
  interface Cipher<Start> {
    start(options: Start): void;
    update(input: ByteBuffer): void;
    /** @param unpad replaces the removal of the padding; says whether the padding is right */
    finish(unpad: () => boolean): boolean;
    readonly output: ByteBuffer;
  }
  const forge: {
    readonly cipher: { createDecipher(algorithm: '3DES-CBC' | 'DES-CBC', key: string): Cipher<{ iv: string }> };
    /** Starts with this initial value. */
    readonly rc2: { createDecryptionCipher(key: string, bits: number): Cipher<string> };
    readonly util: { createBuffer(bytes: string): ByteBuffer };
  };
  export default forge;
}
declare module 'node-forge/lib/des.js';
declare module 'node-forge/lib/rc2.js';
