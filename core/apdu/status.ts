/** Error codes of object F1C2 (manual, table 17). */
export const errorCodes = {
  0x01: 'invalid object id',
  0x03: 'invalid Param field',
  0x04: 'invalid length field',
  0x05: 'invalid parameter in the data',
  0x06: 'internal process error',
  0x07: 'access conditions not satisfied',
  0x08: 'data object boundary exceeded',
  0x09: 'metadata truncation error',
  0x0a: 'invalid command',
  0x0b: 'command out of sequence',
  0x0c: 'command not available (application closed or terminated)',
  0x0d: 'insufficient memory',
  0x0e: 'counter threshold exceeded',
  0x0f: 'invalid manifest',
  0x10: 'invalid payload version',
  0x11: 'invalid metadata',
  0x24: 'unsupported extension or identifier',
  0x25: 'unsupported parameter',
  0x29: 'invalid certificate',
  0x2a: 'unsupported certificate',
  0x2c: 'signature verification failed',
  0x2d: 'integrity validation failed',
  0x2e: 'decryption failed',
  0x2f: 'authorization failed',
} as const;

export type ErrorCode = keyof typeof errorCodes;

export const errorMeaning = (code: number): string =>
  (errorCodes as Readonly<Record<number, string>>)[code] ?? 'unknown error';

