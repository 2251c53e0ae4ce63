import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { hex, toHex } from '../../core/bytes/hex.ts';
import { Secret } from '../../core/bytes/secret.ts';
import { oid } from '../../core/objects/oid.ts';
import { must } from '../../core/result/result.ts';
import { buildDataSet } from '../../core/update/dataSet.ts';
import { writeFileText } from '../../core/update/text.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity, type IdentityFiles } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { runPlanFile } from '../pages/studio.ts';
import { go } from '../pages/window.ts';
import { keyFileSigner } from '../../electron/signers/keyFile.ts';
import { studioTexts } from '../../renderer/datasets/texts.ts';
import { rehearsalWords, reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { summaryTexts } from '../../renderer/plan/review/summaryTexts.ts';

const secretHex = '5e'.repeat(32);

/** An anchor in E0E3, an unreadable secret in F1D1, and F1D4, which accepts encrypted, signed metadata. */
const preparation = (certificate: Uint8Array): readonly object[] => [
  { id: 'a', kind: 'write-object', object: '0xE0E3', what: 'x', content: { inline: toHex(certificate) } },
  { id: 'b', kind: 'write-metadata', object: '0xE0E3', changes: '2006e80111d30100', purpose: 'x' },
  { id: 'c', kind: 'write-object', object: '0xF1D1', what: 'x', content: { inline: secretHex } },
  { id: 'd', kind: 'write-metadata', object: '0xF1D1', changes: '2009e80123d30100d101ff', purpose: 'x' },
  { id: 'e', kind: 'write-metadata', object: '0xF1D4', changes: '200cd80721e0e3fd20f1d1f00101', purpose: 'x' },
];

/** An encrypted set that raises the lifecycle of F1D4 to operational, as text. */
async function lockingSet({ key }: IdentityFiles): Promise<string> {
  const made = await buildDataSet({
    target: oid(0xf1d4),
    trustAnchor: oid(0xe0e3),
    payloadVersion: 1,
    payload: { kind: 'metadata', bytes: hex('2003c00107'), contentReset: 'as-object' },
    signer: keyFileSigner(key),
    confidentiality: { secret: oid(0xf1d1), value: new Secret(hex(secretHex)), label: Uint8Array.of(0x6c), seed: new Uint8Array(64).fill(1) },
  });
  return writeFileText(must(made));
}

const cases = [
  { at: 'the secret is at hand', secret: true, mark: reviewTexts.notCertain, because: 'The lifecycle of 0xF1D4 goes to operational, and never back.' },
  {
    at: 'the secret is not at hand',
    secret: false,
    mark: rehearsalWords['not-rehearsable'],
    because: 'What this encrypted update does to the metadata of 0xF1D4 cannot be seen without the secret in 0xF1D1: it may lock the object permanently.',
  },
];

for (const { at, secret, mark, because } of cases) flow(`an encrypted data set that locks is sent only with the typed id: ${at}`, async ({ workstation, folders }) => {
  const { page } = workstation;
  await page.setViewportSize({ width: 1280, height: 800 });
  const integrity = await makeIdentity(folders.base, 'integrity');
  const [setPath, secretPath] = [join(folders.base, 'lock.txt'), join(folders.base, 'secret.txt')];
  writeFileSync(setPath, await lockingSet(integrity));
  writeFileSync(secretPath, secretHex);
  const program = new Provision(page);
  await program.useSimulatedBoard();
  await runPlanFile(workstation, preparation(integrity.certificate));

  await go(page, 'Data sets');
  await page.getByLabel(studioTexts.choose).setInputFiles(setPath);
  const payload = page.getByRole('region', { name: 'Payload', exact: true });
  await payload.getByText('Encrypted', { exact: true }).waitFor();
  if (secret) {
    await payload.locator('input[type=file]').setInputFiles(secretPath);
    await page.getByText('It was rehearsed with the secret that you gave.').waitFor();
    expect(await page.getByText(studioTexts.chipStates.accepted).count(), 'whether the chip has the same secret is not known').toBe(0);
  }
  await page.getByRole('button', { name: studioTexts.send }).click();

  await page.getByText(reviewTexts.notAllTried(1, 1)).waitFor();
  const step = page.getByTestId('plan-step-update');
  await step.getByText(mark, { exact: true }).waitFor();
  expect(await step.getByText('Irreversible', { exact: true }).count()).toBeGreaterThan(0);
  await page.getByRole('region', { name: summaryTexts.toConfirm(1) }).getByText(because).waitFor();
  const total = page.locator('dl').filter({ hasText: reviewTexts.bytes });
  expect((await total.textContent())?.includes(reviewTexts.notKnown), 'its cost').toBe(!secret);
  expect(await page.getByText(reviewTexts.went).count(), 'no green').toBe(0);

  const before = new ChipMemory(folders);
  expect(before.field('f1d4', 'lcso')).toBe('01');
  const write = page.getByRole('button', { name: reviewTexts.write });
  const typed = page.getByLabel(reviewTexts.confirm('0xF1D4'));
  expect(await write.isDisabled()).toBe(true);
  await typed.fill('F1D1');
  await page.getByText(reviewTexts.notThis('0xF1D4')).waitFor();
  expect(await write.isDisabled()).toBe(true);
  await typed.fill('F1D4');
  await expect.poll(() => write.isDisabled()).toBe(false);
  expect(new ChipMemory(folders).text, 'nothing is sent before').toBe(before.text);
  await program.write();
  await program.verdict(runTexts.finishedProved);
  const chip = new ChipMemory(folders);
  expect([chip.field('f1d4', 'lcso'), chip.field('f1d4', 'version')]).toEqual(['07', '0001']);
  expect(workstation.complaints).toEqual([]);
});
