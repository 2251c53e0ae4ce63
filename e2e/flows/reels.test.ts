import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'playwright/test';
import { SecretScan } from '../../core/bytes/testing/secretScan.ts';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { sayVerdict } from '../../electron/app/reels/index.ts';
import { nodeRandomness } from '../../electron/serial/randomness.ts';
import { letterQr } from '../../electron/simulated/sample/letterQr.ts';
import { makeSampleBundle, type SampleBundle, type SampleChip } from '../../electron/simulated/sample/sampleBundle.ts';
import { reelChipState } from '../../electron/simulated/sample/simulatedReelChip.ts';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { dropFiles } from '../drop.ts';
import { flow, picture, type Folders, type Workstation } from '../fixture.ts';
import { filesUnder } from '../harness/secrets/files.ts';
import { addReel, bindingSecretOf, referenceOf } from '../harness/secrets/reel.ts';
import { any, like } from '../pages/texts.ts';

interface Sample {
  readonly made: SampleBundle;
  /** The chip that is connected, shown and exported. */
  readonly chip: SampleChip;
  readonly bundle: string;
  readonly anchors: string;
  readonly letter: string;
  /** Ports of the correct chip, and of a chip with another chip's certificate. */
  readonly good: string;
  readonly swapped: string;
}

/** @param state the state folder: the window only uses a chip's memory from there */
async function makeSample(folder: string, stateFolder: string): Promise<Sample> {
  mkdirSync(folder, { recursive: true });
  const made = await makeSampleBundle({ chips: 300, simulated: 2, outer: '7z', hideNames: true, random: nodeRandomness, now: new Date() });
  const path = (name: string, content: string | Uint8Array): string => (writeFileSync(join(folder, name), content), join(folder, name));
  const chip = (name: string, memory: object): string => (writeFileSync(join(stateFolder, name), JSON.stringify(memory)), `simulated:express@${name}`);
  const [one, other] = made.chips;
  if (one === undefined || other === undefined) throw new Error('no chips');
  const state = reelChipState(one);
  // The memory's used size must fit the certificate, because signatures differ in length.
  const foreign = reelChipState({ ...one, certificates: { ...one.certificates, E0E0: other.certificates.E0E0 } });
  return {
    made,
    chip: one,
    bundle: path(made.name, made.bytes),
    anchors: path('anchors.pem', made.anchors),
    letter: path('letter.gif', letterQr(made.batch)),
    good: chip('simulated-good.json', state),
    swapped: chip('simulated-swapped.json', foreign),
  };
}

const connect = ({ page }: Workstation, path: string) => page.evaluate((port) => window.bench.call('board/connect', { path: port }), path);

/**
 * Finds secrets of the reel in the program's messages, output, trace and page, and in its folders. Allowed are only the
 * places that were requested: the chip's header, and the memories of simulated chips, with the secrets of that one
 * chip.
 */
function leaks({ made, chip }: Sample, told: string, folders: Folders): string[] {
  const scan = new SecretScan();
  addReel(scan, made);
  const files = [folders.state, folders.save, join(folders.base, 'profile')].flatMap(filesUnder);
  expect(files.length).toBeGreaterThan(3);
  const own = [bindingSecretOf(chip.chipId), referenceOf(chip.chipId)];
  const asked: Readonly<Record<string, readonly string[]>> = { [`secrets-${chip.chipId}.h`]: own.slice(0, 1), 'simulated-good.json': own, 'simulated-swapped.json': own };
  const found = [{ where: 'what was told', bytes: Buffer.from(told) }, ...files].flatMap(({ where, bytes }) => {
    // While a memory is being written, its temporary file contains its name.
    const name = basename(where).replace(/^\.(.*)\.[0-9a-f]{12}\.tmp$/, '$1');
    return scan.find(bytes).map(({ secret, form }) => ({ name, secret, says: `${secret}, as ${form}, in ${where}` }));
  });
  for (const [file, secrets] of Object.entries(asked)) expect(new Set(found.flatMap(({ name, secret }) => (name === file ? [secret] : []))), `the scan finds what is in ${file}`).toEqual(new Set(secrets));
  return found.flatMap(({ name, secret, says }) => (asked[name]?.includes(secret) === true ? [] : [says]));
}

flow('a reel: wrong key, right key, a genuine chip, one with a swapped certificate, a header; and no secret anywhere else', async ({ chromium: workstation, folders }) => {
  const { page, program } = workstation;
  const sample = await makeSample(join(folders.base, 'sample'), folders.state);
  const { made, chip } = sample;
  const heard: string[] = [];
  program.onEvent((name, event) => heard.push(`${name} ${JSON.stringify(event)}`));
  const printed: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (chunk: Uint8Array | string): boolean => (printed.push(String(chunk)), true);
  try {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Reels', exact: true }).click();
    await page.getByLabel(reelsTexts.picture).last().setInputFiles(sample.letter);
    await page.getByText(reelsTexts.qrBatch).waitFor();
    expect(await page.getByLabel(reelsTexts.batchId, { exact: true }).inputValue()).toBe(made.batch);

    await dropFiles(page, 'main', [sample.bundle]);
    await page.getByRole('heading', { level: 1, name: reelsTexts.reel(made.reelId) }).waitFor({ timeout: 30_000 });
    await page.getByText('300 chips:').waitFor();
    await page.getByLabel(reelsTexts.transportKey).fill('0123456789abcdef');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: say(fault('bundle/wrong-key', { file: '' })).what }).waitFor();
    expect(await page.getByLabel(reelsTexts.transportKey).inputValue(), 'nothing is kept of a wrong key').toBe('');
    await page.getByLabel(reelsTexts.transportKey).fill(`${made.transportKey}`);
    await page.keyboard.press('Enter');
    await page.getByText(reelsTexts.sumSecrets(300, 300)).waitFor();

    const verdict = page.getByRole('status', { name: reelsTexts.plugged });
    // The user connects the board. It is in the list, because the chip's memory is in the state folder.
    await page.getByRole('button', { name: /No board/ }).click();
    await page.getByRole('button', { name: 'Connect to Simulated board: good' }).click();
    await verdict.getByText(sayVerdict('not-judged', 1)).waitFor();
    await page.getByText(reelsTexts.anchors).click();
    await page.getByLabel(reelsTexts.addAnchor).last().setInputFiles(sample.anchors);
    await verdict.getByText(`Genuine, and on reel ${made.reelId}`).waitFor();
    await picture(workstation, 'reels-genuine');

    await page.getByRole('button', { name: reelsTexts.showInList }).click();
    await page.getByText('1 of 300').waitFor();
    await page.getByTestId('reel-rows').getByRole('row').first().click();
    const hold = page.getByRole('button', { name: reelsTexts.hold(reelsTexts.secretNames.pbs) });
    await hold.hover();
    await page.mouse.down();
    await page.getByText(chip.pbs).waitFor();
    await page.mouse.up();
    await page.getByText(chip.pbs).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: reelsTexts.header }).click();
    await page.getByRole('radio', { name: reelsTexts.clear }).check();
    expect(await page.getByRole('button', { name: reelsTexts.saveClear }).isDisabled(), 'not without confirmation').toBe(true);
    await page.getByLabel(reelsTexts.typeReel(made.reelId)).fill(made.reelId);
    await page.getByRole('button', { name: reelsTexts.saveClear }).click();
    await page.getByText(like(reelsTexts.saved(`secrets-${chip.chipId}.h`, any))).waitFor();
    const header = readFileSync(join(folders.save, `secrets-${chip.chipId}.h`), 'utf8');
    const inHeader = [...header.matchAll(/0x([0-9a-f]{2})[,\n]/g)].map((match) => match[1]).join('');
    expect(inHeader, 'its length, then the secret').toBe(`0040${chip.pbs}`);
    expect(statSync(join(folders.save, `secrets-${chip.chipId}.h`)).mode & 0o777).toBe(0o600);
    await page.getByRole('button', { name: reelsTexts.exportList }).click();
    await page.getByText(`reel-${made.reelId}.csv`).waitFor();

    await connect(workstation, sample.swapped);
    await page.getByText(/differs from the one/).waitFor();
    await page.getByText(/private key does not/).waitFor();
    await verdict.getByText(sayVerdict('not-judged', 1)).waitFor();

    await page.getByRole('button', { name: reelsTexts.close }).click();
    await page.getByText(reelsTexts.emptyTitle).waitFor();
    expect(workstation.complaints).toEqual([]);

    const trace = await page.evaluate(() => window.bench.call('trace/read', { after: 0 }));
    expect(leaks(sample, [...heard, ...printed, JSON.stringify(trace), await page.content()].join('\n'), folders)).toEqual([]);
  } finally {
    process.stderr.write = write;
  }
});

flow('a folder with loose archives, the picture of the letter and an anchor, all dropped anywhere', async ({ workstation, folders }) => {
  const { page } = workstation;
  const made = await makeSampleBundle({ chips: 12, simulated: 1, outer: '7z', hideNames: false, random: nodeRandomness, now: new Date() });
  const loose = join(folders.base, 'download', 'reel');
  mkdirSync(loose, { recursive: true });
  for (const { name, bytes } of made.inner.toReversed()) writeFileSync(join(loose, name), bytes);
  writeFileSync(join(loose, 'readme.txt'), 'not an archive');
  const path = (name: string, content: string | Uint8Array): string => (writeFileSync(join(folders.base, name), content), join(folders.base, name));
  const [anchors, letter, key] = [path('anchors.pem', made.anchors), path('letter.gif', letterQr(made.batch)), path('key.txt', `${made.transportKey}\r\n`)];

  // A file that is dropped in another room goes where its content belongs.
  await dropFiles(page, 'main', [letter]);
  await page.getByText(reelsTexts.qrBatch).waitFor();
  expect(await page.getByLabel(reelsTexts.batchId, { exact: true }).inputValue()).toBe(made.batch);
  await page.getByRole('button', { name: 'Keys', exact: true }).click();
  await dropFiles(page, 'main', [join(folders.base, 'download')]);
  await page.getByRole('heading', { level: 1, name: reelsTexts.reel(made.reelId) }).waitFor({ timeout: 30_000 });
  await page.getByText('12 chips:').waitFor();
  await dropFiles(page, 'main', [letter]);
  await page.getByText(reelsTexts.qrSameBatch).waitFor();
  await dropFiles(page, 'main', [anchors]);
  await page.getByText(reelsTexts.anchorWarning).waitFor();
  await dropFiles(page, 'main', [key]);
  await page.getByText(reelsTexts.sumSecrets(12, 12)).waitFor();
  expect(workstation.complaints).toEqual([]);
});
