import type { BuildView, DataSetView, SeriesView } from '../../core/contract/datasets.ts';
import type { WorkshopView } from '../../core/contract/keys.ts';
import type { OperationName, ReplyOf, RequestOf } from '../../core/contract/operations.ts';

type StudioName = Extract<OperationName, `datasets/${string}` | `series/${string}` | `keys/${string}`>;
type StudioHandlers = { [N in StudioName]: (request: RequestOf<N>) => ReplyOf<N> };

const set: DataSetView = {
  id: 'set',
  file: 'set.txt',
  title: 'NIST P-256 key for 0xE0F1',
  rows: [{ label: 'Target', text: '0xE0F1, ECC private key 2' }],
  signature: { state: 'unchecked', says: 'Drop the certificate of the signer.' },
  isKey: true,
  isEncrypted: false,
  manifest: '8443a10126',
  tree: [{ depth: 0, from: 0, to: 5, name: 'Manifest', says: '4 items' }],
  fragments: [{ number: 1, size: 102, digest: 'valid', sha256: '00' }],
  payload: { state: 'key', says: 'NIST P-256 key, not shown' },
  problems: [],
  warnings: [],
  headerKind: 'ecc_key',
};

const form: BuildView = {
  form: {
    kind: 'key',
    target: '0xE0F1',
    trustAnchor: '0xE0E3',
    version: '',
    data: '',
    dataFormat: 'hex',
    offset: '0',
    writeType: 'erase-write',
    metadata: '',
    contentReset: 'as-object',
    usage: ['signature'],
    confidential: false,
    secretObject: '0xF1D1',
    label: 'Confidentiality',
    seedLength: '64',
    unicast: false,
    componentId: '',
  },
  problems: [],
  warnings: [],
  targets: [],
  anchors: [],
  secrets: [],
};

const series: SeriesView = { state: 'finished', done: 1, total: 1, skipped: 0, perSecond: 1, elapsed: 1, as: 'zip', where: { name: 'data-sets.zip', folder: '/home/bench' } };
const workshop: WorkshopView = { items: [] };
const saved = { name: 'file', folder: '/home/bench/Documents' };

/** The studio and the workshop of the in-memory main process: always the same answers. */
export function fakeStudio(plan: () => ReplyOf<'datasets/plan'>): StudioHandlers {
  return {
    'datasets/open': () => set,
    'datasets/view': () => set,
    'datasets/check': () => set,
    'datasets/export': () => saved,
    'datasets/plan': plan,
    'datasets/form': () => form,
    'datasets/change': (part) => ({ ...form, form: { ...form.form, ...part } }),
    'datasets/give': () => form,
    'datasets/make-secret': () => form,
    'datasets/build': () => set,
    'datasets/reset': () => form,
    'series/start': () => series,
    'series/state': () => undefined,
    'series/cancel': () => series,
    'series/resume': () => series,
    'keys/list': () => workshop,
    'keys/new': () => workshop,
    'keys/open': () => workshop,
    'keys/forget': () => workshop,
    'keys/certify': () => workshop,
    'keys/request': () => workshop,
    'keys/sign-request': () => workshop,
    'keys/save': () => saved,
    'keys/hand-over': () => ({ ticket: 't', name: 'key', size: 1, content: 'key-material' }),
  };
}
