import type { BoardView, PortView, TraceRow } from '../../core/contract/board.ts';
import type { ChipPageView } from '../../core/contract/chip.ts';
import type { ObjectRow } from '../../core/contract/objects.ts';
import type { ObjectChoice, WizardView } from '../../core/contract/wizard.ts';

/** Plausible views of a simulated V3 chip, for tests and pictures only. */
export const simulatedPort: PortView = { path: 'simulated:1', kind: 'simulated', title: 'Simulated board' };

export const ports: readonly PortView[] = [
  simulatedPort,
  { path: '/dev/ttyS0', kind: 'other', title: 'Serial port' },
  { path: '/dev/ttyACM0', kind: 'kitprog3', title: 'KitProg3 USB-UART', manufacturer: 'Cypress Semiconductor', serialNumber: '0B0B0CA301A1' },
];

export const connectedBoard = (port: PortView): BoardView => ({
  link: 'connected',
  port,
  simulated: port.kind === 'simulated',
  chip: {
    family: 'trust-m-v3',
    familyName: 'OPTIGA™ Trust M V3',
    build: '2440',
    uid: 'cd16339301001c000500000a09a413000a002f002e801010712440',
    chipId: '0a09a413000a002f002e',
    lifecycle: { global: 'operational', application: 'creation' },
    securityEvents: 0,
  },
});

const choice = (id: string, name: string, present: string, unfit?: string): ObjectChoice => ({ id, name, present, ...(unfit === undefined ? {} : { unfit }) });

export const choices: WizardView['choices'] = {
  targets: [
    choice('0xE0F1', 'ECC private key 2', 'empty, creation'),
    choice('0xE0F2', 'ECC private key 3', 'empty, creation'),
    choice('0xE0F3', 'ECC private key 4', 'empty, creation'),
    choice('0xE0F0', 'ECC private key 1', 'the vendor’s key', 'It is operational and changes never.'),
    choice('0xE0FC', 'RSA private key 1', 'empty, creation', 'The key is NIST P-256; this object holds RSA keys only.'),
    choice('0xE0FD', 'RSA private key 2', 'empty, creation', 'The key is NIST P-256; this object holds RSA keys only.'),
  ],
  certificateObjects: [
    choice('0xE0E1', 'Device certificate 2', 'empty'),
    choice('0xE0E2', 'Device certificate 3', 'empty'),
    choice('0xE0E3', 'Device certificate 4', 'empty', 'It is chosen as trust anchor.'),
  ],
  anchors: [
    choice('0xE0E3', 'Device certificate 4', 'empty, creation'),
    choice('0xE0E8', 'Trust anchor 1', 'CN=Infineon OPTIGA™ Trust M Test, operational'),
    choice('0xE0E9', 'Trust anchor 2', 'empty, creation'),
    choice('0xE0EF', 'Trust anchor (platform integrity)', 'empty', 'Change is never.'),
  ],
  secrets: Array.from({ length: 6 }, (_, at) => choice(`0xF1D${at}`, `Arbitrary data, type 3 ${at + 1}`, 'empty, creation')),
};

export const targetMetadata: WizardView['targetMetadata'] = [
  { field: 'Lifecycle state', says: 'creation', bytes: 'c00101' },
  { field: 'Change', says: 'until operational', bytes: 'd003e1fc07' },
  { field: 'Execute', says: 'always', bytes: 'd30100' },
];

const row = (id: string, kind: string, name: string, usedSize: number | undefined, maxSize: number | undefined): ObjectRow => ({
  id,
  kind,
  name,
  purpose: 'Holds what the user puts there.',
  lifecycle: 'creation',
  ...(usedSize === undefined ? {} : { usedSize }),
  ...(maxSize === undefined ? {} : { maxSize }),
  change: {
    sentence: 'until operational, or update signed by 0xE0E3',
    truth: true,
    terms: [
      { sentence: 'until operational', truth: true },
      { sentence: 'update signed by 0xE0E3' },
    ],
  },
  read: { sentence: 'always', truth: true, terms: [] },
  execute: { sentence: 'never', truth: false, terms: [] },
  metadata: '200bc00101d003e1fc07d30100',
  rows: [...targetMetadata],
  actions: [],
  changed: id === '0xE0E1' ? ['change'] : [],
});

export const objects: readonly ObjectRow[] = [
  row('0xE0C2', 'uid', 'Coprocessor UID', 27, 27),
  row('0xE0E0', 'certificate', 'Device certificate 1', 492, 1728),
  row('0xE0E1', 'certificate', 'Device certificate 2', 545, 1728),
  row('0xE0E2', 'certificate', 'Device certificate 3', 0, 1728),
  row('0xE0E8', 'trust-anchor', 'Trust anchor 1', 548, 1200),
  row('0xE0F0', 'ecc-key', 'ECC private key 1', undefined, undefined),
  row('0xE0F1', 'ecc-key', 'ECC private key 2', undefined, undefined),
  row('0xE0FC', 'rsa-key', 'RSA private key 1', undefined, undefined),
  ...Array.from({ length: 12 }, (_, at) => row(`0xF1D${at.toString(16).toUpperCase()}`, 'data', `Arbitrary data, type 3 ${at + 1}`, 0, 140)),
];

export const fakeChipPage: ChipPageView = {
  familyName: 'OPTIGA Trust M V3',
  firmware: 'build 2440',
  chipId: '0a09a413000a002f002e',
  uid: 'cd16339301001c000500000a09a413000a002f002e801010712440',
  uidFields: [],
  lifecycle: [],
  securityStatus: [],
  events: { count: 0, tone: 'good', says: 'No wait.', means: '' },
  monitor: [],
  settings: [],
};

export const traceRows: readonly TraceRow[] = [
  { id: 1, at: '2026-11-22T09:14:02.120Z', command: 'OpenApplication', says: 'The application is open.', request: 'f0000010d276000004' + '47656e417574684170706c', response: '00000000', ms: 22.4, failed: false },
  { id: 2, at: '2026-11-22T09:14:02.166Z', command: 'GetDataObject', object: '0xE0C2', says: 'Read 27 bytes.', request: '81000006e0c20000001b', response: '0000001bcd16339301001c000500000a09a413000a002f002e801010712440', ms: 14.1, failed: false },
  { id: 3, at: '2026-11-22T09:14:02.190Z', command: 'SetDataObject', object: '0xF1D0', says: 'Access conditions not satisfied (0x8007).', request: '8 bytes, a secret', response: 'ff000000', ms: 19.7, failed: true },
];
