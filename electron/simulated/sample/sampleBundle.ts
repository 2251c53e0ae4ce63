import { toHex } from '../../../core/bytes/hex.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import type { Randomness } from '../../../core/bridge/bytePort.ts';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { reelObjects, type KeyKind, type ReelObject } from '../../../core/bundle/names.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import type { ChipId } from '../../../core/objects/uid.ts';
import { pack } from '../../files/archive/sevenZip.ts';
import { ecDeviceKey, makeAuthority, rsaDeviceKey, type DeviceKey } from './authority.ts';

export interface SampleOptions {
  readonly chips: number;
  /** Number of chips, from the first one, for which the data of a simulated chip is also made. */
  readonly simulated: number;
  readonly outer: '7z' | 'zip';
  /** Whether the archive of the secrets also encrypts its file names. */
  readonly hideNames: boolean;
  readonly random: Randomness;
  readonly now: Date;
  /** Case of the letters in file names. The default is the vendor's form. */
  readonly letters?: 'upper' | 'lower';
}

/** Hexadecimal. */
export interface SampleSecrets {
  readonly chipId: ChipId;
  readonly pbs: string;
  readonly auto: string;
}

/** A chip of the reel with its private keys and secrets, from which a simulated chip is made. Hexadecimal. */
export interface SampleChip extends SampleSecrets {
  readonly certificates: Readonly<Record<ReelObject, Uint8Array>>;
  readonly keys: Readonly<Record<ReelObject, Readonly<Record<string, string>>>>;
}

export interface SampleBundle {
  readonly reelId: string;
  readonly batch: string;
  readonly transportKey: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The inner archives, for users who open them separately. */
  readonly inner: readonly NamedBytes[];
  /** The sample's own root certificates, as PEM. They are not the vendor's, so the user must trust them first. */
  readonly anchors: string;
  readonly chips: readonly SampleChip[];
  /** Secrets of all chips, also of those without a simulated chip, for tests that search for leaks. They are never written to a file. */
  readonly secrets: readonly SampleSecrets[];
}

const perRow = 64;

/** Makes the chip ids of one wafer batch, row after row. */
function chipIds(count: number, random: Randomness): ChipId[] {
  const batch = toHex(random(6));
  const coordinate = (value: number): string => value.toString(16).padStart(4, '0');
  return Array.from({ length: count }, (_, i) => `${batch}${coordinate(i % perRow)}${coordinate(Math.floor(i / perRow))}` as ChipId);
}

interface Made {
  readonly files: Readonly<Record<ReelObject, NamedBytes[]>>;
  readonly certificates: Map<ChipId, Record<ReelObject, Uint8Array>>;
  readonly keys: Map<ChipId, Record<ReelObject, Readonly<Record<string, string>>>>;
  readonly anchors: string;
}

async function makeCertificates(ids: readonly ChipId[], { simulated, random, now }: SampleOptions): Promise<Made> {
  const authorities = { ec: await makeAuthority('ec', { random, now }), rsa: await makeAuthority('rsa', { random, now }) };
  const anchors = [authorities.ec, authorities.rsa].flatMap(({ root, ca }) => [root, ca]).map(({ der }) => encodePem('CERTIFICATE', der)).join('');
  const made: Made = { files: { E0E0: [], E0E1: [], E0E2: [] }, certificates: new Map(), keys: new Map(), anchors };
  for (const [i, id] of ids.entries()) {
    const keep = i < simulated;
    const pairs: Record<ReelObject, DeviceKey> = { E0E0: ecDeviceKey(keep), E0E1: ecDeviceKey(keep), E0E2: rsaDeviceKey(keep, random) };
    const issued = { E0E0: authorities.ec.issue(pairs.E0E0), E0E1: authorities.ec.issue(pairs.E0E1), E0E2: authorities.rsa.issue(pairs.E0E2) };
    for (const object of reelObjects) made.files[object].push({ name: `${id}_${object}.pem`, bytes: utf8(encodePem('CERTIFICATE', issued[object])) });
    if (!keep) continue;
    made.certificates.set(id, issued);
    made.keys.set(id, { E0E0: pairs.E0E0.jwk ?? {}, E0E1: pairs.E0E1.jwk ?? {}, E0E2: pairs.E0E2.jwk ?? {} });
  }
  return made;
}

/** Makes a bundle in the vendor's structure with its own private CA. Every secret is random. */
export async function makeSampleBundle(options: SampleOptions): Promise<SampleBundle> {
  const { random, outer, hideNames, letters } = options;
  const cased = (name: string): string => (letters === 'upper' ? name.toUpperCase() : letters === 'lower' ? name.toLowerCase() : name);
  const ids = chipIds(options.chips, random);
  const reelId = `TB${toHex(random(4)).toUpperCase()}`;
  const batch = toHex(random(32));
  const transportKey = toHex(random(16));
  const made = await makeCertificates(ids, options);
  const secrets = ids.map((chipId): SampleSecrets => ({ chipId, pbs: toHex(random(64)), auto: toHex(random(64)) }));
  const keyFile = (name: string, kind: KeyKind): NamedBytes => ({ name: cased(name), bytes: utf8(secrets.map((chip) => `${chip.chipId},${chip[kind]}\r\n`).join('')) });
  const inner: NamedBytes[] = [];
  for (const object of reelObjects) {
    const files = made.files[object].map(({ name, bytes }) => ({ name: cased(name), bytes }));
    inner.push({ name: cased(`${reelId}_${batch}_${object}_Certs.7z`), bytes: await pack(files, { type: '7z' }) });
  }
  const keys = [keyFile('PBS_keys.txt', 'pbs'), keyFile('auto_keys.txt', 'auto')];
  inner.push({ name: cased(`${reelId}_${batch}_keys.7z`), bytes: await pack(keys, { type: '7z', password: transportKey, hideNames }) });
  const chips = secrets.slice(0, options.simulated).map((chip): SampleChip => {
    const [certificates, jwks] = [made.certificates.get(chip.chipId), made.keys.get(chip.chipId)];
    if (certificates === undefined || jwks === undefined) throw new Error('a simulated chip without keys');
    return { ...chip, certificates, keys: jwks };
  });
  return { reelId, batch, transportKey, name: `${reelId}_${batch}.${outer}`, bytes: await pack(inner, { type: outer }), inner, anchors: made.anchors, chips, secrets };
}
