import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { nodeRandomness } from '../../electron/serial/randomness.ts';
import { makeSampleBundle, type SampleBundle, type SampleChip } from '../../electron/simulated/sample/sampleBundle.ts';
import { reelChipState } from '../../electron/simulated/sample/simulatedReelChip.ts';
import { appTexts } from '../../renderer/app/texts.ts';
import { reachTexts } from '../../renderer/chip/authorization/texts.ts';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { dropFiles } from '../drop.ts';
import type { Folders } from '../fixture.ts';
import { go } from './window.ts';

export const chipFile = 'simulated-reel-chip.json';

/** The port of a simulated Express chip whose memory is a file in the state folder. */
const statePort = (file: string): string => `simulated:express@${file}`;

export interface SampleReel {
  readonly made: SampleBundle;
  readonly bundle: string;
  /** The chip whose memory is in the state folder, so that it can be connected. */
  readonly chip: SampleChip;
  readonly port: string;
}

/** Makes a small reel, and the memory of its first chip in the state folder. */
export async function makeReel(folders: Folders): Promise<SampleReel> {
  const made = await makeSampleBundle({ chips: 6, simulated: 1, outer: 'zip', hideNames: false, random: nodeRandomness, now: new Date() });
  const [chip] = made.chips;
  if (chip === undefined) throw new Error('no chip');
  mkdirSync(folders.state, { recursive: true });
  const bundle = join(folders.base, made.name);
  writeFileSync(bundle, made.bytes);
  writeFileSync(join(folders.state, chipFile), JSON.stringify(reelChipState(chip)));
  return { made, bundle, chip, port: statePort(chipFile) };
}

/** A technician's actions and observations in the Reels room. */
export class Reels {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(bundle: string): Promise<void> {
    await go(this.page, 'Reels');
    await dropFiles(this.page, 'main', [bundle]);
    await this.page.getByLabel(reelsTexts.transportKey).waitFor({ timeout: 30_000 });
  }

  /** Types the transport key into the focused field, like a barcode scanner. */
  async type(transportKey: string): Promise<void> {
    await this.page.keyboard.type(transportKey);
    await this.page.keyboard.press('Enter');
  }

  unlocked(): Promise<void> {
    return this.page.getByText(reelsTexts.sumSecrets(6, 6)).waitFor();
  }

  async connect(port: string): Promise<void> {
    await this.page.evaluate((path) => window.bench.call('board/connect', { path }), port);
  }

  /** The connected chip and its reel, in the top bar. */
  get glance() {
    return this.page.getByTestId('reel-glance');
  }

  get panel() {
    return this.page.getByRole('region', { name: 'Authorization', exact: true });
  }

  /** Programs firmware with the chip's binding secret, then does the authorization over the shielded connection. */
  async bindAndAuthorize(): Promise<void> {
    const { page, panel } = this;
    await page.getByRole('button', { name: 'Simulate…' }).click();
    await page.getByRole('menuitem', { name: appTexts.bindFirmware }).click();
    await page.getByText(/^The chip was restarted/).first().waitFor({ timeout: 10_000 });
    await panel.getByRole('button', { name: reachTexts.tryShielded }).click();
    await panel.getByText('closed', { exact: true }).first().waitFor();
    await panel.getByRole('button', { name: reachTexts.withReel }).click();
    await page.getByTestId('chip').getByTitle(reachTexts.authorized('0xF1D0')).waitFor();
  }
}
