import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { appTexts } from '../../renderer/app/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';
import { dropFiles } from '../drop.ts';
import { picture } from '../fixture.ts';
import type { IdentityFiles } from './files.ts';

/** A technician's actions and observations in the Provision room. */
export class Provision {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async useSimulatedBoard(): Promise<void> {
    await this.page.getByRole('button', { name: appTexts.simulatedBoard }).click();
    await this.page.getByText('Connected', { exact: true }).waitFor();
  }

  /** Drops files on the window, as from a file manager. */
  async drop(...paths: string[]): Promise<void> {
    await dropFiles(this.page, 'main', paths);
  }

  /** Drops a key and its certificate, and waits until the window shows that they match. */
  async give({ keyPath, certificatePath }: IdentityFiles): Promise<void> {
    await this.drop(keyPath, certificatePath);
    await this.page.getByText(wizardTexts.belong).waitFor();
  }

  /** Goes from the first step to the review of a signed update with a locked anchor, and confirms the lock. */
  async toReview(device: IdentityFiles, integrity: IdentityFiles): Promise<void> {
    await this.useSimulatedBoard();
    await this.give(device);
    await this.next();
    await this.step(1);
    await this.give(integrity);
    await this.choose(wizardTexts.lockAnchorYes.title);
    await this.next();
    await this.step(2);
    await this.next();
    await this.step(6);
    await this.review();
    await this.confirm('E0E3');
  }

  /** Types an object's id into its confirmation field. */
  async confirm(object: string): Promise<void> {
    await this.page.getByRole('textbox', { name: new RegExp(object) }).last().fill(object);
  }

  async step(number: number): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: new RegExp(`^${number}/7`) }).waitFor();
  }

  async next(): Promise<void> {
    await this.page.getByRole('button', { name: /^Next: / }).click();
  }

  async choose(name: string | RegExp): Promise<void> {
    await this.page.getByRole('radio', { name }).check();
  }

  async review(): Promise<void> {
    await this.page.getByRole('button', { name: wizardTexts.rehearse }).click();
    await this.page.getByText(reviewTexts.went).waitFor();
  }

  async write(): Promise<void> {
    await this.page.getByRole('button', { name: reviewTexts.write }).click();
  }

  async verdict(text: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: text }).waitFor({ timeout: 30_000 });
  }

  /** A picture for the README or the manual, taken by `npm run pictures`. */
  async picture(name: string): Promise<void> {
    await picture(this, name);
  }

  /** Expects the focus on the element with this name. */
  async focused(name: string | RegExp): Promise<void> {
    const label = await this.page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(label).toMatch(name);
  }
}
