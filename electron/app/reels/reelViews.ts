import { subjectAndSerial } from '../../../core/bundle/certificateSummary.ts';
import { chipIdParts, reelObjects } from '../../../core/bundle/names.ts';
import type { Reel } from '../../../core/bundle/reel.ts';
import type { Verdict } from '../../../core/bundle/verdict.ts';
import type { Certificate } from '../../../core/certificates/certificate.ts';
import type { RecordState } from '../../../core/contract/records.ts';
import { reelThings, type AnchorView, type ReelRow, type ReelView } from '../../../core/contract/reels.ts';
import type { ReplyOf } from '../../../core/contract/operations.ts';
import { encodeCells } from '../../../core/contract/wafer.ts';
import type { ChipId } from '../../../core/objects/uid.ts';
import { sayDay } from '../../../core/result/format.ts';
import { faultView } from '../faultView.ts';
import type { OpenReel } from './openReel.ts';
import { gapsOf, sayVerified } from './words.ts';

/** Maximum number of problems in the list. The total number is shown beside it. */
const shownProblems = 100;

export function reelViewOf(id: string, { reel, lock, verified }: OpenReel): ReelView {
  const { problems } = reel;
  const sums = reel.sums();
  return { id, reelId: reel.reelId, batch: reel.batch, lock, sums, gaps: gapsOf(sums), verified: sayVerified(verified), problems: problems.slice(0, shownProblems).map(faultView), problemCount: problems.length };
}

/** Makes a row with subject and serial number of the chip's first certificate. Only visible rows are made. */
export function rowOf(reel: Reel, chipId: ChipId, { seen, run }: { readonly seen: Verdict | undefined; readonly run: RecordState | undefined }): ReelRow {
  const der = reelObjects.map((object) => reel.certificate(chipId, object)).find((found) => found !== undefined);
  const { subject = '', serial = '' } = (der && subjectAndSerial(der)) ?? {};
  const holds = reelThings.filter((thing) => reel.holds(chipId, thing));
  return { chipId, ...chipIdParts(chipId), subject, serial, holds, state: seen === 'on-reel' || seen === 'not-genuine' ? seen : 'none', ...(run === undefined ? {} : { run }) };
}

/** Lists the chips of one wafer. If the wanted wafer is not on the reel, lists those of the first wafer. */
export function waferOf(reel: Reel, wanted: string | undefined): ReplyOf<'reels/wafer'> {
  const batches = [...new Set(reel.ids.map((id) => chipIdParts(id).batch))];
  const batch = wanted !== undefined && batches.includes(wanted) ? wanted : (batches[0] ?? '');
  const mine = reel.ids.filter((id) => id.startsWith(batch));
  const chips = mine.map((id) => ({ ...chipIdParts(id), holds: reelThings.filter((thing) => reel.holds(id, thing)) }));
  return { batches, batch, cells: encodeCells(chips) };
}

export const anchorViewOf = ({ subject, fingerprint, notAfter }: Certificate, pinned: boolean): AnchorView => ({ subject, sha256: fingerprint, notAfter: sayDay(notAfter), pinned });

