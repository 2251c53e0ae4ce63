import type { Page } from 'playwright-core';
import { encodePrivateKeyPem } from '../../core/keys/privateKey.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { must } from '../../core/result/result.ts';
import type { OperationName, ReplyOf, RequestOf } from '../../core/contract/operations.ts';
import type { Workstation } from '../fixture.ts';
import type { IdentityFiles } from './files.ts';

/** Pastes text on the window, as Ctrl+V does. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, text);
}

/** What a former run left: E0F1 and E200 take encrypted, signed updates; the secret is in F1D1. */
export async function prepareChip({ bench }: Workstation, integrity: IdentityFiles, secretHex: string): Promise<void> {
  const call = async <N extends OperationName>(name: N, request: RequestOf<N>): Promise<ReplyOf<N>> => {
    const value = must(await bench.handlers[name](request as never)) as ReplyOf<N>;
    bench.replied(name, value);
    return value;
  };
  const take = async (name: string, text: string) => (await call('files/take-text', { name, text })).ticket;
  const pem = encodePrivateKeyPem(integrity.key) + encodePem('CERTIFICATE', integrity.certificate);
  await call('wizard/material', { slot: 'integrity', ticket: await take('integrity.pem', pem) });
  await call('wizard/secret', { ticket: await take('secret.txt', secretHex) });
  for (const algorithm of ['secp256r1', 'aes128'] as const) {
    const made = await call('keys/new', { algorithm, name: `first-${algorithm}` });
    const id = made.selected ?? '';
    if (algorithm === 'secp256r1') await call('keys/certify', { id, subject: 'CN=First', days: 30, usage: [], isCa: false });
    await call('wizard/material', { slot: 'device', ticket: (await call('keys/hand-over', { id })).ticket });
    await call('keys/forget', { id });
    await call('wizard/answer', { confidentiality: true, update: 'both' });
    const plan = await call('plan/from-wizard', {});
    // The secret's object stays readable: its id is typed.
    await call('plan/run', { planId: plan.planId, confirmations: { secret: '0xF1D1' } });
    for (let run = await call('run/state', {}); run?.state !== 'finished'; run = await call('run/state', {})) {
      if (run?.state === 'failed') throw new Error(run.fault?.what);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  await call('wizard/reset', {});
}
