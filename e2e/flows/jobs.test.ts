import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { jobTexts, runJobTexts, sourceTitles } from '../../renderer/jobs/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { flow, root, type Folders } from '../fixture.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { any, like } from '../pages/texts.ts';

interface JobFile {
  readonly job: { readonly title: string; readonly quantity: number; readonly confirmed: readonly string[]; readonly serial?: unknown; readonly varies: readonly { readonly source: { readonly kind: string; readonly signer?: { readonly file: string } } }[]; readonly expected: readonly { readonly state: string }[] };
  readonly signatures: readonly unknown[];
}

const job = (folders: Folders, name: string): JobFile => JSON.parse(readFileSync(join(folders.save, name), 'utf8')) as JobFile;

/** Runs the command line at the station of the window. @returns its output */
const atStation = (folders: Folders, ...words: string[]): string =>
  execFileSync(process.execPath, [join(root, 'electron', 'build', 'cli.mjs'), ...words], { encoding: 'utf8', env: { ...process.env, TRUST_BENCH_STATE_DIR: folders.state } });

const signAndSave = async (page: Page): Promise<void> => page.getByRole('button', { name: jobTexts.release }).click();

flow('a review becomes a job: what varies, the ids, the signature; the station verifies it', async ({ workstation, folders }) => {
  const { page } = workstation;
  const [device, integrity, release] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity'), await makeIdentity(folders.base, 'release')];
  const provision = new Provision(page);
  await provision.toReview(device, integrity);
  await page.getByRole('button', { name: jobTexts.make }).click();
  await page.getByRole('heading', { level: 1, name: jobTexts.title }).waitFor();
  const main = page.locator('[data-main-action]');
  await expect(main).toBeDisabled();

  await page.getByLabel(jobTexts.name).fill('Sensor nodes');
  await page.getByLabel(jobTexts.quantity).fill('200');
  await page.getByRole('combobox', { name: /^Send/ }).selectOption({ label: sourceTitles.pairs });
  await page.locator('input[type=file][aria-label="Key that signs the data sets of the units"]').setInputFiles(integrity.certificatePath);
  await expect(page.getByLabel(jobTexts.pairSignerPath)).toHaveValue('integrity-certificate.pem');
  await page.getByLabel(jobTexts.pairSignerPath).fill('integrity-key.pem');
  await page.getByRole('combobox', { name: jobTexts.serials }).selectOption({ label: 'Counted' });
  await page.getByLabel(jobTexts.first).fill('SN-0001');
  // The id that was typed for the sample chip does not confirm the job.
  await expect(page.getByRole('textbox', { name: jobTexts.typeId('0xE0E3') })).toHaveValue('');
  await page.getByRole('textbox', { name: jobTexts.typeId('0xE0E3') }).fill('e0e3');
  await expect(main).toBeDisabled();
  await provision.drop(release.keyPath);
  await page.getByText(jobTexts.keyIs('release-key.pem')).waitFor();
  await signAndSave(page);
  await page.getByText(like(jobTexts.saved('Sensor nodes.tbjob', any))).first().waitFor();

  // The job was just released. This station neither trusts the signer nor has the pairs.
  await page.getByRole('button', { name: jobTexts.run }).click();
  const question = page.getByRole('dialog', { name: runJobTexts.title('Sensor nodes', 1) });
  await expect(question).toContainText(runJobTexts.noPin);
  await expect(question.getByRole('alert').first()).toContainText('signer');
  await expect(question.getByRole('button', { name: runJobTexts.run })).toBeDisabled();
  await page.keyboard.press('Escape');

  const { job: made, signatures } = job(folders, 'Sensor nodes.tbjob');
  expect([made.title, made.quantity, made.confirmed, made.serial, signatures.length]).toEqual(['Sensor nodes', 200, ['0xE0E3'], { from: 'counter', prefix: 'SN-', width: 4, first: 1 }, 1]);
  // The certificate and the proof use pairs too, because the key does.
  expect(made.varies.map(({ source }) => [source.kind, source.signer?.file])).toEqual([['pairs', undefined], ['pairs', 'integrity-key.pem'], ['pairs', undefined]]);
  atStation(folders, 'job', 'trust', release.certificatePath);
  expect(atStation(folders, 'job', 'show', join(folders.save, 'Sensor nodes.tbjob'))).toMatch(/signature of [0-9a-f]{64}: valid/);
  expect(workstation.complaints).toEqual([]);
});

flow('a report becomes a job: it expects what the sample needed before', async ({ workstation, folders }) => {
  const { page } = workstation;
  const [device, integrity, release] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity'), await makeIdentity(folders.base, 'release')];
  const provision = new Provision(page);
  await provision.toReview(device, integrity);
  await provision.write();
  await provision.verdict(runTexts.finishedProved);
  await page.getByRole('button', { name: jobTexts.make }).click();
  await page.getByRole('textbox', { name: jobTexts.typeId('0xE0E3') }).fill('E0E3');
  await provision.drop(release.keyPath);
  await page.getByLabel(jobTexts.name).fill('After the sample');
  await signAndSave(page);
  await page.getByText(like(jobTexts.saved('After the sample.tbjob', any))).first().waitFor();
  expect(job(folders, 'After the sample.tbjob').job.expected.filter(({ state }) => state !== 'needed')).toEqual([]);
  await page.getByRole('button', { name: jobTexts.back.run }).click();
  await provision.verdict(runTexts.finishedProved);
});
