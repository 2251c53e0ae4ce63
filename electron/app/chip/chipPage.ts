import { toHex } from '../../../core/bytes/hex.ts';
import { readMetadata, readObject } from '../../../core/chip/read.ts';
import { readableNow, readIdentity } from '../../../core/chip/snapshot.ts';
import type { ChipPageView } from '../../../core/contract/chip.ts';
import { lifecycleNames } from '../../../core/objects/codes.ts';
import { fieldNumber } from '../../../core/objects/metadata.ts';
import { settingRanges } from '../../../core/objects/limits.ts';
import { formatOid, oid } from '../../../core/objects/oid.ts';
import type { Uid } from '../../../core/objects/uid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Board, Work } from '../../board/board.ts';
import { familyNames } from './boardService.ts';
import { bootFlag, delayFrom, eventsMost, parseMonitor, readMonitor, type Monitor, actionsOf } from '../objects/index.ts';
import { chipWords as words } from './chipWords.ts';
import { findObject } from '../../../core/objects/catalogue.ts';

type Field = ChipPageView['uidFields'][number];

const uidFields = ({ cimId, platformId, modelId, romCode, chipType, batch, x, y, firmwareId, build }: Uid): Field[] => {
  const byte = (value: number): string => value.toString(16).padStart(2, '0').toUpperCase();
  const row = (label: keyof typeof words.uid, text: string): Field => ({ label, text: text.toUpperCase(), means: words.uid[label] });
  return [
    row('CIM id', byte(cimId)),
    row('Platform', byte(platformId)),
    row('Model', byte(modelId)),
    row('ROM code', romCode),
    row('Chip type', chipType),
    row('Batch', batch),
    row('X', String(x)),
    row('Y', String(y)),
    row('Firmware id', firmwareId),
    row('Build', build),
  ];
};

const stateName = (code: number): string => lifecycleNames.get(code) ?? 'unknown';

const lifecycleField = (label: string, code: number): Field => {
  const state = lifecycleNames.get(code);
  return { label, text: stateName(code), means: state === undefined ? words.unknownState : words.states[state] };
};

function securityEvents(count: number, { periodMs }: Monitor): ChipPageView['events'] {
  const means = words.eventsMean(periodMs / 1000);
  if (periodMs === 0) return { count, tone: 'good', says: words.monitorOff, means };
  // The manual gives the ends of a line (figure 30): no delay below 128, t_max at 255.
  const delayMs = count < delayFrom ? 0 : (periodMs * (count - delayFrom + 1)) / (eventsMost - delayFrom + 1);
  if (delayMs > 0) return { count, tone: 'bad', says: words.waits((delayMs / 1000).toFixed(1), Math.ceil(((count - delayFrom + 1) * periodMs) / 60_000)), means };
  return count > 0
    ? { count, tone: 'warn', says: words.left(delayFrom - count, Math.ceil((count * periodMs) / 1000)), means }
    : { count, tone: 'good', says: words.none, means };
}

/** Reads an object's content; undefined when the chip does not have the object, or it is not readable. */
async function content(id: number, { chip, identity }: Work): Promise<Result<Uint8Array | undefined>> {
  const object = oid(id);
  const metadata = await readMetadata(chip, object);
  if (!metadata.ok) return metadata.fault.code === 'chip/refused' ? ok(undefined) : metadata;
  if (!readableNow(object, metadata.value, identity)) return ok(undefined);
  const data = await readObject(chip, object, fieldNumber(metadata.value, 'max_size'));
  if (data.ok) return data;
  return data.fault.code === 'chip/refused' ? ok(undefined) : data;
}

const settings = [
  { id: 0xe0c4, range: settingRanges.get(oid(0xe0c4)), ...words.current },
  { id: 0xe0c3, range: settingRanges.get(oid(0xe0c3)), ...words.sleep },
  { id: 0xe0c6, range: undefined, ...words.buffer },
] as const;

async function setting(about: (typeof settings)[number], work: Work): Promise<Result<ChipPageView['settings'][number]>> {
  const id = oid(about.id);
  const data = await content(about.id, work);
  if (!data.ok) return data;
  const metadata = await readMetadata(work.chip, id);
  if (!metadata.ok) return metadata;
  const value = data.value?.reduce((sum, byte) => sum * 256 + byte, 0);
  const entry = findObject(id);
  const writing = entry === undefined ? undefined : actionsOf({ entry, metadata: metadata.value, identity: work.identity }).find(({ name }) => name === 'write');
  return ok({
    id: formatOid(id),
    label: about.label,
    text: value === undefined ? words.notReadable : `${value} ${about.unit}`,
    means: about.means,
    ...(value === undefined ? {} : { value }),
    ...(about.range !== undefined && writing?.can === true ? { range: { least: about.range.least, most: about.range.most } } : {}),
    ...(writing?.why === undefined ? {} : { why: writing.why }),
  });
}

const status = (title: string, data: Uint8Array | undefined): ChipPageView['securityStatus'][number] => {
  const bits = data?.[0];
  if (bits === undefined) return { title, rows: [{ label: words.boot, text: words.notReadable }] };
  return {
    title,
    rows: [
      { label: words.boot, text: (bits & bootFlag) === 0 ? words.bootEnded : words.bootOn },
      { label: words.bits, text: bits.toString(2).padStart(8, '0') },
    ],
  };
};

async function read(work: Work): Promise<Result<ChipPageView>> {
  const identity = await readIdentity(work.chip);
  if (!identity.ok) return identity;
  const { uid, lcsG, lcsA, securityEvents: events } = identity.value;
  const figures: (Uint8Array | undefined)[] = [];
  for (const id of [0xe0c1, 0xf1c1, ...(uid.family === 'trust-m-v3' ? [0xe0c9] : [])]) {
    const data = await content(id, work);
    if (!data.ok) return data;
    figures.push(data.value);
  }
  const [statusG, statusA, monitor] = figures;
  const lines: ChipPageView['settings'] = [];
  for (const about of settings) {
    const line = await setting(about, work);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  return ok({
    familyName: familyNames[uid.family],
    firmware: words.firmware(uid.build, uid.newBuild === true),
    chipId: uid.chipId,
    uid: toHex(uid.raw),
    uidFields: uidFields(uid),
    lifecycle: [lifecycleField(words.chip, lcsG), lifecycleField(words.application, lcsA)],
    securityStatus: [status(words.chip, statusG), status(words.application, statusA)],
    events: securityEvents(events, parseMonitor(monitor)),
    monitor: readMonitor(monitor),
    settings: lines,
  });
}

/** Reads identity and present state of the chip. */
export const chipPage = (board: Board): Promise<Result<ChipPageView>> => board.run('Reading the chip', read);
