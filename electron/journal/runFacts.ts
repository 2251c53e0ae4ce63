import type { RunUnit } from '../../core/contract/records.ts';
import type { Entry, StepFacts } from './entry.ts';

type Started = Extract<Entry, { what: 'run-started' }>;

/** Who did the run, where, and with which program. */
export interface RunBy {
  readonly operator: string;
  readonly station: string;
  readonly port: string;
  readonly boardSerial?: string;
  readonly version?: string;
  /** The unit of a job that the run was for. */
  readonly unit?: RunUnit;
}

/** Who did a run. Older lines have only `name@machine`. */
export function byOf({ who, operator, station, port, boardSerial, version, unit }: Started): RunBy {
  const at = who.lastIndexOf('@');
  const [name, machine] = at < 0 ? [who, ''] : [who.slice(0, at), who.slice(at + 1)];
  return { operator: operator ?? name, station: station ?? machine, port, ...(boardSerial === undefined ? {} : { boardSerial }), ...(version === undefined ? {} : { version }), ...(unit === undefined ? {} : { unit }) };
}

/** Facts about all steps of a run. A list shows them and searches in them. */
export interface RunContents {
  /** Without duplicates; the signers of updates are in `signers`. */
  readonly certificates: { readonly subject: string; readonly serial: string; readonly sha256: string }[];
  readonly signers: { readonly subject: string; readonly sha256: string }[];
  readonly files: string[];
}

const once = <T extends { readonly sha256: string }>(all: readonly T[]): T[] => [...new Map(all.map((one) => [one.sha256, one])).values()];

export function contentsOf(steps: readonly StepFacts[]): RunContents {
  const certificates = once(steps.flatMap((step) => step.certificates ?? []));
  const signers = once(steps.flatMap(({ signer }) => (signer?.certificate === undefined ? [] : [signer.certificate])));
  return {
    certificates: certificates.map(({ subject, serial, sha256 }) => ({ subject, serial, sha256 })),
    signers: signers.map(({ subject, sha256 }) => ({ subject, sha256 })),
    files: [...new Set(steps.flatMap(({ files = [] }) => files))],
  };
}
