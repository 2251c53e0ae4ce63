import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { flow, type Folders, type Workstation } from '../fixture.ts';
import { ChipMemory } from '../pages/chip.ts';
import { Objects } from '../pages/objects.ts';
import { openApplication } from '../../core/apdu/commands/openApplication.ts';
import { eraseAndWrite } from '../../core/apdu/commands/setDataObject.ts';
import { oid } from '../../core/objects/oid.ts';
import { createChip } from '../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import { profiles } from '../../core/simulator/profiles/profiles.ts';
import { nodeClock } from '../../electron/serial/clock.ts';
import { nodeRandomness } from '../../electron/serial/randomness.ts';
import { toHex } from '../../core/bytes/hex.ts';
import { metadataTexts } from '../../renderer/objects/metadata/texts.ts';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { backTo } from '../../renderer/plan/texts.ts';
import { chipTexts } from '../../renderer/chip/texts.ts';
import { any, like } from '../pages/texts.ts';

const memory = (folders: Folders): ChipMemory => new ChipMemory(folders, 'trust-m-express');

async function showExpress(workstation: Workstation): Promise<Objects> {
  const objects = new Objects(workstation.page);
  await objects.open('simulated:express');
  return objects;
}

/** Writes to a chip with this memory, without the workstation's own checks. @returns the chip's answer */
async function tryToWrite(text: string, id: number): Promise<string> {
  const profile = profiles['trust-m-express'];
  const chip = createChip({ profile, state: JSON.parse(text) as ChipState, random: nodeRandomness, clock: nodeClock });
  await chip.transmit(openApplication().request);
  return toHex(await chip.transmit(eraseAndWrite(oid(id), 0, Uint8Array.of(9)).request));
}

flow.describe('objects', () => {
  flow('Express is browsed: every object by kind, its conditions with their truth, and why E0E1 cannot be read', async ({ workstation }) => {
    const objects = await showExpress(workstation);
    const { page } = workstation;
    await objects.read();
    // The grid draws its rows in the frames after they came.
    await expect(page.locator('[data-testid^="object-"]')).toHaveCount(43);
    expect(await objects.row('0xE0E3').textContent()).toMatch(/Device certificate 4.*creation.*0 of 1728.*allowed now.*until operational/);
    expect(await objects.row('0xE0E1').textContent()).toContain('not readable');
    await objects.pick('0xE0E1');
    const why = 'Reading it needs a shielded connection (the firmware must hold the binding secret, 0xE140).';
    await page.getByText(why).waitFor();
    await objects.tab('Content');
    await page.getByText(why).waitFor();
    expect(await page.getByRole('button', { name: /Export/ }).count()).toBe(0);
    // The certificate of the vendor is inside its identity tag.
    await objects.pick('0xE0E0');
    await page.getByText('TLS identity (tag C0)').waitFor();
    await page.getByText('Infineon OPTIGA(TM) Trust M CA 306').waitFor();
    expect(workstation.complaints).toEqual([]);
    // The content was not requested: only E0E1's metadata was read.
    const trace = (await page.evaluate(() => window.bench.call('trace/read', { after: 0 }))) as { value: { object?: string; command: string; request: string }[] };
    const asked = trace.value.filter(({ object }) => object?.startsWith('0xE0E1') === true).map(({ request }) => request.slice(0, 4));
    expect(new Set(asked)).toEqual(new Set(['8101']));
  });

  flow('the conditions of F1D5 are edited as a form, as sentences and as bytes; undone; written; marked as changed', async ({ workstation, folders }) => {
    const objects = await showExpress(workstation);
    const { page } = workstation;
    await objects.read();
    const before = memory(folders).metadata('f1d5');
    await objects.pick('0xF1D5');
    await objects.tab('Metadata');
    await page.getByLabel(metadataTexts.words('Change')).fill('lcso < operational || int 0xe0e3');
    await page.getByText('21 of 44 bytes').first().waitFor();
    await objects.tab('Sentences');
    expect(await page.getByLabel(metadataTexts.sentence('Change')).inputValue()).toBe('until operational, or update signed by 0xE0E3');
    await page.getByLabel(metadataTexts.sentence('Read')).fill('never');
    await objects.tab('Bytes');
    const bytes = page.getByLabel(metadataTexts.bytesLabel);
    expect(await bytes.inputValue()).toContain('D0 07 E1 FC 07 FE 21 E0 E3 D1 01 FF');
    await bytes.fill('2003d0');
    await page.getByText('length byte').waitFor();
    await bytes.fill('2003c401ff');
    await page.getByText('sets “largest size” itself').waitFor();
    // Undoes all steps, back to the chip's state.
    const undo = page.getByRole('button', { name: 'Undo' });
    while (await undo.isEnabled()) await undo.click();
    await page.getByText(metadataTexts.noChanges).waitFor();
    expect(memory(folders).metadata('f1d5')).toEqual(before);
    await objects.tab('Sentences');
    await page.getByLabel(metadataTexts.sentence('Change')).fill('until operational or update signed by 0xe0e3');
    await page.getByRole('button', { name: metadataTexts.review }).click();
    await objects.run();
    expect(memory(folders).field('f1d5', 'change')).toBe('e1fc07fe21e0e3');
    await page.getByText(objectsTexts.changes(1)).waitFor();
    expect(await objects.row('0xF1D5').textContent()).toContain('changed: change');
  });

  flow('F1D6 is written, locked after its id was typed, and refuses the next write', async ({ workstation, folders }) => {
    const objects = await showExpress(workstation);
    const { page } = workstation;
    await objects.read();
    await objects.pick('0xE0E3');
    await objects.tab('Content');
    await page.getByText(objectsTexts.emptyZeros(1728)).waitFor();
    await objects.pick('0xF1D6');
    await objects.tab('Content');
    await page.getByLabel(objectsTexts.typedHex).fill('01 02 03 04');
    await page.getByRole('button', { name: objectsTexts.reviewWrite }).click();
    await objects.run();
    expect(toHex(memory(folders).data('f1d6'))).toBe('01020304');
    await objects.tab('Overview');
    await page.getByRole('button', { name: objectsTexts.lock }).click();
    await page.getByText(reviewTexts.went).waitFor();
    expect(await page.getByRole('button', { name: reviewTexts.write }).isDisabled()).toBe(true);
    // The main process refuses too, because it does not trust the window.
    const planId = await page.evaluate(async () => {
      const answer = await window.bench.call('plan/from-edit', { kind: 'lock', id: '0xF1D6' });
      return answer.ok ? answer.value.planId : '';
    });
    const unconfirmed = await page.evaluate((id) => window.bench.call('plan/run', { planId: id, confirmations: { lock: '0xF1D5' } }), planId);
    expect(unconfirmed).toMatchObject({ ok: false, fault: { code: 'plan/not-confirmed' } });
    expect(memory(folders).field('f1d6', 'lcso')).toBe('01');
    await page.getByRole('button', { name: backTo.objects }).click();
    await page.getByRole('button', { name: objectsTexts.lock }).click();
    await objects.run('0xF1D6');
    expect(memory(folders).field('f1d6', 'lcso')).toBe('07');
    await page.getByText('is allowed only until operational, and it is operational').first().waitFor();
    // The rehearsal refuses it …
    const refused = await page.evaluate(() => window.bench.call('plan/from-edit', { kind: 'write', id: '0xF1D6', hex: '05060708' }));
    expect(refused).toMatchObject({ ok: true, value: { verdict: 'refused', fault: { raw: '0x8007' } } });
    // … and so does the chip itself with this memory.
    expect(await tryToWrite(memory(folders).text, 0xf1d6)).toBe('ff000000');
    expect(await tryToWrite(memory(folders).text, 0xf1d7)).toBe('00000000');
    expect(toHex(memory(folders).data('f1d6'))).toBe('01020304');
  });

  flow('a key is made in E0F2, its request holds for openssl, and a trial signature is verified by the chip', async ({ workstation, folders }) => {
    const objects = await showExpress(workstation);
    const { page } = workstation;
    await objects.read();
    await objects.pick('0xE0F2');
    await objects.tab('Key');
    await page.getByRole('button', { name: objectsTexts.reviewKey }).click();
    await objects.run();
    expect(memory(folders).key('e0f2')).toHaveLength(64);
    await page.getByLabel('Subject').fill('CN=bench device 1, O=Example');
    await page.getByRole('button', { name: objectsTexts.makeCsr }).click();
    await page.getByText(like(objectsTexts.saved(`${any}e0f2.csr`, any))).waitFor();
    const file = readdirSync(folders.save).find((name) => name.endsWith('.csr')) ?? '';
    const said = execFileSync('openssl', ['req', '-in', join(folders.save, file), '-verify', '-noout', '-subject', '-text'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(said).toMatch(/subject=CN = bench device 1, O = Example/);
    expect(said).toContain('prime256v1');
    await page.getByRole('button', { name: objectsTexts.sign }).click();
    await page.getByText(objectsTexts.signedGood).waitFor();
  });

  flow('content goes to files and is compared with them; a readable secret is shown only when asked for, and never traced', async ({ workstation, folders }) => {
    const objects = await showExpress(workstation);
    const { page } = workstation;
    await objects.read();
    await objects.pick('0xE0E0');
    await objects.tab('Content');
    await page.getByRole('button', { name: 'Export: PEM, 0xE0E0' }).click();
    await page.getByText(like(objectsTexts.saved(`${any}e0e0.pem`, any))).waitFor();
    const pem = join(folders.save, readdirSync(folders.save).find((name) => name.endsWith('.pem')) ?? '');
    expect(execFileSync('openssl', ['x509', '-in', pem, '-noout', '-issuer'], { encoding: 'utf8' })).toContain('Infineon OPTIGA(TM) Trust M CA 306');
    await page.locator('input[aria-label="Compare with a file"]').setInputFiles(pem);
    await page.getByText(/The certificate and the file are equal \(699 bytes\)/).waitFor();
    const other = join(folders.base, 'other.bin');
    writeFileSync(other, Uint8Array.of(1, 2, 3, 250));
    await page.locator('input[aria-label="Compare with a file"]').setInputFiles(other);
    await page.getByText(/They differ from byte 0 on/).waitFor();
    // A readable pre-shared secret.
    const secret = 'c0ffee00112233445566778899aabbcc';
    await objects.pick('0xF1D7');
    await objects.tab('Metadata');
    await objects.tab('Form');
    await page.getByLabel(metadataTexts.type).selectOption({ label: 'pre-shared secret' });
    await page.getByRole('button', { name: metadataTexts.review }).click();
    await objects.run();
    await objects.tab('Content');
    await page.getByLabel(objectsTexts.typedHex).fill(secret);
    await page.getByRole('button', { name: objectsTexts.reviewWrite }).click();
    await page.getByText(reviewTexts.went).waitFor();
    expect(await page.locator('main').textContent()).not.toContain('C0 FF EE');
    await objects.run();
    expect(toHex(memory(folders).data('f1d7'))).toBe(secret);
    await page.getByText(objectsTexts.secretTitle).waitFor();
    expect(await page.locator('main').textContent()).not.toContain('C0 FF EE');
    await page.getByRole('button', { name: objectsTexts.reveal }).click();
    await page.getByText('C0 FF EE').waitFor();
    const trace = JSON.stringify(await page.evaluate(() => window.bench.call('trace/read', { after: 0 })));
    expect(trace.toLowerCase()).not.toContain('c0ffee');
  });

  flow('by keyboard alone: to an object, through its sides, to a change, and back to its row', async ({ workstation, folders }) => {
    const objects = await showExpress(workstation);
    const { page } = workstation;
    const { keyboard } = page;
    await objects.read();
    // The focus is on the list itself, which names the row of its cursor.
    const focused = () =>
      page.evaluate(() => {
        const row = document.activeElement?.getAttribute('aria-activedescendant');
        const element = row === null || row === undefined ? document.activeElement : document.getElementById(row);
        return element?.getAttribute('data-testid') ?? element?.textContent ?? '';
      });
    const tabTo = async (what: string | RegExp): Promise<void> => {
      for (let presses = 0; presses < 40; presses++) {
        if (new RegExp(what).test(await focused())) return;
        await keyboard.press('Tab');
      }
      throw new Error(`Tab never leads to ${String(what)}`);
    };
    await tabTo('object-0xE0E0');
    await keyboard.press('ArrowDown');
    expect(await focused()).toBe('object-0xE0E1');
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: /^0xE0E1/ }).waitFor();
    // While an object is open, the arrow keys select the next or the previous object.
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await page.getByRole('heading', { level: 2, name: /^0xE0E3/ }).waitFor();
    await tabTo('^Overview$');
    await keyboard.press('ArrowRight');
    await expect.poll(focused).toBe('Content');
    await keyboard.press('ArrowRight');
    await expect.poll(focused).toBe('Metadata');
    await tabTo('^Form$');
    await keyboard.press('ArrowRight');
    await expect.poll(focused).toBe('Sentences');
    await keyboard.press('Tab');
    while ((await page.evaluate(() => document.activeElement?.tagName)) !== 'INPUT') await keyboard.press('Tab');
    await keyboard.press('Control+a');
    await keyboard.type('never');
    await keyboard.press('Enter');
    await page.getByText(reviewTexts.went).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('heading', { level: 2, name: /^0xE0E3/ }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('heading', { level: 2, name: /^0xE0E3/ }).waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('object-0xE0E3');
    expect(memory(folders).field('e0e3', 'change')).toBe('e1fc07');
    expect(workstation.complaints).toEqual([]);
  });

  flow('the chip page says who the chip is and how it stands; the current limit is changed by way of a review', async ({ workstation, folders }) => {
    await showExpress(workstation);
    const { page } = workstation;
    await page.getByRole('button', { name: 'Chip', exact: true }).click();
    await page.getByText(/^No delay: /).waitFor();
    for (const text of ['OPTIGA Trust M V3', 'build 2440', '0A091B5C0015 007A 0040', '1557 bytes', 'The chip answers the board.']) await page.getByText(text).first().waitFor();
    await page.getByRole('button', { name: 'Change… Current limit' }).click();
    await page.getByLabel(chipTexts.newValue('Current limit')).fill('9');
    await page.keyboard.press('Enter');
    await page.getByText(reviewTexts.went).waitFor();
    await page.getByRole('button', { name: reviewTexts.write }).click();
    await page.getByRole('heading', { level: 1, name: runTexts.finishedProved }).waitFor();
    await page.getByRole('button', { name: backTo.chip }).click();
    await page.getByText('9 mA').waitFor();
    expect(readFileSync(join(folders.state, 'simulated-trust-m-express.json'), 'utf8')).toMatch(/"e0c4":\{"metadata":"[0-9a-f]+","data":"09"/);
  });
});
