import type { SecretScan } from '../../../core/bytes/testing/secretScan.ts';
import type { SampleBundle } from '../../../electron/simulated/sample/sampleBundle.ts';

export const bindingSecretOf = (chipId: string): string => `binding secret of ${chipId}`;
export const referenceOf = (chipId: string): string => `authorization reference of ${chipId}`;

/** Above this number of chips, fewer pieces of each secret are searched. */
const few = 20;

/** Adds every secret of a reel to the scan, also those of chips that are not simulated, from its archives. */
export function addReel(scan: SecretScan, { transportKey, secrets }: SampleBundle): void {
  scan.addText('transport key', transportKey).add('transport key', Buffer.from(transportKey, 'hex'));
  const every = secrets.length > few ? 8 : 1;
  for (const { chipId, pbs, auto } of secrets) {
    scan.add(bindingSecretOf(chipId), Buffer.from(pbs, 'hex'), every).add(referenceOf(chipId), Buffer.from(auto, 'hex'), every);
  }
}
