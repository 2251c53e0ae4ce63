import type { PlanView, RunView, StepView } from '../../core/contract/plan.ts';

const certificate = Array.from({ length: 545 }, (_, at) => ((at * 37 + 11) % 256).toString(16).padStart(2, '0')).join('');

const step = (id: string, title: string, object: string, more: Partial<StepView> = {}): StepView => ({
  id,
  kind: 'metadata',
  title,
  object,
  undoable: true,
  verifiedBy: 'reading the object back and comparing every byte',
  changes: [],
  rehearsal: 'would-change',
  cost: { bytes: 64, chipMs: 45, cycles: 1 },
  ...more,
});

const steps: readonly StepView[] = [
  step('certificate', 'Write the certificate into 0xE0E1', '0xE0E1', {
    changes: [
      {
        field: 'content',
        before: { says: 'empty', bytes: '' },
        after: { says: 'TLS identity with one certificate, CN=device-0042', bytes: certificate },
      },
    ],
    cost: { bytes: 574, chipMs: 138, cycles: 2 },
  }),
  step('anchor', 'Make 0xE0E3 a trust anchor', '0xE0E3', {
    rehearsal: 'already-done',
    changes: [{ field: 'object type', before: { says: 'trust anchor', bytes: 'e80111' }, after: { says: 'trust anchor', bytes: 'e80111' } }],
  }),
  step('target', 'Let updates signed by 0xE0E3 change 0xE0F1', '0xE0F1', {
    changes: [
      {
        field: 'change condition',
        before: { says: 'until operational', bytes: '200bc00101d003e1fc07d30100' },
        after: { says: 'until operational, or update signed by 0xE0E3', bytes: '200fc00101d007e1fc07fe21e0e3d30100' },
      },
    ],
  }),
  step('update', 'Send the protected update to 0xE0F1', '0xE0F1', {
    kind: 'send-data-set',
    verifiedBy: 'the chip’s answer, then the proof',
    changes: [{ field: 'key', before: { says: 'no key' }, after: { says: 'NIST P-256 private key of device-0042; the bytes are not shown' } }],
    cost: { bytes: 392, chipMs: 310, cycles: 4 },
  }),
  step('prove-key', 'Prove that the key in 0xE0F1 belongs to the certificate', '0xE0F1', { kind: 'prove-key', verifiedBy: 'a signature made by the chip, checked with the certificate’s public key' }),
  step('lock', 'Lock the trust anchor in 0xE0E3', '0xE0E3', {
    undoable: false,
    irreversibleBecause: 'The lifecycle state only moves forward. The trust anchor can never be changed again.',
    changes: [{ field: 'lifecycle state', before: { says: 'creation', bytes: 'c00101' }, after: { says: 'operational', bytes: 'c00107' } }],
  }),
];

export function fakePlan(refused: boolean, simulated: boolean): PlanView {
  const fault = {
    code: 'chip/access-denied',
    what: 'The chip would not change the metadata.',
    object: '0xE0F1',
    why: 'Its change condition is "until operational", and the object is operational.',
    todo: 'Choose another target whose lifecycle state is creation or initialization.',
    raw: '0x8007',
  };
  return {
    planId: 'plan-1',
    title: 'Provision 0xE0F1 with device-0042',
    chipId: '0a09a413000a002f002e',
    simulated,
    needs: [],
    steps: refused ? steps.map((one, at) => (at === 2 ? { ...one, rehearsal: 'refused', fault } : at > 2 ? { ...one, rehearsal: 'not-reached' } : one)) : [...steps],
    verdict: refused ? 'refused' : 'passed',
    ...(refused ? { fault } : {}),
    warnings: ['The certificate expires in 21 days.'],
    expectedMs: 1840,
  };
}

const says: Readonly<Record<string, string>> = {
  certificate: '545 bytes read back: equal.',
  target: 'Metadata read back: equal.',
  lock: 'Lifecycle state read back: operational.',
};
const proof = 'The chip signed a fresh challenge with the key in 0xE0F1; the certificate’s public key verifies the signature.';

/** A run that has done `done` steps, in a state. */
export function fakeRun(plan: PlanView, done: number, state: RunView['state']): RunView {
  const stateAt = (at: number): RunView['steps'][number]['state'] => {
    if (at < done) return plan.steps[at]?.rehearsal === 'already-done' ? 'unchanged' : 'done';
    if (state === 'cancelled') return 'cancelled';
    if (at > done) return 'waiting';
    return state === 'failed' ? 'failed' : 'running';
  };
  return {
    runId: 'run-1',
    planId: plan.planId,
    title: plan.title,
    chipId: plan.chipId,
    simulated: plan.simulated,
    state,
    startedAt: '2026-11-22T09:15:00.000Z',
    progress: done / plan.steps.length,
    resumable: state === 'failed' || state === 'cancelled',
    steps: plan.steps.map(({ id, kind, title, object }, at) => ({
      id,
      kind,
      title,
      object,
      state: stateAt(at),
      ms: at < done ? 180 + at * 97 : 0,
      ...(at < done && says[id] !== undefined ? { says: says[id] } : {}),
      ...(at < done && id === 'prove-key' ? { proof } : {}),
    })),
    ...(state === 'failed'
      ? { fault: { code: 'link/lost', what: 'The link to the board was lost.', why: 'The port closed while the data set was being sent.', todo: 'Plug the board in again, then resume.', raw: 'port closed' } }
      : {}),
  };
}
