import { randomBytes } from 'node:crypto';
import type { Randomness } from '../../core/bridge/bytePort.ts';

/** The system's cryptographic source. */
export const nodeRandomness: Randomness = (length) => new Uint8Array(randomBytes(length));
