import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { keyUsageByte } from '../../core/objects/codes.ts';
import { oid } from '../../core/objects/oid.ts';
import { joinFragments } from '../../core/plan/fragments.ts';
import { encodePlan } from '../../core/plan/planFile.ts';
import { must } from '../../core/result/result.ts';
import { buildDataSet } from '../../core/update/dataSet.ts';
import { parseDataSetText, writeConsoleText } from '../../core/update/text.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity, type IdentityFiles } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { keyFileSigner } from '../../electron/signers/keyFile.ts';
import { buildTexts, studioTexts } from '../../renderer/datasets/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';

async function dataSetFile(folder: string, device: IdentityFiles, integrity: IdentityFiles, payloadVersion: number): Promise<string> {
  const payload = { kind: 'key', key: device.key, usage: keyUsageByte(['authentication', 'signature']) } as const;
  const spec = { target: oid(0xe0f1), trustAnchor: oid(0xe0e3), payloadVersion, payload, signer: keyFileSigner(integrity.key) };
  const path = join(folder, `version-${payloadVersion}.txt`);
  writeFileSync(path, writeConsoleText(must(await buildDataSet(spec))));
  return path;
}

flow('a data set that is too old is explained before anything is sent', async ({ workstation, folders }) => {
  const { page } = workstation;
  const device = await makeIdentity(folders.base, 'device');
  const integrity = await makeIdentity(folders.base, 'integrity');
  const program = new Provision(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await program.useSimulatedBoard();
  await program.give(device);
  await page.getByText(wizardTexts.details).click();
  await page.getByLabel(buildTexts.version).fill('5');
  await page.getByLabel(buildTexts.version).blur();
  await program.next();
  await program.step(1);
  await program.give(integrity);
  await program.next();
  await program.step(2);
  await program.next();
  await program.step(6);
  await program.review();
  await program.write();
  await program.verdict(runTexts.finishedProved);
  expect(new ChipMemory(folders).field('e0f1', 'version')).toBe('0005');
  const before = new ChipMemory(folders).text;
  const writes = async (): Promise<number> => {
    const trace = await page.evaluate(() => window.bench.call('trace/read', { after: 0 }));
    return trace.ok ? trace.value.filter(({ command }) => command === 'SetObjectProtected' || command === 'SetDataObject').length : -1;
  };
  const sent = await writes();

  const old = await dataSetFile(folders.base, device, integrity, 3);
  await program.drop(old);
  await page.getByText(studioTexts.chipStates.refused, { exact: true }).waitFor();
  await page.getByText('0xE0F1 has version 5 already').waitFor();
  expect(await page.getByRole('button', { name: studioTexts.send }).isDisabled()).toBe(true);
  await page.getByText('This chip would refuse it (0x8010): see above. Nothing is sent.').waitFor();

  // The review refuses a plan that sends this data set, for the same reason.
  const set = must(parseDataSetText(readFileSync(old, 'utf8'), 'old.txt')).dataSet;
  const plan = join(folders.base, 'old.plan.json');
  const steps = [{ id: 'update', kind: 'send-data-set', target: oid(0xe0f1), manifest: set.manifest, fragments: { kind: 'material', name: 'version-3.txt', length: joinFragments(set.fragments).length } }] as const;
  writeFileSync(plan, encodePlan({ title: 'An old data set', steps }));
  await program.drop(plan);
  await page.getByRole('heading', { level: 1, name: 'An old data set' }).waitFor();
  const refusal = page.getByRole('alert').filter({ hasText: 'too old' });
  await refusal.first().waitFor();
  await program.picture('refused');
  const text = (await refusal.first().textContent()) ?? '';
  expect(text).toContain('The object has version 5, the data set 3');
  expect(text).toContain('payload version 6');
  expect(text).toContain('0x8010');
  expect(await page.getByText(reviewTexts.bytes).count(), 'a refused plan has no cost').toBe(0);
  expect(await page.getByRole('button', { name: reviewTexts.write }).isDisabled()).toBe(true);
  expect(await writes(), 'nothing was sent').toBe(sent);
  expect(new ChipMemory(folders).text).toBe(before);
});
