import { parseCondition } from '../../core/access/bytes.ts';
import { never } from '../../core/access/condition.ts';
import { explain } from '../../core/access/explain.ts';
import { toHex } from '../../core/bytes/hex.ts';
import { parseCertificate } from '../../core/certificates/certificate.ts';
import { unwrapCertificate } from '../../core/certificates/identity.ts';
import { plainAccess, readableNow, type ChipSnapshot } from '../../core/chip/snapshot.ts';
import { readMetadata, readObject } from '../../core/chip/read.ts';
import type { ConditionView, ObjectData, ObjectRow } from '../../core/contract/objects.ts';
import { describePublicKey } from '../../core/keys/publicKey.ts';
import { catalogue, findObject, type ObjectEntry, type ObjectKind } from '../../core/objects/catalogue.ts';
import { lifecycleNames, objectTypeNames, objectTypeWords } from '../../core/objects/codes.ts';
import { encodeMetadata, field, fieldNumber, type Metadata } from '../../core/objects/metadata.ts';
import { formatOid, parseOid, type Oid } from '../../core/objects/oid.ts';
import { parseUid } from '../../core/objects/uid.ts';
import { fault, type Fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { faultView } from '../ipc/faultView.ts';
import type { Board, Work } from '../session/board.ts';
import { metadataRows } from './wizardView.ts';

const purposes: Readonly<Record<ObjectKind, string>> = {
  lifecycle: 'Lifecycle state; goes only upwards.',
  'security-status': 'Security status bits.',
  uid: 'Who the chip is.',
  setting: 'A setting of the chip.',
  'event-counter': 'Counts security events; from 128 on the chip slows down.',
  certificate: 'A device certificate, or any data of up to 1728 bytes.',
  'trust-anchor': 'The certificate that signed updates are verified with.',
  'ecc-key': 'An elliptic-curve private key; it never leaves the chip.',
  'rsa-key': 'An RSA private key; it never leaves the chip.',
  'aes-key': 'An AES key; it never leaves the chip.',
  session: 'A volatile context for keys and secrets.',
  counter: 'A counter that only goes up, to its threshold.',
  'binding-secret': 'The secret of the shielded connection.',
  data: 'Free data, or a secret of a type of its own.',
  'last-error': 'The reason of the last refusal.',
};

/** Objects whose metadata can be read: session contexts have none, V1 lacks some. */
export const listed = (snapshot: ChipSnapshot): ObjectEntry[] =>
  catalogue.filter(({ kind, v3Only }) => kind !== 'session' && kind !== 'last-error' && (v3Only !== true || snapshot.uid.family === 'trust-m-v3'));

export function viewCondition(metadata: Metadata, name: 'change' | 'read' | 'execute', identity: ChipSnapshot): ConditionView {
  const bytes = field(metadata, name);
  const parsed = bytes === undefined ? undefined : parseCondition(bytes);
  const { sentence, truth, terms } = explain(parsed?.ok === true ? parsed.value : never, plainAccess(metadata, identity));
  const plain = <T extends { truth: boolean | undefined }>({ truth: value, ...rest }: T) => ({ ...rest, ...(value === undefined ? {} : { truth: value }) });
  return { sentence, ...(truth === undefined ? {} : { truth }), terms: terms.map(plain) };
}

function viewRow(entry: ObjectEntry, metadata: Metadata, identity: ChipSnapshot, changed: boolean): ObjectRow {
  const number = (name: 'used_size' | 'max_size'): number | undefined => fieldNumber(metadata, name);
  const type = objectTypeNames.get(fieldNumber(metadata, 'type') ?? -1);
  const lifecycle = lifecycleNames.get(fieldNumber(metadata, 'lcso') ?? -1);
  const max = number('max_size');
  const used = number('used_size') ?? max;
  return {
    id: formatOid(entry.id),
    kind: entry.kind,
    name: entry.name,
    purpose: purposes[entry.kind],
    ...(type === undefined ? {} : { type: objectTypeWords[type] }),
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(used === undefined ? {} : { usedSize: used }),
    ...(max === undefined ? {} : { maxSize: max }),
    change: viewCondition(metadata, 'change', identity),
    read: viewCondition(metadata, 'read', identity),
    execute: viewCondition(metadata, 'execute', identity),
    metadata: toHex(encodeMetadata(metadata)),
    rows: metadataRows(metadata),
    changed,
  };
}

const failedRow = (entry: ObjectEntry, refusal: Fault): ObjectRow => ({
  id: formatOid(entry.id),
  kind: entry.kind,
  name: entry.name,
  purpose: purposes[entry.kind],
  metadata: '',
  rows: [],
  changed: false,
  fault: faultView(refusal),
});

/** The objects of the connected chip, for the browser. */
export class ObjectService {
  readonly #board: Board;
  readonly #onRow: (row: ObjectRow) => void;
  #before = new Map<Oid, string>();
  #chipId = '';

  constructor(board: Board, onRow: (row: ObjectRow) => void) {
    this.#board = board;
    this.#onRow = onRow;
  }

  /** Every object's metadata; each row is told as soon as the chip has answered. */
  list(): Promise<Result<ObjectRow[]>> {
    return this.#board.run('Reading all objects', async (work) => {
      if (this.#chipId !== work.identity.uid.chipId) this.#before = new Map();
      this.#chipId = work.identity.uid.chipId;
      const rows: ObjectRow[] = [];
      for (const entry of listed(work.identity)) {
        const row = await this.#row(entry, work);
        if (!row.ok) return row;
        rows.push(row.value);
        this.#onRow(row.value);
      }
      return ok(rows);
    });
  }

  async #row(entry: ObjectEntry, { chip, identity }: Work): Promise<Result<ObjectRow>> {
    const metadata = await readMetadata(chip, entry.id);
    if (!metadata.ok) return metadata.fault.code === 'chip/refused' ? ok(failedRow(entry, metadata.fault)) : metadata;
    const text = toHex(encodeMetadata(metadata.value));
    const before = this.#before.get(entry.id);
    this.#before.set(entry.id, text);
    return ok(viewRow(entry, metadata.value, identity, before !== undefined && before !== text));
  }

  read(id: string): Promise<Result<ObjectData>> {
    const object = parseOid(id);
    if (!object.ok) return Promise.resolve(object);
    return this.#board.run(`Reading ${formatOid(object.value)}`, async (work) => readData(object.value, work));
  }
}

async function readData(id: Oid, { chip, identity }: Work): Promise<Result<ObjectData>> {
  const entry = findObject(id);
  if (entry === undefined) return err(fault('object/unknown', { object: formatOid(id) }));
  const metadata = await readMetadata(chip, id);
  if (!metadata.ok) return metadata;
  if (!readableNow(id, metadata.value, identity)) {
    const { sentence } = viewCondition(metadata.value, 'read', identity);
    return ok({ id: formatOid(id), decoded: [{ label: 'Not readable', text: `Its read condition is: ${sentence}.` }] });
  }
  const data = await readObject(chip, id, fieldNumber(metadata.value, 'max_size'));
  if (!data.ok) return data;
  return ok({ id: formatOid(id), data: toHex(data.value), decoded: decode(entry, data.value) });
}

function decode({ kind }: ObjectEntry, data: Uint8Array): ObjectData['decoded'] {
  switch (kind) {
    case 'lifecycle':
      return [{ label: 'State', text: lifecycleNames.get(data[0] ?? -1) ?? 'unknown' }];
    case 'uid':
      return decodeUid(data);
    case 'counter':
      return decodeCounter(data);
    case 'certificate':
    case 'trust-anchor':
      return decodeCertificate(data);
    default:
      return [];
  }
}

function decodeUid(data: Uint8Array): ObjectData['decoded'] {
  const uid = parseUid(data);
  if (!uid.ok) return [];
  const { chipId, family, build, batch, x, y, romCode, firmwareId } = uid.value;
  const rows = { 'Chip id': chipId, Family: family, Build: build, Batch: batch, X: String(x), Y: String(y), 'ROM code': romCode, 'Firmware id': firmwareId };
  return Object.entries(rows).map(([label, text]) => ({ label, text }));
}

function decodeCounter(data: Uint8Array): ObjectData['decoded'] {
  if (data.length !== 8) return [];
  const view = new DataView(data.buffer, data.byteOffset, 8);
  return [
    { label: 'Value', text: String(view.getUint32(0)) },
    { label: 'Threshold', text: String(view.getUint32(4)) },
  ];
}

function decodeCertificate(data: Uint8Array): ObjectData['decoded'] {
  const inside = unwrapCertificate(data);
  const der = inside.ok ? inside.value.certificates[0] : undefined;
  const certificate = der === undefined ? undefined : parseCertificate(der);
  if (certificate?.ok !== true) return [];
  const { subject, issuer, serial, notBefore, notAfter, publicKey } = certificate.value;
  const form = inside.ok ? inside.value.form : 'der';
  const rows = {
    Form: form,
    Subject: subject,
    Issuer: issuer,
    Serial: serial,
    'Valid from': notBefore.toISOString(),
    'Valid to': notAfter.toISOString(),
    Key: describePublicKey(publicKey),
  };
  return Object.entries(rows).map(([label, text]) => ({ label, text }));
}
