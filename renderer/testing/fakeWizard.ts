import type { FaultView } from '../../core/contract/board.ts';
import type { WizardAnswers, WizardView } from '../../core/contract/wizard.ts';
import { choices, targetMetadata } from './fakeChip.ts';

export const firstAnswers: WizardAnswers = {
  target: '0xE0F1',
  certificateObject: '0xE0E1',
  identityTag: true,
  keyUsage: ['authentication', 'signature'],
  payloadVersion: 1,
  anchorObject: '0xE0E3',
  lockAnchor: false,
  confidentiality: false,
  secretObject: '0xF1D1',
  lockSecret: false,
  secretUnreadable: true,
  update: 'data',
  flush: false,
};

export interface Held {
  readonly answers: WizardAnswers;
  readonly device: WizardView['device'];
  readonly integrity: WizardView['integrity'];
  readonly secret: WizardView['secret'];
}

const key = (file: string) => ({ id: `key ${file}`, file, algorithm: 'secp256r1', algorithmName: 'NIST P-256', fingerprint: '9f31c0aa7d20416b' });
const certificate = (file: string, cn: string) => ({
  id: `certificate ${file}`,
  file,
  subject: `CN=${cn}, O=Example Devices`,
  issuer: 'CN=Example Devices CA',
  serial: '04A1',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2036-01-01T00:00:00Z',
  algorithmName: 'NIST P-256',
  fingerprint: '9f31c0aa7d20416b',
  size: 532,
  warnings: [],
});

/** What a file brings, by its name: key, certificate, or both. */
export function withFile(held: WizardView['device'], file: string): WizardView['device'] {
  const brings = {
    ...held,
    ...(file.includes('cert') ? {} : { key: key(file) }),
    ...(file.includes('key') ? {} : { certificate: certificate(file, 'device-0042') }),
  };
  return { ...brings, ...(brings.key && brings.certificate ? { belongTogether: !file.includes('other') } : {}) };
}

export const newIntegrity: WizardView['integrity'] = {
  key: key('made here'),
  certificate: certificate('made here', 'Trust Bench integrity'),
  belongTogether: true,
};

const missing = (what: string, todo: string): FaultView => ({ code: 'wizard/missing', what, why: '', todo });

function problems({ device, integrity, secret, answers }: Held, connected: boolean): WizardView['problems'] {
  return [
    ...(connected ? [] : [{ step: 0, fault: missing('No board is connected.', 'Choose a board, or use the simulated one.') }]),
    ...(device.key ? [] : [{ step: 0, fault: missing('The private key is missing.', 'Drop it on the window.') }]),
    ...(device.certificate ? [] : [{ step: 0, fault: missing('The certificate is missing.', 'Drop it on the window.') }]),
    ...(integrity.key ? [] : [{ step: 1, fault: missing('The integrity key is missing.', 'Drop it with its certificate, or make new ones.') }]),
    ...(answers.confidentiality && !secret ? [{ step: 5, fault: missing('The secret is missing.', 'Drop its file, or make a random one.') }] : []),
  ];
}

export function wizardView(held: Held, connected: boolean): WizardView {
  const { answers, secret, ...material } = held;
  return {
    answers,
    device: material.device,
    integrity: material.integrity,
    ...(secret ? { secret } : {}),
    choices: connected ? choices : { targets: [], certificateObjects: [], anchors: [], secrets: [] },
    targetMetadata: connected ? targetMetadata : [],
    budget: { used: 15 + (answers.confidentiality ? 4 : 0) + (answers.update === 'data' ? 0 : 9), limit: 44 },
    problems: problems(held, connected),
    warnings: answers.lockAnchor ? [{ step: 1, text: 'A locked anchor can only be replaced by an update prepared before.' }] : [],
  };
}
