import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { JobDraft, JobSource } from '../../core/contract/jobs.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { ReplyOf, RequestOf } from '../../core/contract/operations.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';
import { sameOid } from '../ui/oid.ts';
import { jobTexts as texts } from './texts.ts';

export type SerialChoice = keyof typeof texts.serialRules;

/** The user's answers so far, as typed. */
export interface JobWishes {
  readonly title: string;
  readonly quantity: string;
  /** A day as 2026-12-31, or empty. */
  readonly until: string;
  /** Step id → where the step's content comes from. A step without an entry has the same content for each unit. */
  readonly sources: Readonly<Record<string, JobSource | 'fixed'>>;
  readonly pairsFolder: string;
  readonly setsFolder: string;
  readonly pairSigner: TicketView | undefined;
  readonly pairSignerPath: string;
  readonly serials: SerialChoice;
  readonly first: string;
  readonly numbers: string;
  /** Step id → the object id as typed. */
  readonly typed: Readonly<Record<string, string>>;
  readonly signer: TicketView | undefined;
}

type Source = RequestOf<'jobs/release'>['varies'][number];

export interface JobState {
  readonly planId: string | undefined;
  /** The screen from which the user came to this one. */
  readonly from: 'review' | 'run';
  readonly draft: JobDraft | undefined;
  readonly wishes: JobWishes;
  readonly fault: FaultView | undefined;
  readonly saved: ReplyOf<'jobs/release'> | undefined;
  open(planId: string, from: 'review' | 'run'): Promise<void>;
  change(part: Partial<JobWishes>): void;
  /** @param password password of the key file; empty when the file has none */
  release(password: string): Promise<void>;
  refuse(fault: FaultView): void;
  dismissFault(): void;
}

const firstWishes: JobWishes = {
  title: '',
  quantity: '0',
  until: '',
  sources: {},
  pairsFolder: 'pairs',
  setsFolder: 'data-sets',
  pairSigner: undefined,
  pairSignerPath: '',
  serials: 'none',
  first: '',
  numbers: '',
  typed: {},
  signer: undefined,
};

export const sourceOf = ({ sources }: JobWishes, step: string): JobSource | 'fixed' => sources[step] ?? 'fixed';
export const uses = (draft: JobDraft, wishes: JobWishes, kind: JobSource): boolean => draft.steps.some(({ id }) => sourceOf(wishes, id) === kind);
/** Whether data sets are built for the units. If so, the station needs the key that signs them. */
export const buildsSets = (draft: JobDraft, wishes: JobWishes): boolean => draft.steps.some(({ id, sends }) => sends && sourceOf(wishes, id) === 'pairs');
/**
 * Returns the sources after a choice for one step. The steps with the sample's key and certificate are switched to
 * pairs, and away from pairs, together.
 */
export function chosen({ steps }: JobDraft, wishes: JobWishes, step: string, source: JobSource | 'fixed'): JobWishes['sources'] {
  const pair = steps.filter(({ pair: own }) => own).map(({ id }) => id);
  const together = pair.includes(step) && (source === 'pairs' || sourceOf(wishes, step) === 'pairs') ? pair : [step];
  return { ...wishes.sources, ...Object.fromEntries(together.map((id) => [id, source === 'pairs' || id === step ? source : ('fixed' as const)])) };
}

export const quantityOf = (text: string): number | undefined => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined);

/** What is still to do before the job can be signed; undefined when nothing is. */
export function missingOf(draft: JobDraft, wishes: JobWishes): string | undefined {
  const { missing } = texts;
  const empty = (text: string): boolean => text.trim() === '';
  if (empty(wishes.title)) return missing.title;
  if (quantityOf(wishes.quantity) === undefined) return missing.quantity;
  if ((uses(draft, wishes, 'pairs') && empty(wishes.pairsFolder)) || (uses(draft, wishes, 'data-sets') && empty(wishes.setsFolder))) return missing.folder;
  if (buildsSets(draft, wishes) && (wishes.pairSigner === undefined || empty(wishes.pairSignerPath))) return missing.pairSigner;
  if ((uses(draft, wishes, 'serial') && wishes.serials === 'none') || (wishes.serials === 'list' && empty(wishes.numbers))) return missing.serials;
  if (wishes.serials === 'counter' && empty(wishes.first)) return missing.first;
  const open = draft.steps.some(({ id, object, irreversibleBecause }) => irreversibleBecause !== undefined && !sameOid(wishes.typed[id] ?? '', object));
  if (open) return missing.confirm;
  return wishes.signer === undefined ? missing.key : undefined;
}

function variesOf({ steps }: JobDraft, wishes: JobWishes): Source[] {
  return steps.flatMap(({ id: step }): Source[] => {
    const kind = sourceOf(wishes, step);
    if (kind === 'fixed') return [];
    if (kind === 'pairs') return [{ step, kind, folder: wishes.pairsFolder.trim() }];
    return kind === 'data-sets' ? [{ step, kind, folder: wishes.setsFolder.trim() }] : [{ step, kind }];
  });
}

function serialOf({ serials, first, numbers }: JobWishes): Pick<RequestOf<'jobs/release'>, 'serial'> {
  if (serials === 'none') return {};
  if (serials === 'given') return { serial: { from: 'given' } };
  return { serial: serials === 'counter' ? { from: 'counter', first: first.trim() } : { from: 'list', numbers } };
}

export function createJobStore(client: ApiClient) {
  return create<JobState>((set, get) => ({
    planId: undefined,
    from: 'review',
    draft: undefined,
    wishes: firstWishes,
    fault: undefined,
    saved: undefined,
    open: async (planId, from) => {
      set({ planId, from, draft: undefined, wishes: firstWishes, fault: undefined, saved: undefined });
      const answer = await client.call('jobs/draft', { planId });
      if (get().planId !== planId) return;
      set(answer.ok ? { draft: answer.value, wishes: { ...firstWishes, title: answer.value.title } } : { fault: answer.fault });
    },
    change: (part) => set(({ wishes }) => ({ wishes: { ...wishes, ...part }, saved: undefined })),
    release: async (password) => {
      const { planId, draft, wishes } = get();
      const { signer, pairSigner, until } = wishes;
      if (planId === undefined || draft === undefined || signer === undefined) return;
      const answer = await client.call('jobs/release', {
        planId,
        title: wishes.title.trim(),
        quantity: quantityOf(wishes.quantity) ?? 0,
        ...(until === '' ? {} : { validUntil: until }),
        varies: variesOf(draft, wishes),
        ...serialOf(wishes),
        ...(pairSigner === undefined || !buildsSets(draft, wishes) ? {} : { pairSigner: { ticket: pairSigner.ticket, path: wishes.pairSignerPath.trim() } }),
        confirmations: { ...wishes.typed },
        signer: signer.ticket,
        ...(password === '' ? {} : { password }),
      });
      if (get().wishes !== wishes) return;
      set(answer.ok ? { saved: answer.value, fault: undefined } : { fault: answer.fault });
    },
    refuse: (fault) => set({ fault }),
    dismissFault: () => set({ fault: undefined }),
  }));
}

export const useJob = createJobStore(client);
