import type { Page } from 'playwright/test';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { backTo } from '../../renderer/plan/texts.ts';
import { connectTo } from './window.ts';

/** An engineer's actions and observations in the Objects room. */
export class Objects {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(10_000);
  }

  /** Connects to a port by typing its path, and opens the room. */
  async open(path: string): Promise<void> {
    await connectTo(this.page, path);
    await this.page.getByRole('button', { name: 'Objects', exact: true }).click();
  }

  /** Waits until the list was read to its end. */
  async read(): Promise<void> {
    await this.page.getByRole('button', { name: objectsTexts.readAgain }).and(this.page.locator(':enabled')).waitFor();
  }

  row(id: string) {
    return this.page.getByTestId(`object-${id}`);
  }

  async pick(id: string): Promise<void> {
    await this.row(id).click();
    await this.page.getByRole('heading', { level: 2, name: new RegExp(`^${id}`) }).waitFor();
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  /** Goes from the review to the end of the run and back to the object. `confirm`: the id to type for an irreversible step. */
  async run(confirm?: string): Promise<void> {
    await this.page.getByText(reviewTexts.went).waitFor();
    if (confirm !== undefined) await this.page.getByLabel(reviewTexts.confirm(confirm)).fill(confirm);
    await this.page.getByRole('button', { name: reviewTexts.write }).click();
    await this.page.getByRole('heading', { level: 1, name: runTexts.finishedProved }).waitFor({ timeout: 30_000 });
    await this.page.getByRole('button', { name: backTo.objects }).click();
    await this.read();
  }
}
