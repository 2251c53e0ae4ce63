import type { Verdict } from '../../../core/bundle/verdict.ts';
import type { VerifyState } from './verify.ts';
import type { ReelSums, ReelThing } from '../../../core/bundle/reel.ts';
import { unreachable } from '../../../core/result/result.ts';
import { sayBytes, sayChipId, sayCount } from '../../../core/result/format.ts';

const chips = (count: number): string => (count === 1 ? '1 chip has' : `${sayCount(count)} chips have`);
const lacks: Readonly<Record<ReelThing, string>> = {
  E0E0: 'other certificates, but no E0E0 certificate.',
  E0E1: 'other certificates, but no E0E1 certificate.',
  E0E2: 'other certificates, but no E0E2 certificate.',
  pbs: 'an authorization reference, but no binding secret.',
  auto: 'a binding secret, but no authorization reference.',
};
const things = Object.keys(lacks) as readonly ReelThing[];

/** Says what a reel's chips lack, one sentence each; empty when nothing visible is missing. */
export function gapsOf({ withoutSecrets, withoutCertificates, lacking }: ReelSums): string[] {
  return [
    ...things.filter((thing) => lacking[thing] > 0).map((thing) => `${chips(lacking[thing])} ${lacks[thing]}`),
    ...(withoutCertificates > 0 ? [`${chips(withoutCertificates)} secrets, but no certificate.`] : []),
    ...(withoutSecrets > 0 ? [`${chips(withoutSecrets)} certificates, but no secrets: a bundle can hold more chips than the reel.`] : []),
  ];
}

/** Texts of a chip's verdict, for the window and the command line. */
export const checkWords = {
  same: (object: string, bytes: number) => `The certificate in 0x${object} is the one in the bundle, byte for byte (${sayBytes(bytes)}).`,
  differs: (object: string, at: number) => `The certificate in 0x${object} differs from the one in the bundle, from byte ${at} on.`,
  copyDamaged: (object: string, reel: string) => `The ${object} certificate of this chip in the bundle of reel ${reel} is damaged or does not lead to a trusted root. It cannot be compared.`,
  reelsDiffer: (object: string, one: string, other: string) => `The open reels ${one} and ${other} have different ${object} certificates for this chip.`,
  ofAnother: (object: string, reel: string, owner: string) => `The certificate in 0x${object} belongs to the chip ${sayChipId(owner)} on reel ${reel}.`,
  notInBundle: (object: string) => `The bundle has no ${object} certificate for this chip.`,
  chain: (object: string, root: string) => `The certificate in 0x${object} leads to the vendor's pinned root: ${root}.`,
  ownAnchor: (object: string, root: string) => `The certificate in 0x${object} leads to an anchor that you added, not to the vendor's: ${root}.`,
  noChain: (object: string, why: string) => `The certificate in 0x${object} does not lead to a trusted root. ${why}`,
  notVendors: (object: string) => `The certificate in 0x${object} is not from the vendor, so it is not judged.`,
  proved: (object: string, key: string) => `The chip signed a fresh challenge with ${key}; the certificate in 0x${object} verifies it.`,
  notProved: (object: string, key: string) => `The chip signed a challenge with ${key}, but the certificate in 0x${object} does not verify the signature: the private key does not match.`,
  noSignature: (object: string, key: string, why: string) => `The chip did not sign with ${key}, the key of 0x${object}. ${why}`,
  notRead: (object: string, why: string) => `0x${object} could not be read. ${why}`,
  noCertificate: (object: string) => `0x${object} holds no certificate, but the bundle has one for it.`,
  nothing: 'The chip has no readable certificate from the vendor, so its origin cannot be shown.',
} as const;

/** A verdict as text. @param open number of open reels. @param reel the reel that contains the chip's id */
export function sayVerdict(verdict: Verdict, open: number, reel = ''): string {
  switch (verdict) {
    case 'on-reel':
      return `Genuine, and on reel ${reel}`;
    case 'other-reel':
      return open === 0 ? 'Genuine; no reel is open' : 'Genuine, and on no open reel';
    case 'not-judged':
      return reel === '' ? 'Simulated chip: its origin cannot be judged' : `Simulated chip: its origin cannot be judged; its id is on reel ${reel}`;
    case 'not-genuine':
      if (reel !== '') return `Not genuine; its id is on reel ${reel}`;
      return open === 0 ? 'Not genuine' : 'Not genuine, and on no open reel';
    default:
      return unreachable(verdict);
  }
}

/** Says how many certificates lead to a trusted root. If no certificate was checked, the text must not sound like a result. */
export const sayChains = (of: number, trusted: number): string =>
  of === 0 ? 'no certificate to check' : `${sayCount(trusted)} of ${sayCount(of)} certificates lead to a trusted root`;

export function sayVerified(verified: VerifyState): string {
  if (verified === undefined) return 'Verifying every certificate…';
  if (verified === 'failed') return 'The certificates could not be verified: there is not enough memory. Open the bundle again.';
  const { certificates, trusted } = verified;
  if (certificates === 0) return 'There is no certificate to check.';
  return trusted === certificates ? `All ${sayCount(certificates)} certificates lead to a trusted root.` : `${sayChains(certificates, trusted)}.`;
}
