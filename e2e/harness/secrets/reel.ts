import type { SecretScan } from '../../../core/bytes/testing/secretScan.ts';
import type { SampleBundle } from '../../../electron/simulated/sample/sampleBundle.ts';

export const bindingSecretOf = (chipId: string): string => `binding secret of ${chipId}`;
export const referenceOf = (chipId: string): string => `authorization reference of ${chipId}`;

/** Above this many chips a secret is looked for by fewer of its pieces. */
const few = 20;

/** Makes the scan look for every secret of a reel: those of the chips that nobody simulates lie in its archives as well. */
export function addReel(scan: SecretScan, { transportKey, secrets }: SampleBundle): void {
  scan.addText('transport key', transportKey).add('transport key', Buffer.from(transportKey, 'hex'));
  const every = secrets.length > few ? 8 : 1;
  for (const { chipId, pbs, auto } of secrets) {
    scan.add(bindingSecretOf(chipId), Buffer.from(pbs, 'hex'), every).add(referenceOf(chipId), Buffer.from(auto, 'hex'), every);
  }
}
