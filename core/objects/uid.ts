import { toHex } from '../bytes/hex.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

/** Chip id of the Cloud ID files: batch ‖ X ‖ Y, 20 lower-case hexadecimal digits. */
export type ChipId = string & { readonly __chipId: true };

export type Family = 'trust-m-v1' | 'trust-m-v3';

/** The coprocessor UID (object E0C2, 27 bytes), decoded. */
export interface Uid {
  readonly raw: Uint8Array;
  readonly cimId: number;
  readonly platformId: number;
  readonly modelId: number;
  readonly romCode: string;
  readonly chipType: string;
  readonly batch: string;
  readonly x: number;
  readonly y: number;
  readonly firmwareId: string;
  /** Build number, BCD, for example `2440`. */
  readonly build: string;
  readonly chipId: ChipId;
  readonly family: Family;
  /** The build is newer than this program, so the family is derived from the model. The user is told this. */
  readonly newBuild?: true;
}

const families: Readonly<Record<string, Family>> = {
  '0501': 'trust-m-v1',
  '0624': 'trust-m-v1',
  '0751': 'trust-m-v1',
  '0802': 'trust-m-v1',
  '0809': 'trust-m-v1',
  '2440': 'trust-m-v3',
  '2564': 'trust-m-v3',
};

/** CIM id, platform and model of all known Trust M chips. */
const trustM = 'cd1633';
/** Last build of V1. A newer unknown build counts as V3. */
const lastV1 = '0809';

function familyOf(model: string, build: string): Pick<Uid, 'family' | 'newBuild'> | undefined {
  const family = families[build];
  if (family !== undefined) return { family };
  return model === trustM && build > lastV1 ? { family: 'trust-m-v3', newBuild: true } : undefined;
}

/**
 * An unknown build counts as V3 when the model is a Trust M, because a maintenance release must not stop the work.
 * @param bytes content of E0C2, 27 bytes
 */
export function parseUid(bytes: Uint8Array): Result<Uid, 'bytes/truncated' | 'bytes/trailing' | 'chip/unknown-family'> {
  const what = 'The coprocessor UID';
  if (bytes.length < 27) return err(fault('bytes/truncated', { what, at: 0, wanted: 27, left: bytes.length }));
  if (bytes.length > 27) return err(fault('bytes/trailing', { what, at: 27, extra: bytes.length - 27 }));
  const text = (from: number, to: number): string => toHex(bytes.subarray(from, to));
  const number = (from: number, to: number): number => Number.parseInt(text(from, to), 16);
  const build = text(25, 27);
  const family = familyOf(text(0, 3), build);
  if (family === undefined) return err(fault('chip/unknown-family', { build }));
  return ok({
    raw: bytes.slice(),
    cimId: number(0, 1),
    platformId: number(1, 2),
    modelId: number(2, 3),
    romCode: text(3, 5),
    chipType: text(5, 11),
    batch: text(11, 17),
    x: number(17, 19),
    y: number(19, 21),
    firmwareId: text(21, 25),
    build,
    chipId: text(11, 21) as ChipId,
    ...family,
  });
}
