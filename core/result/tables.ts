import { anchorFaults } from './words/anchors.ts';
import { appFaults } from './words/app.ts';
import { bridgeFaults } from './words/bridge.ts';
import { bundleFaults } from './words/bundle.ts';
import { bytesFaults } from './words/bytes.ts';
import { chainFaults } from './words/chains.ts';
import { chipFaults } from './words/chip.ts';
import { contentFaults } from './words/content.ts';
import { exchangeFaults } from './words/exchange.ts';
import { fileFaults } from './words/files.ts';
import { jobFaults } from './words/jobs.ts';
import { jobUnitFaults } from './words/jobUnits.ts';
import { journalFaults } from './words/journal.ts';
import { keyFaults } from './words/keys.ts';
import { lineFaults, scanFaults } from './words/line.ts';
import { planFaults } from './words/plan.ts';
import { signerFaults } from './words/signers.ts';
import { slotFaults } from './words/slots.ts';
import { updateFaults } from './words/update.ts';
import { usageFaults } from './words/usage.ts';

/** Every fault of the program. One line for each area. */
export const faultTables = {
  ...anchorFaults,
  ...appFaults,
  ...bundleFaults,
  ...bytesFaults,
  ...bridgeFaults,
  ...chainFaults,
  ...chipFaults,
  ...contentFaults,
  ...exchangeFaults,
  ...fileFaults,
  ...jobFaults,
  ...jobUnitFaults,
  ...journalFaults,
  ...keyFaults,
  ...lineFaults,
  ...scanFaults,
  ...planFaults,
  ...signerFaults,
  ...slotFaults,
  ...updateFaults,
  ...usageFaults,
};

export type FaultTables = typeof faultTables;
