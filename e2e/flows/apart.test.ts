import { writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { utf8 } from '../../core/bytes/bytes.ts';
import { oid } from '../../core/objects/oid.ts';
import { must } from '../../core/result/result.ts';
import { buildDataSet } from '../../core/update/dataSet.ts';
import { appTexts } from '../../renderer/app/texts.ts';
import { flow } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { makeIdentity } from '../pages/files.ts';
import { Objects } from '../pages/objects.ts';
import { Provision } from '../pages/provision.ts';
import { givePassword, go } from '../pages/window.ts';
import { keyFileSigner } from '../../electron/signers/keyFile.ts';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';
import { wholeTexts } from '../../renderer/chip/exchange/texts.ts';

process.env['TRUST_BENCH_SIM_TIMING'] = 'none';

flow('files that belong together: a Configurator project file by file, a fragment after its manifest, a fragment alone', async ({ workstation, folders }) => {
  const { page } = workstation;
  const program = new Provision(page);
  await program.useSimulatedBoard();
  const put = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folders.base, name), content);
    return join(folders.base, name);
  };
  const xml = '<OPTIGA>\n <oid id="F1D5"><metadata>c00101d003e1fc07</metadata><data>f1d5.dat</data></oid>\n <oid id="F1D6"><metadata>c00101d003e1fc07</metadata><data>f1d6.dat</data></oid>\n</OPTIGA>\n';
  await program.drop(put('f1d5.dat', 'ca fe 01 23'), put('project.xml', xml), put('f1d6.dat', '55'.repeat(40)));
  const compared = page.getByRole('region', { name: wholeTexts.file('project.xml') });
  await compared.getByText('0xF1D6').first().waitFor();
  expect(await compared.getByText('is missing beside the XML file').count()).toBe(0);

  const signer = await makeIdentity(folders.base, 'signer');
  const set = must(await buildDataSet({ target: oid(0xf1e0), trustAnchor: oid(0xe0e3), payloadVersion: 1, payload: { kind: 'data', bytes: utf8('a payload'), offset: 0, writeType: 'write' }, signer: keyFileSigner(signer.key) }));
  const [manifest, fragment] = [put('manifest.dat', set.manifest), put('fragment.dat', set.fragments[0] ?? '')];
  await program.drop(fragment);
  const refused = page.getByRole('alert').filter({ hasText: 'fragment.dat' });
  await refused.getByText(appTexts.unknownTodo(appTexts.taken)).waitFor();
  await program.drop(manifest);
  await page.getByText('None', { exact: true }).waitFor();
  await program.drop(fragment);
  await page.getByText('manifest.dat + fragment.dat').first().waitFor();
  await page.getByText('None', { exact: true }).waitFor({ state: 'detached' });
  expect(workstation.complaints).toEqual([]);
});

flow('a .p12 file: the password is asked for in the wizard and in Keys; a text is written as text', async ({ workstation, folders }) => {
  const { page } = workstation;
  const program = new Provision(page);
  await program.useSimulatedBoard();
  const device = await makeIdentity(folders.base, 'device');
  const container = join(folders.base, 'device.p12');
  execFileSync('openssl', ['pkcs12', '-export', '-inkey', device.keyPath, '-in', device.certificatePath, '-passout', 'pass:staple', '-out', container]);
  await program.drop(container);
  await givePassword(page, basename(container), 'wrong');
  await page.getByRole('alert').filter({ hasText: 'password' }).waitFor();
  await givePassword(page, basename(container), 'staple');
  await page.getByText(wizardTexts.belong).waitFor();
  await go(page, 'Keys');
  await program.drop(container);
  await givePassword(page, basename(container), 'staple');
  await page.getByRole('table', { name: 'Certificate' }).waitFor();

  const objects = new Objects(page);
  await go(page, 'Objects');
  await objects.read();
  await objects.pick('0xF1D5');
  await objects.tab('Content');
  const text = join(folders.base, 'digits.txt');
  writeFileSync(text, '0011');
  await page.getByRole('region', { name: 'Write', exact: true }).locator('input[type=file]').setInputFiles(text);
  await page.getByRole('checkbox', { name: /As text/ }).check();
  await page.getByRole('button', { name: objectsTexts.reviewWrite }).click();
  await objects.run();
  expect(new ChipMemory(folders).data('f1d5').subarray(0, 4)).toEqual(utf8('0011'));
  expect(workstation.complaints).toEqual([]);
});
