import type { RequestOf } from '../../../core/contract/operations.ts';
import { plainFingerprint, sayMoment } from '../../../core/result/format.ts';
import type { RunRow } from '../../journal/recordedRuns.ts';

/** Everything about a run that can be searched. Times are included in the list's form and in UTC. */
const textOf = ({ run, chipId, title, who, startedAt, operator, station, port, boardSerial = '', version = '', certificates, signers, files, unit }: RunRow): string =>
  [
    chipId,
    title,
    who,
    startedAt,
    sayMoment(startedAt),
    operator,
    station,
    port,
    boardSerial,
    version,
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

/** A fingerprint or serial number with colons, as openssl prints it, or in quoted groups of four, is searched without them. */
const wordOf = (word: string): string => (/^[0-9a-f]{2}(:[0-9a-f]{2})+$|^[0-9a-f]{4}( [0-9a-f]{4})+$/.test(word) ? plainFingerprint(word) : word);

/** Text in quotation marks is one word. */
const wordsOf = (search: string): string[] => [...search.toLowerCase().matchAll(/"([^"]+)"|[^\s"]+/g)].map(([whole, quoted]) => wordOf(quoted ?? whole));

/** Runs that contain every word of the search. */
export function matches({ search = '', state }: Pick<RequestOf<'records/list'>, 'search' | 'state'>): (row: RunRow) => boolean {
  const words = wordsOf(search);
  return (row) => {
    if (state !== undefined && row.state !== state) return false;
    const text = words.length === 0 ? '' : textOf(row);
    return words.every((word) => text.includes(word));
  };
}
