import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { equal, firstDifference } from '../../../core/bytes/bytes.ts';
import { reelObjects, type ReelObject } from '../../../core/bundle/names.ts';
import type { Reel } from '../../../core/bundle/reel.ts';
import { judge, judgeSimulated, type Check, type Verdict } from '../../../core/bundle/verdict.ts';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { unwrapCertificate } from '../../../core/certificates/identity.ts';
import { signsFresh } from '../../../core/chip/exchange/chipSigner.ts';
import { whyUnread } from '../../../core/chip/exchange/wholeChip.ts';
import { readObjects, type ChipSnapshot } from '../../../core/chip/snapshot.ts';
import type { Chip } from '../../../core/chip/chip.ts';
import type { PublicKey } from '../../../core/keys/publicKey.ts';
import { usualPairs } from '../../../core/objects/keyPairs.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import type { ChipId } from '../../../core/objects/uid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { hostCheck } from '../../signers/hostCheck.ts';
import { chainOf } from './anchors.ts';
import { checkWords as words } from './words.ts';

/** The bundle's certificate objects, each with its key object. */
const places = { E0E0: usualPairs[0], E0E1: usualPairs[1], E0E2: usualPairs[2] } as const;

export interface CheckParts {
  readonly chip: Chip;
  readonly identity: ChipSnapshot;
  /** Open reels. The chip is compared with those that contain it. */
  readonly reels: readonly Reel[];
  /** The user's anchors, besides the pinned ones. */
  readonly anchors: readonly Certificate[];
  readonly now: Date;
  readonly random: Randomness;
  /** Called with a public key when a signature of the chip has shown that the chip has the private key. */
  readonly onShown?: (key: Oid, publicKey: PublicKey) => void;
  /** Whether the chip is simulated. Then a certificate cannot show the chip's origin. */
  readonly simulated: boolean;
}

export interface ChipCheck {
  readonly chipId: ChipId;
  readonly verdict: Verdict;
  readonly reel?: Reel;
  readonly checks: readonly Check[];
}

/** Compares the chip's certificate with those of the reels. It must be the same, and the reels must agree. */
function compare(object: ReelObject, der: Uint8Array, reels: readonly Reel[], parts: CheckParts): Check[] {
  const { chipId } = parts.identity.uid;
  if (reels.length === 0) return [];
  const holding = reels.flatMap((reel) => {
    const certificate = reel.certificate(chipId, object);
    return certificate === undefined ? [] : [{ reel, certificate }];
  });
  const [first] = holding;
  if (first === undefined) return [{ object, what: 'same', state: 'unknown', says: words.notInBundle(object) }];
  const other = holding.find(({ certificate }) => !equal(certificate, first.certificate));
  if (other !== undefined) return [{ object, what: 'same', state: 'bad', says: words.reelsDiffer(object, first.reel.reelId, other.reel.reelId) }];
  if (equal(first.certificate, der)) return [{ object, what: 'same', state: 'good', says: words.same(object, der.length) }];
  // A damaged copy in the bundle says nothing about the chip.
  const copy = parseCertificate(first.certificate, object);
  if (!copy.ok || checkChain(object, copy.value, [], parts).state === 'bad') return [{ object, what: 'same', state: 'unknown', says: words.copyDamaged(object, first.reel.reelId) }];
  return [{ object, what: 'same', state: 'bad', says: words.differs(object, firstDifference(first.certificate, der)) }];
}

/** Finds open reels that have this certificate for another chip. If there is one, this chip is a copy, or its id is false. */
function strangers(object: ReelObject, der: Uint8Array, { reels, identity }: CheckParts): Check[] {
  return reels.flatMap((reel): Check[] => {
    const owner = reel.has(identity.uid.chipId) ? undefined : reel.ownerOf(object, der);
    return owner === undefined ? [] : [{ object, what: 'same', state: 'bad', says: words.ofAnother(object, reel.reelId, owner) }];
  });
}

function checkChain(object: ReelObject, certificate: Certificate, beside: readonly Certificate[], { anchors, now }: CheckParts): Check {
  const report = chainOf(certificate, [...beside, ...anchors.filter(({ subject, issuer }) => subject !== issuer)], anchors.filter(({ isCa }) => isCa), now);
  if (report.trusted) {
    const root = report.chain.at(-1);
    const own = anchors.some(({ fingerprint }) => fingerprint === root?.fingerprint);
    const says = own ? words.ownAnchor(object, root?.subject ?? '') : words.chain(object, root?.subject ?? '');
    return { object, what: 'chain', state: 'good', says: [says, ...report.notes.map(sayLine)].join(' ') };
  }
  return { object, what: 'chain', state: 'bad', says: words.noChain(object, report.fault === undefined ? '' : sayLine(report.fault)) };
}

/** Lets the chip sign a fresh random digest. Only the holder of the private key can do this. */
async function prove(object: ReelObject, { publicKey }: Certificate, { chip, random, onShown }: CheckParts): Promise<Result<Check>> {
  const { key } = places[object];
  const signature = await signsFresh(chip, key, publicKey, random, hostCheck);
  if (!signature.ok) {
    if (signature.fault.code !== 'chip/refused' && signature.fault.code !== 'chip/no-signature') return signature;
    return ok({ object, what: 'proof', state: 'bad', says: words.noSignature(object, formatOid(key), sayLine(signature.fault)) });
  }
  const holds = signature.value;
  if (holds) onShown?.(key, publicKey);
  return ok({ object, what: 'proof', state: holds ? 'good' : 'bad', says: holds ? words.proved(object, formatOid(key)) : words.notProved(object, formatOid(key)) });
}

async function checkObject(object: ReelObject, snapshot: ChipSnapshot, reels: readonly Reel[], parts: CheckParts): Promise<Result<readonly Check[]>> {
  const chipId = parts.identity.uid.chipId;
  const stored = snapshot.objects.get(places[object].certificate);
  const expected = reels.some((reel) => reel.certificate(chipId, object) !== undefined);
  if (stored?.data === undefined) {
    const why = stored === undefined ? '' : whyUnread(stored, snapshot);
    // Everyone can read the vendor's own certificate of a real chip. The other certificates may need the shielded
    // connection.
    const state = object === 'E0E0' && expected ? 'bad' : 'unknown';
    return ok([{ object, what: 'read', state, says: words.notRead(object, why) }]);
  }
  const inside = unwrapCertificate(stored.data, formatOid(places[object].certificate));
  const [first, ...others] = inside.ok ? inside.value.certificates : [];
  const certificate = first === undefined ? undefined : parseCertificate(first, object);
  if (first === undefined || certificate?.ok !== true) {
    return ok(expected ? [{ object, what: 'read', state: 'bad', says: words.noCertificate(object) }] : []);
  }
  const beside = others.flatMap((der) => {
    const other = parseCertificate(der, object);
    return other.ok ? [other.value] : [];
  });
  const compared = [...compare(object, first, reels, parts), ...strangers(object, first, parts)];
  const chain = checkChain(object, certificate.value, beside, parts);
  // Customers may write their own certificates into every object except E0E0, which has the vendor's.
  if (object !== 'E0E0' && !expected && chain.state === 'bad') return ok([...compared, { ...chain, state: 'unknown', says: words.notVendors(object) }]);
  const proof = await prove(object, certificate.value, parts);
  return proof.ok ? ok([...compared, chain, proof.value]) : proof;
}

/** Checks whether the chip on the board is genuine and on an open reel. Sends reads, and asks the chip for two signatures. */
export async function checkChip(parts: CheckParts): Promise<Result<ChipCheck>> {
  const { chip, identity, reels } = parts;
  const { chipId } = identity.uid;
  const mine = reels.filter((one) => one.has(chipId));
  const reel = mine.find((one) => reelObjects.some((object) => one.holds(chipId, object))) ?? mine[0];
  const snapshot = await readObjects(chip, identity, reelObjects.map((object) => places[object].certificate));
  if (!snapshot.ok) return snapshot;
  const checks: Check[] = [];
  for (const object of reelObjects) {
    const checked = await checkObject(object, snapshot.value, mine, parts);
    if (!checked.ok) return checked;
    checks.push(...checked.value);
  }
  if (!checks.some(({ what, state }) => what === 'chain' && state !== 'unknown')) checks.push({ object: 'E0E0', what: 'read', state: 'bad', says: words.nothing });
  return ok({ chipId, verdict: parts.simulated ? judgeSimulated(checks, reel !== undefined) : judge(checks, reel !== undefined), checks, ...(reel === undefined ? {} : { reel }) });
}
