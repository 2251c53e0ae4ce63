import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { toHex } from '../../core/bytes/hex.ts';
import { wholeTexts } from '../../renderer/chip/exchange/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { flow, root, type Folders, type Workstation } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { any, like } from '../pages/texts.ts';

interface PlanFile {
  readonly steps: readonly { readonly kind: string; readonly object?: string; content?: { inline: string } }[];
  readonly confirmed?: { readonly objects: readonly string[] };
}

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `trust-bench run` as a separate process with the window's state folder and chip. */
function runAtStation({ state }: Folders, ...words: string[]): Promise<Said> {
  const environment = { ...process.env, TRUST_BENCH_STATE_DIR: state, TRUST_BENCH_SIM_TIMING: 'none' };
  const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), '--port', `simulated@${join(state, 'simulated-trust-m-v3.json')}`, 'run', ...words], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

const openAtBoard = async (open: () => Promise<Workstation>): Promise<Workstation & { readonly provision: Provision }> => {
  const workstation = await open();
  const provision = new Provision(workstation.page);
  await provision.useSimulatedBoard();
  return { ...workstation, provision };
};

/** Metadata of a trust anchor in operational state. */
const lockedAnchor = '2019c00107c40206c0c50206c0d003e1fc07d10100d30100e80111';

flow('a saved plan with a typed lock, edited: window and command line ask for the id again; as it was saved it runs', async ({ folders, openInOwnBrowser: open }) => {
  const [own, other] = [await makeIdentity(folders.base, 'integrity'), await makeIdentity(folders.base, 'other')];
  const dump = join(folders.base, 'line-7.json');
  writeFileSync(dump, JSON.stringify({ e0e3: { metadata: lockedAnchor, data: toHex(own.certificate) } }));
  const first = await openAtBoard(open);
  await first.provision.drop(dump);
  await first.page.getByRole('button', { name: wholeTexts.importIt }).click();
  await first.page.getByText(reviewTexts.went).waitFor();
  await first.provision.confirm('E0E3');
  await first.page.getByText('Confirmed', { exact: true }).waitFor();
  await first.page.getByRole('button', { name: reviewTexts.save }).click();
  await first.page.getByText(like(reviewTexts.saved('plan.json', any))).waitFor();
  expect(first.complaints).toEqual([]);
  await first.close();

  const saved = join(folders.save, 'plan.json');
  const plan = JSON.parse(readFileSync(saved, 'utf8')) as PlanFile;
  expect(plan.confirmed?.objects).toEqual(['0xE0E3']);
  const [anchor, ...more] = plan.steps.filter((step) => step.content?.inline === toHex(own.certificate));
  expect(more).toEqual([]);
  if (anchor === undefined) throw new Error('the plan has no content of the anchor');
  anchor.content = { inline: toHex(other.certificate) };
  const edited = join(folders.base, 'edited.json');
  writeFileSync(edited, JSON.stringify(plan));
  const before = new ChipMemory(folders).text;

  const again = await openAtBoard(open);
  await again.provision.drop(edited);
  await again.page.getByText(reviewTexts.went).waitFor();
  const typed = again.page.getByLabel(reviewTexts.confirm('0xE0E3'));
  const write = again.page.getByRole('button', { name: reviewTexts.write });
  expect(await typed.inputValue()).toBe('');
  await again.page.getByText(reviewTexts.confirmLeft(1)).waitFor();
  expect(await write.isDisabled(), 'nothing was typed for the edited plan').toBe(true);
  await again.page.getByRole('button', { name: /^Changes: Write the content of the file/ }).click();
  await again.page.getByText('Bytes', { exact: true }).click();
  const content = again.page.getByRole('group', { name: 'Content, after' });
  await content.getByRole('button', { name: /^Show all/ }).click();
  const shown = (await content.locator('span:not([aria-hidden])').allInnerTexts()).join('').replaceAll(' ', '');
  expect(shown.toLowerCase()).toBe(toHex(other.certificate));
  await typed.fill('E0E1');
  expect(await write.isDisabled(), 'another id was typed').toBe(true);
  await typed.fill('E0E3');
  await again.page.getByText('Confirmed', { exact: true }).waitFor();
  expect(await write.isDisabled()).toBe(false);
  expect(again.complaints).toEqual([]);
  await again.close();
  expect(new ChipMemory(folders).text, 'a review sends nothing').toBe(before);

  const refused = await runAtStation(folders, edited);
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/^error: plan\/confirmation-void: .*\(0xE0E3\) Its steps, its chip or its confirmed objects were changed after the confirmation\.$/m);
  expect(refused.err).toMatch(/^hint: .*--yes-lock 0xE0E3\.$/m);
  expect(new ChipMemory(folders).text, 'nothing was sent').toBe(before);

  const ran = await runAtStation(folders, saved);
  expect([ran.code, ran.out], ran.err).toEqual([0, 'done: Import line-7.json\n']);
  const chip = new ChipMemory(folders);
  expect(toHex(chip.data('e0e3'))).toBe(toHex(own.certificate));
  expect([chip.field('e0e3', 'type'), chip.field('e0e3', 'lcso')]).toEqual(['11', '07']);
});
