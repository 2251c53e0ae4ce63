import { csvText } from '../../../core/result/csv.ts';
import { sayZonedMoment } from '../../../core/result/format.ts';
import type { RunRow } from '../../journal/recordedRuns.ts';

const columns: readonly (readonly [title: string, cell: (row: RunRow) => string])[] = [
  ['run', ({ run }) => run],
  ['started', ({ startedAt }) => sayZonedMoment(startedAt)],
  ['ended', ({ endedAt }) => (endedAt === undefined ? '' : sayZonedMoment(endedAt))],
  ['chip_id', ({ chipId }) => chipId],
  ['subjects', ({ certificates }) => certificates.map(({ subject }) => subject).join('; ')],
  ['serial_numbers', ({ certificates }) => certificates.map(({ serial }) => serial).join('; ')],
  ['sha256_fingerprints', ({ certificates }) => certificates.map(({ sha256 }) => sha256).join('; ')],
  ['signers_sha256', ({ signers }) => signers.map(({ sha256 }) => sha256).join('; ')],
  ['files', ({ files }) => files.join('; ')],
  ['plan', ({ title }) => title],
  ['result', ({ state }) => state],
  ['says', ({ says }) => says],
  ['operator', ({ operator }) => operator],
  ['station', ({ station }) => station],
  ['port', ({ port }) => port],
  ['board_serial', ({ boardSerial = '' }) => boardSerial],
  ['program_version', ({ version = '' }) => version],
  ['simulated', ({ simulated }) => (simulated ? 'yes' : 'no')],
  ['unit_serial', ({ unit }) => unit?.serial ?? ''],
  ['job', ({ unit }) => unit?.title ?? ''],
  ['job_revision', ({ unit }) => (unit === undefined ? '' : String(unit.revision))],
  ['journal_whole', ({ whole }) => (whole ? 'yes' : 'no')],
];

/** Makes a CSV (RFC 4180) of runs, with a header row. If a run has several certificates, all its cells list them in the same order. */
export const recordListCsv = (rows: readonly RunRow[]): string => csvText([columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))]);
