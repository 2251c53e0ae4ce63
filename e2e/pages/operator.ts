import { expect, type Page } from 'playwright/test';
import { must } from '../../core/result/result.ts';
import { lineBench, type LineBench } from '../../electron/app/line/testing/lineBench.ts';
import type { LineSlot } from '../../core/contract/line.ts';
import { runJobTexts } from '../../renderer/jobs/texts.ts';
import { operatorTexts } from '../../renderer/operator/texts.ts';
import type { ChromiumWorkstation } from '../fixture.ts';
import { Scanner } from './scanner.ts';

/** Makes the bench of the technician. Chips are moved through the services in this process. */
export const benchOf = ({ program, folders }: Pick<ChromiumWorkstation, 'program' | 'folders'>, slots: number): Promise<LineBench> =>
  lineBench({ main: program, folder: folders.base, ok: async (name, request) => must(await program.handlers[name](request as never)) as never }, slots);

/** The operator's screen, as a person at the bench uses it. */
export class Operator {
  readonly #page: Page;
  readonly scanner: Scanner;

  constructor(page: Page) {
    this.#page = page;
    this.scanner = new Scanner(page);
  }

  slot(number: number) {
    return this.#page.getByTestId(`slot-${number}`);
  }

  get prompt() {
    return this.#page.getByTestId('prompt');
  }

  /** Drops a job file on the engineer's window. */
  async drop(job: string): Promise<void> {
    await this.#page.evaluate((text) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([text], 'line.tbjob'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
    }, job);
  }

  /** Drops a job file on the engineer's window and runs it. */
  async run(job: string): Promise<void> {
    await this.drop(job);
    await this.#page.getByRole('button', { name: runJobTexts.run }).click();
    await this.slot(1).waitFor();
  }

  /** Waits until the tile of a slot shows this state. */
  async shows(number: number, state: LineSlot['state']): Promise<void> {
    await expect(this.slot(number)).toHaveAttribute('data-state', state, { timeout: 20_000 });
  }

  /** Opens the pad and types a PIN as a person does. */
  async leaveWith(pin: string): Promise<void> {
    const open = this.#page.getByRole('region', { name: operatorTexts.pinTitle });
    if (!(await open.isVisible())) await this.#page.getByRole('banner').getByRole('button', { name: 'Leave' }).click();
    await open.waitFor();
    await this.#page.keyboard.type(pin, { delay: 150 });
    await expect(open.getByLabel(operatorTexts.pin)).toHaveValue(pin);
    await open.getByRole('button', { name: 'Leave' }).click();
  }

  /** Returns the values of the counters: passed, failed, to check, first-pass yield, left. */
  async counts(): Promise<string[]> {
    return Promise.all(['passed', 'failed', 'to-check', 'yield', 'left'].map((name) => this.#page.getByTestId(`count-${name}`).innerText()));
  }
}
