import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boardsChild } from './boards.ts';
import { measureFour, measureStart } from './fourCommands.ts';
import { before, leastTraffic, vendorTools } from './leastTraffic.ts';
import { measureObjects } from './objects.ts';
import { measureProcedure } from './procedure.ts';
import { measurePty } from './pty.ts';
import { measureRecords, recordsChild } from './records.ts';
import { measureReel } from './reels.ts';
import { measureSeries } from './series.ts';
import { measureSlots } from './slots.ts';
import { measureBuild, measureRsa, vendorMs } from './signing.ts';
import type { ScrollFigures } from './gridScroll.ts';
import { measureRecordsWindow } from './recordsWindow.ts';
import { measureReelWindow } from './reelWindow.ts';
import { measureObjectList, measureWindow, windowChild } from './window.ts';

const cli = join(import.meta.dirname, '..', 'electron', 'build', 'cli.mjs');
const self = fileURLToPath(import.meta.url);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly met: boolean;
}

function figure(what: string, measured: string, goal: string, met: boolean): Figure {
  say(`${met ? 'ok  ' : 'MISS'} ${what.padEnd(46)} ${measured.padEnd(40)} goal ${goal}`);
  return { what, measured, goal, met };
}

/** Opening a reel's bundle, compared with the native 7-Zip program on the same computer; memory, growth, look-up. */
async function reels(): Promise<Figure[]> {
  const reel = await measureReel(4_300, cli, 5);
  const factor = reel.nativeMs === undefined ? undefined : reel.ms / reel.nativeMs;
  const usual = [
    factor === undefined
      ? figure('bundle of 4300 chips to the list', `${seconds(reel.ms)}; no native 7-Zip here to compare with`, '≤ 1.50 × native', false)
      : figure('bundle of 4300 chips to the list', `${seconds(reel.ms)} = ${factor.toFixed(2)} × native`, '≤ 1.50 × native', factor <= 1.5),
    figure('bundle of 4300 chips, peak memory', `${Math.round(reel.peakMb)} MB`, '< 350 MB', reel.peakMb < 350),
    ...(await reelWindow(cli)),
  ];
  say('Making a bundle of 20 000 chips takes a minute.');
  const large = await measureReel(20_000, cli, 3);
  const growth = large.ms / large.chips / (reel.ms / reel.chips);
  return [
    ...usual,
    figure('bundle of 20 000 chips, time for each chip', `${growth.toFixed(2)} × that of 4300`, '≤ 1.10', growth <= 1.1),
    figure('bundle of 20 000 chips, peak memory', `${Math.round(large.peakMb)} MB`, '< 1000 MB', large.peakMb < 1000),
    figure('look-up of a chip', `${large.lookupMs.toFixed(4)} ms`, '< 1 ms', large.lookupMs < 1),
  ];
}

const longTask = (ms: number): string => (ms === 0 ? 'none over 50 ms' : `${Math.round(ms)} ms`);

/** A long list in the window: the rows in the page, and whether it scrolls smoothly. */
const grid = (what: string, { rows, steady, drawnBar, longestMs }: ScrollFigures & { readonly longestMs: number }): Figure[] => [
  figure(`${what}, rows in the page`, `${rows} at most`, '≤ 60', rows <= 60),
  figure(`${what}, scrolled`, `${steady.dropped} of ${steady.frames} frames dropped; by the bar ${drawnBar.dropped} of ${drawnBar.frames}`, '0', steady.dropped + drawnBar.dropped === 0),
  figure(`${what}, longest task`, longTask(longestMs), '≤ 50 ms', longestMs <= 50),
];

/** A large reel in the window: how soon a connected chip is found on it, and how its list scrolls. */
async function reelWindow(program: string): Promise<Figure[]> {
  const found = await measureReelWindow(12_900, program);
  const { foundMs, verdictMs, openedMs, firstRowMs } = found;
  return [
    figure('a chip is found on its reel, from being known', `${Math.round(foundMs)} ms; checked and proved after ${Math.round(verdictMs)} ms`, '< 1000 ms', foundMs < 1000),
    figure('list of 12 900 chips, first row', `${Math.round(firstRowMs)} ms; ${seconds(openedMs)} from the drop`, '≤ 120 ms', firstRowMs <= 120),
    ...grid('list of 12 900 chips', found),
  ];
}

/** A year's journal in the window, with all its runs in one list. */
async function recordsWindow(): Promise<Figure[]> {
  const found = await measureRecordsWindow(50_000, self);
  const { firstRowMs, countedMs, placeMs } = found;
  return [
    figure('list of 50 000 records, first row', `${Math.round(firstRowMs)} ms; all counted after ${Math.round(countedMs)} ms`, '≤ 120 ms', firstRowMs <= 120),
    figure('list of 50 000 records, any place', `${Math.round(placeMs)} ms`, '≤ 300 ms', placeMs <= 300),
    ...grid('list of 50 000 records', found),
  ];
}

function windowFigure(): Figure {
  const ms = measureWindow(self);
  return figure('window from the start of the process to usable', `${Math.round(ms)} ms`, '< 1500 ms', ms < 1500);
}

/** The list of objects, which fills while the chip is read. */
async function objectList(): Promise<Figure[]> {
  const found = await measureObjectList();
  const { firstRowMs, againMs } = found;
  return [
    figure('list of objects, first row', `${Math.round(firstRowMs)} ms; with all rows ${Math.round(againMs)} ms`, '≤ 120 ms', firstRowMs <= 120 && againMs <= 120),
    ...grid('list of objects', found),
  ];
}

/** A year's journal: how soon Records shows something, and how long recording a run takes. */
function records(): Figure[] {
  const found = measureRecords(50_000, self);
  const ms = (value: number): string => `${Math.round(value)} ms`;
  return [
    figure('records of 50 000 runs, first page after start', `${ms(found.firstMs)}, ${Math.round(found.peakMb)} MB; without an index ${ms(found.withoutIndexMs)}`, '< 300 ms, < 200 MB', found.firstMs < 300 && found.peakMb < 200),
    figure('records of 50 000 runs, search of all', `${ms(found.searchMs)}, ${Math.round(found.searchMb)} MB`, '< 300 MB', found.searchMb < 300),
    figure('a run of six steps into that journal', ms(found.appendMs), '< 50 ms', found.appendMs < 50),
  ];
}

/** Data sets with a key file, and what the time of an RSA signature reveals. */
async function signing(): Promise<Figure[]> {
  const { perSecond, signing: share } = await measureBuild();
  const rest = `signing and verifying ${Math.round(share * 100)} %, the rest encryption, digests, CBOR, randomness`;
  const factor = (perSecond * vendorMs) / 1000;
  const { few, many, ownRatio } = await measureRsa();
  const ratio = many / few;
  return [
    figure('encrypted unicast key data sets, one core', `${Math.round(perSecond)} /s, ${factor.toFixed(0)} × the vendor's tool; ${rest}`, '≥ 1000 /s', perSecond >= 1000),
    figure('RSA signature, private exponent of few / many bits', `${few.toFixed(2)} / ${many.toFixed(2)} ms = ${ratio.toFixed(2)} (simulated chip: ${ownRatio.toFixed(2)})`, '0.90 … 1.10', ratio > 0.9 && ratio < 1.1),
  ];
}

/** Compares one plan as the product runs it with the fewest exchanges that do and prove the same. */
async function plan(what: string, lockAnchor: boolean, most: number, least: { readonly bytes: number; readonly ms: number }): Promise<Figure[]> {
  const { ms, traffic } = await measureProcedure(lockAnchor);
  const factor = ms / least.ms;
  return [
    figure(`${what}, on the wire`, `${traffic.bytes} bytes, ${traffic.exchanges} exchanges; least ${least.bytes}`, `≤ ${most} bytes`, traffic.bytes <= most),
    figure(`${what}, time`, `${seconds(ms)} / least ${seconds(least.ms)} = ${factor.toFixed(3)}`, '≤ 1.10', factor <= 1.1),
  ];
}

const noSocat = (what: string, goal: string): Figure => figure(what, 'not measured: socat is missing', goal, false);

/** Traffic and speed of the P-256 procedure: one plan, four commands, the start of a command. */
async function traffic(): Promise<Figure[]> {
  say('Simulated board, datasheet timing, 115200 baud; least = a fixed list of exchanges (leastTraffic.ts).');
  const plans = [...(await plan('P-256 plan of six steps', false, 3_500, leastTraffic.sixSteps)), ...(await plan('the same, anchor tested and locked', true, 4_000, leastTraffic.withLock))];
  const [four, start] = [await measureFour(cli), await measureStart(cli)];
  const was = `before ${before.bytes}, ${seconds(before.ms)}; the vendor's tools ${vendorTools.bytes}, ${seconds(vendorTools.ms)} without a proof`;
  return [
    ...plans,
    four === undefined ? noSocat('four commands', '≤ 3.20 s') : figure('four commands on a pty', `${seconds(four.ms)}, ${four.bytes} bytes (${was})`, `≤ 3.20 s, < ${vendorTools.bytes} bytes`, four.ms <= 3_200 && four.bytes < vendorTools.bytes),
    start?.startMs === undefined ? noSocat('start of a command', '< 250 ms') : figure('start of a command, until it finds no board', `${Math.round(start.startMs)} ms; info of a chip on a pty ${Math.round(start.infoMs ?? 0)} ms`, '< 250 ms', start.startMs < 250),
  ];
}

/** Compares eight slots with one. */
async function slots(): Promise<Figure[]> {
  const found = await measureSlots(self, cli);
  if (found === undefined) return [noSocat('eight slots', '≥ 7.5 × one')];
  const { slots: count, units, oneMs, apartMs, togetherMs, delayMs } = found;
  const compared = (what: string, ms: number): Figure =>
    figure(`${count} slots on ptys, ${units} units each, ${what}`, `${seconds(ms)}, one slot ${seconds(oneMs)}: ${((count * oneMs) / ms).toFixed(2)} × one`, '≥ 7.5 × one', (count * oneMs) / ms >= 7.5);
  return [
    compared('plugged in one by one', apartMs),
    compared('begun at one moment', togetherMs),
    figure('event loop delay meanwhile, p99', `${delayMs.toFixed(1)} ms`, '< 50 ms', delayMs < 50),
  ];
}

async function run(): Promise<Figure[]> {
  if (process.argv.includes('--only-traffic')) return traffic();
  if (process.argv.includes('--only-slots')) return slots();
  if (process.argv.includes('--only-lists')) return [...(await objectList()), ...(await reelWindow(cli)), ...(await recordsWindow())];
  if (process.argv.includes('--only-window')) return [windowFigure()];
  if (process.argv.includes('--only-records')) return records();
  if (process.argv.includes('--only-signing')) return signing();
  const opened = await reels();
  if (process.argv.includes('--only-reels')) return opened;
  const procedure = await traffic();
  const objects = await measureObjects();
  const objectFactor = objects.ms / objects.limit.ms;
  const signed = await signing();
  const series = await measureSeries();
  const rate = await measurePty(cli);
  return [
    ...opened,
    ...records(),
    ...(await recordsWindow()),
    ...procedure,
    ...(await slots()),
    figure('all objects, metadata and data', `${seconds(objects.ms)} / ${seconds(objects.limit.ms)} = ${objectFactor.toFixed(3)}`, '≤ 1.05', objectFactor <= 1.05),
    ...(await objectList()),
    windowFigure(),
    ...signed,
    figure('series of 4000 into a .zip, in the window', seconds(series.ms), '< 20 s', series.ms < 20_000),
    figure('series, longest task of the window', longTask(series.longestMs), '≤ 50 ms', series.longestMs <= 50),
    figure('series, memory from the first quarter on', `${(series.growth / 2 ** 20).toFixed(1)} MB more for ${(series.bytes / 2 ** 20).toFixed(1)} MB made`, '≤ 16 MB', series.growth <= 16 * 2 ** 20),
    rate === undefined
      ? figure('exchanges over a pty, timing none', 'not measured: socat is missing', '≥ 500 /s', false)
      : figure('exchanges over a pty, timing none', `${Math.round(rate)} /s`, '≥ 500 /s', rate >= 500),
  ];
}

const child = process.argv.indexOf('--records-child');
const boards = process.argv.indexOf('--boards-child');
if (child > 0) {
  const [job = '', folder = '', day = ''] = process.argv.slice(child + 1);
  await recordsChild(job, folder, day);
} else if (boards > 0) {
  const [folder = '', count = ''] = process.argv.slice(boards + 1);
  boardsChild(folder, Number(count));
} else if (process.argv.includes('--window-child')) {
  await windowChild();
} else {
  const figures = await run();
  const missed = figures.filter(({ met }) => !met).length;
  say(missed === 0 ? 'All goals met.' : `${missed} of ${figures.length} goals missed.`);
  process.exitCode = missed === 0 ? 0 : 1;
}
