import { writeFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { encodeSignatureAlgorithm, wrapSignature } from '../../core/certificates/signatureAlgorithm.ts';
import { bitString, inSequence, parseDer, sequence } from '../../core/keys/der.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { signDigest } from '../../core/keys/testing/testSigner.ts';
import { hashes } from '../../core/keys/rsa.ts';
import { fault } from '../../core/result/fault.ts';
import { must } from '../../core/result/result.ts';
import { say } from '../../core/result/say.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity, type IdentityFiles } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';

/** The same certificate as version 1, without extensions, as plain `openssl x509 -req` makes it. */
function asVersion1({ key, certificate, certificatePath }: IdentityFiles): void {
  const [tbs] = inSequence(must(parseDer(certificate, 'The certificate')));
  const body = sequence(...(tbs?.children ?? []).filter(({ tag }) => tag !== 0xa0 && tag !== 0xa3).map(({ whole }) => whole));
  const signature = wrapSignature(key.publicKey, signDigest(key, 'sha256', hashes.sha256(body)));
  writeFileSync(certificatePath, encodePem('CERTIFICATE', sequence(body, encodeSignatureAlgorithm(key.publicKey, 'sha256'), bitString(signature))));
}

flow('a trust anchor that the chip cannot use is told at its step, never locked, and replaced', async ({ workstation, folders }) => {
  const { page } = workstation;
  const device = await makeIdentity(folders.base, 'device');
  const integrity = await makeIdentity(folders.base, 'integrity');
  asVersion1(integrity);
  const program = new Provision(page);
  await program.useSimulatedBoard();
  await program.give(device);
  await program.next();
  await program.step(1);
  await program.give(integrity);
  const rule = 'It is an X.509 certificate of version 1; the chip reads version 3 only.';
  await page.getByText(rule).first().waitFor();
  await program.choose(wizardTexts.lockAnchorYes.title);
  await page.getByText('the review will refuse the plan').first().waitFor();
  const toReview = async (): Promise<void> => {
    await program.next();
    await program.step(2);
    await program.next();
    await program.step(6);
    await program.choose(wizardTexts.updates.metadata.title);
    await program.next();
    await program.step(7);
    await page.getByRole('button', { name: wizardTexts.rehearse }).click();
  };
  await toReview();
  const refusal = page.getByRole('alert').filter({ hasText: say(fault('anchor/refused', { object: '', breaches: [] })).what });
  await refusal.first().waitFor();
  expect(await refusal.first().textContent()).toContain(rule);
  expect(await page.getByRole('button', { name: reviewTexts.write }).isDisabled()).toBe(true);
  const untouched = new ChipMemory(folders);
  expect([untouched.field('e0e3', 'lcso'), untouched.field('e0e3', 'type'), untouched.data('e0e3').every((byte) => byte === 0)]).toEqual(['01', '12', true]);

  // With a certificate that the chip can read, the chip is asked, the anchor is locked, and the report says how it was
  // proved.
  await page.getByRole('button', { name: 'Change the answer: Trust anchor' }).click();
  await program.step(1);
  await program.give(await makeIdentity(folders.base, 'good'));
  await page.getByText(rule).first().waitFor({ state: 'detached' });
  await toReview();
  await page.getByText(reviewTexts.went).waitFor();
  await program.confirm('E0E3');
  await program.write();
  await program.verdict(runTexts.finishedProved);
  await page.getByText('as we understand the manual').first().waitFor();
  expect(new ChipMemory(folders).field('e0e3', 'lcso')).toBe('07');
});
