import { hex } from '../../bytes/hex.ts';
import { entry } from '../../objects/metadata.ts';
import { oid } from '../../objects/oid.ts';
import type { Job } from '../job.ts';

/** A small job: it writes the serial number into 0xF1D0 and a secret into 0xF1D1, and locks 0xF1D1. */
export const sampleJob: Job = {
  id: '7f3c1f7e-0d5b-4a52-9c53-3f1f0a2b4c5d',
  revision: 1,
  title: 'Sensor nodes',
  issuedBy: 'A. Engineer',
  issuedAt: '2026-11-28T10:00:00Z',
  validFrom: '2026-11-28T00:00:00Z',
  validUntil: '2026-12-31T23:59:59Z',
  quantity: 200,
  chip: { family: 'trust-m-v3', builds: ['2440'], profile: 'trust-m-v3' },
  states: [
    { object: oid(0xf1d0), before: '2003c00101', after: [] },
    { object: oid(0xf1d1), before: '2003c00101', after: ['2003c00107'] },
  ],
  steps: [
    { id: 'serial', kind: 'write-object', object: oid(0xf1d0), content: { kind: 'inline', bytes: hex('534e2d30303031') }, what: 'serial number' },
    { id: 'secret', kind: 'write-object', object: oid(0xf1d1), content: { kind: 'material', name: 'shared secret', length: 32 }, what: 'secret' },
    { id: 'type', kind: 'write-metadata', object: oid(0xf1d1), changes: [entry('type', 0x22)], purpose: 'becomes a secret' },
    { id: 'lock', kind: 'lock', object: oid(0xf1d1), unreadable: false },
  ],
  expected: [
    { step: 'serial', state: 'needed' },
    { step: 'secret', state: 'needed' },
    { step: 'type', state: 'needed' },
    { step: 'lock', state: 'needed' },
  ],
  varies: [{ step: 'serial', source: { kind: 'serial' } }],
  serial: { from: 'counter', prefix: 'SN-', width: 4, first: 1 },
  materials: [{ name: 'shared secret', bytes: 32 }],
  publicParts: [],
  confirmed: [oid(0xf1d1)],
  proof: { unproved: [] },
};
