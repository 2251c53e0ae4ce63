import { expect, type Page } from 'playwright/test';
import { encodePrivateKeyPem } from '../../core/keys/privateKey.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { must, type Result } from '../../core/result/result.ts';
import { reviewIn, type OperationName, type ReplyOf, type RequestOf } from '../../core/contract/operations.ts';
import type { ChromiumWorkstation, Workstation } from '../fixture.ts';
import type { IdentityFiles } from './files.ts';

/** Pastes text into the window, like Ctrl+V. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, text);
}

type Call = <N extends OperationName>(name: N, request: RequestOf<N>) => Promise<ReplyOf<N>>;

/**
 * Calls operations of the program behind the window. A fault fails the test. If the main process runs in the test's own
 * process, the calls go there, so that the page sees no secret.
 */
const callsOf = (workstation: Workstation | ChromiumWorkstation): Call => async <N extends OperationName>(name: N, request: RequestOf<N>) => {
  if ('program' in workstation) {
    const value = must(await workstation.program.handlers[name](request as never)) as ReplyOf<N>;
    const planId = reviewIn(name, value);
    if (planId !== undefined) workstation.program.reviewShown(planId);
    return value;
  }
  const ask = ([operation, asked]: readonly [N, RequestOf<N>]): Promise<Result<unknown>> => Reflect.apply(window.bench.call, undefined, [operation, asked]) as Promise<Result<unknown>>;
  return must(await workstation.page.evaluate(ask as (given: readonly unknown[]) => Promise<Result<unknown>>, [name, request])) as ReplyOf<N>;
};

/** Runs a reviewed plan to its end. */
async function runPlan(call: Call, planId: string, confirmations: Readonly<Record<string, string>>): Promise<void> {
  await call('plan/run', { planId, confirmations });
  const ended = async (): Promise<string | undefined> => {
    const run = await call('run/state', {});
    return run?.state === 'running' ? undefined : (run?.fault?.what ?? run?.state);
  };
  await expect.poll(ended, { intervals: [20] }).toBe('finished');
}

/** Runs a plan file without locks. @param steps as in a plan file */
export async function runPlanFile(workstation: Workstation, steps: readonly object[]): Promise<void> {
  const call = callsOf(workstation);
  const text = JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'test', steps });
  const { ticket } = await call('files/take-text', { name: 'plan.json', text });
  const { planId } = await call('plan/open', { ticket });
  await runPlan(call, planId, {});
}

/** Prepares the chip as an earlier run would: E0F1 and E200 accept encrypted, signed updates; the secret is in F1D1. */
export async function prepareChip(workstation: Workstation, integrity: IdentityFiles, secretHex: string): Promise<void> {
  const call = callsOf(workstation);
  const take = async (name: string, text: string) => (await call('files/take-text', { name, text })).ticket;
  const pem = encodePrivateKeyPem(integrity.key) + encodePem('CERTIFICATE', integrity.certificate);
  await call('wizard/material', { slot: 'integrity', ticket: await take('integrity.pem', pem) });
  await call('wizard/secret', { ticket: await take('secret.txt', secretHex) });
  for (const algorithm of ['secp256r1', 'aes128'] as const) {
    const made = await call('keys/new', { algorithm, name: `first-${algorithm}` });
    const id = made.selected ?? '';
    if (algorithm === 'secp256r1') await call('keys/certify', { id, subject: 'CN=First', days: 30, usage: [], isCa: false });
    await call('wizard/material', { slot: 'device', ticket: (await call('keys/ticket', { id })).ticket });
    await call('keys/forget', { id });
    await call('wizard/answer', { confidentiality: true, update: 'both' });
    const plan = await call('plan/from-wizard', {});
    // The secret's object stays readable, so its id must be typed.
    await runPlan(call, plan.planId, { secret: '0xF1D1' });
  }
  await call('wizard/reset', {});
}
