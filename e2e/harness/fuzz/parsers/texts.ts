import { metadataFromJson } from '../../../../core/access/metadataJson.ts';
import { conditionFromText } from '../../../../core/access/sentence.ts';
import { fromHex } from '../../../../core/bytes/hex.ts';
import { encodeName } from '../../../../core/certificates/name.ts';
import { buildForm } from '../../../../core/contract/datasets.ts';
import { operations, type OperationName } from '../../../../core/contract/operations.ts';
import { fromBase64, fromBase64Url } from '../../../../core/keys/base64.ts';
import { parseOid } from '../../../../core/objects/oid.ts';
import { parseFaults } from '../../../../core/simulator/faults/parse.ts';
import { readVendorOptions } from '../../../../core/update/vendorOptions.ts';
import { verifyChain } from '../../../../electron/journal/chain.ts';
import { parseHead } from '../../../../electron/journal/head.ts';
import { encrypterTo } from '../../../../electron/app/reels/ageExport.ts';
import { firstForm, readForm } from '../../../../electron/app/datasets/buildForm.ts';
import { readPublicKeys, keyOf } from '../../../../electron/app/material/publicKeyStore.ts';
import { keptSettings } from '../../../../electron/app/settings/settingsStore.ts';
import { keptAnswers } from '../../../../electron/app/wizard/wizardState.ts';
import { parseSimulated } from '../../../../electron/simulated/simulatedBoards.ts';
import { json, text, type Parsers } from './parser.ts';

const names = Object.keys(operations) as OperationName[];
const roomOf = (name: OperationName): string => name.split('/')[0] ?? name;

/** The messages of each room of the window: every schema gets every message. */
const messageParsers: Parsers = Object.fromEntries(
  [...new Set(names.map(roomOf))].map((room) => {
    const schemas = names.filter((name) => roomOf(name) === room).map((name) => operations[name].request);
    return [`IPC message, ${room}`, (bytes: Uint8Array) => { const message = json(bytes); return schemas.map((schema) => schema.safeParse(message).success); }];
  }),
);
const nothing = { key: undefined, signer: undefined, secret: undefined };

/** Returns the form of the room Data sets with the same text in all fields that its schema allows. */
function formOf(bytes: Uint8Array): unknown {
  const typed = text(bytes);
  const fields = { version: typed, data: typed, offset: typed, metadata: typed, label: typed, seedLength: typed, componentId: typed, target: typed };
  return (['key', 'data', 'metadata'] as const).map((kind) => {
    const form = buildForm.safeParse({ ...firstForm, ...fields, kind, confidential: true, unicast: true });
    return form.success && readForm(form.data, nothing, undefined, (length) => new Uint8Array(length));
  });
}

/** Parsers for typed texts, messages from the window, and the program's own files. */
export const textParsers: Parsers = {
  ...messageParsers,
  'condition in words': (bytes) => conditionFromText(text(bytes)),
  'metadata JSON': (bytes) => metadataFromJson(json(bytes)),
  hexadecimal: (bytes) => fromHex(text(bytes)),
  base64: (bytes) => [fromBase64(text(bytes)), fromBase64Url(text(bytes))],
  'object id': (bytes) => parseOid(text(bytes)),
  'name of a subject': (bytes) => encodeName(text(bytes)),
  'form of the studio': formOf,
  'options of the vendor tool': (bytes) => readVendorOptions(text(bytes).split(/\s+/)),
  'age recipient': (bytes) => encrypterTo(text(bytes)),
  'faults for the simulator': (bytes) => parseFaults(text(bytes)),
  'name of a simulated port': (bytes) => parseSimulated(text(bytes)),
  journal: (bytes) => verifyChain(text(bytes), undefined),
  'signed head of a journal': (bytes) => parseHead(text(bytes), 'fuzz.jsonl'),
  settings: (bytes) => keptSettings(json(bytes)),
  'answers of the wizard': (bytes) => keptAnswers(json(bytes)),
  'known public keys': (bytes) => keyOf(readPublicKeys(json(bytes)) ?? {}, 'chip/0xE0F0'),
};
