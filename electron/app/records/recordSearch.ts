import type { RequestOf } from '../../../core/contract/operations.ts';
import { plainFingerprint, sayChipId, sayZonedMoment } from '../../../core/result/format.ts';
import type { RunRow } from '../../journal/recordedRuns.ts';

/** Text of a run for the search, in the forms of list and report. Times are also in UTC. */
const textOf = ({ run, chipId, title, who, startedAt, endedAt, operator, station, port, boardSerial = '', version = '', certificates, signers, files, unit }: RunRow): string =>
  [
    chipId,
    sayChipId(chipId),
    title,
    who,
    ...[startedAt, endedAt].flatMap((at) => (at === undefined ? [] : [at, sayZonedMoment(at)])),
    operator,
    station,
    port,
    boardSerial,
    `Trust Bench ${version}`,
    run,
    unit?.job ?? '',
    unit?.title ?? '',
    unit?.serial ?? '',
    ...certificates.flatMap(({ subject, serial, sha256 }) => [subject, serial, sha256]),
    ...signers.flatMap(({ subject, sha256 }) => [subject, sha256]),
    ...files,
  ]
    .join('\n')
    .toLowerCase();

/** Adds a form without colons or blanks for a fingerprint or serial number in pairs (openssl) or groups of four, but not for a time. */
const formsOf = (word: string): string[] => (/^[0-9a-f]{2}(:[0-9a-f]{2})+$|^[0-9a-f]{4}( [0-9a-f]{4})+$/.test(word) ? [word, plainFingerprint(word)] : [word]);

/** Splits a search. Text in quotation marks is one word, and so is a chip id in three groups. @returns the forms of each word */
const wordsOf = (search: string): string[][] => [...search.toLowerCase().matchAll(/"([^"]+)"|[0-9a-f]{12} [0-9a-f]{4} [0-9a-f]{4}(?!\S)|[^\s"]+/g)].map(([whole, quoted]) => formsOf(quoted ?? whole));

/** Whether a run contains every word of the search. */
export function matches({ search = '', state }: Pick<RequestOf<'records/list'>, 'search' | 'state'>): (row: RunRow) => boolean {
  const words = wordsOf(search);
  return (row) => {
    if (state !== undefined && row.state !== state) return false;
    const text = words.length === 0 ? '' : textOf(row);
    return words.every((forms) => forms.some((form) => text.includes(form)));
  };
}
