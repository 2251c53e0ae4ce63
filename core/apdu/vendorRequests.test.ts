import { describe, expect, it } from 'vitest';
import { Chip } from '../chip/chip.ts';
import { readMetadata, readObject, readUid } from '../chip/read.ts';
import { changeMetadata, replaceObject, writeAt } from '../chip/write.ts';
import { sendDataSet } from '../chip/protectedUpdate.ts';
import { wrapIdentity } from '../certificates/identity.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { field, parseMetadata, entry } from '../objects/metadata.ts';
import { metadataFromJson } from '../access/metadataJson.ts';
import { oid } from '../objects/oid.ts';
import { must, ok } from '../result/result.ts';
import vectors from '../simulator/testing/vectors/vendorRequests.json' with { type: 'json' };
import type { ApduPort } from './apdu.ts';
import { calcSign } from './commands/calcSign.ts';
import { closeApplication } from './commands/closeApplication.ts';
import { hmacSha256 } from './commands/encryptSym.ts';
import { genKeyPair, genKeyPairExported } from './commands/genKeyPair.ts';
import { getRandom } from './commands/getRandom.ts';
import { openApplication } from './commands/openApplication.ts';
import { count } from './commands/setDataObject.ts';

const operations = new Map(vectors.operations.map(({ operation, requests }) => [operation, requests]));

/** The vendor's Python layer reads the UID and the metadata of E0F1 (or of the key object) each time. */
function vendorRequests(operation: string): string[] {
  const found = operations.get(operation);
  if (found === undefined) throw new Error(`no operation "${operation}"`);
  let rest = [...found];
  while (rest.length > 2 && rest[0] === '81000006e0c200000611' && rest[1]?.startsWith('81010002') === true) rest = rest.slice(2);
  // It reads a key object's own metadata before each use.
  while (rest.length > 1 && /^81010002(e0f|e0fc|f1d1)/.test(rest[0] ?? '')) rest = rest.slice(1);
  return rest[0] === '81000006e0c200000611' && rest.length > 2 && rest[1]?.startsWith('81010002') === true ? vendorTail(rest) : rest;
}

const vendorTail = (rest: string[]): string[] => rest.slice(2);

/** Records the requests. Answers every read with `data`, and everything else with success. */
async function recorded(run: (chip: Chip) => Promise<unknown>, objectBytes = 0): Promise<string[]> {
  const requests: string[] = [];
  const port: ApduPort = {
    exchange: async ({ request }) => {
      requests.push(toHex(request));
      const read = (request[0] ?? 0) === 0x81 && request[1] === 0;
      const offset = ((request[6] ?? 0) << 8) | (request[7] ?? 0);
      const wanted = ((request[8] ?? 0) << 8) | (request[9] ?? 0);
      const length = read ? Math.max(0, Math.min(wanted, objectBytes - offset)) : 0;
      return ok(Uint8Array.from([0, 0, length >> 8, length & 0xff, ...new Uint8Array(length)]));
    },
  };
  await run(new Chip(port));
  return requests;
}

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i % 251);
const vendorPattern = (operation: string): Uint8Array => hex((operations.get(operation) ?? []).at(-1)?.slice(16) ?? '');
const metadata = (json: unknown) => must(metadataFromJson(json));

describe("our requests are the vendor host library's, byte for byte", () => {
  it.each<[string, (chip: Chip) => Promise<unknown>, number?]>([
    ['sleep delay read', (chip) => readObject(chip, oid(0xe0c3)), 1],
    ['sleep delay write 0x20', (chip) => replaceObject(chip, oid(0xe0c3), Uint8Array.of(0x20))],
    ['metadata of E0E0', (chip) => readMetadata(chip, oid(0xe0e0))],
    ['read E0E0', (chip) => readObject(chip, oid(0xe0e0)), 516],
    // The vendor's tool stops at 1700 bytes. With the same limit, we send the same requests.
    ['read E0E1 (1728 bytes in the chip)', (chip) => readObject(chip, oid(0xe0e1), 1700), 1728],
    ['write F1D0, 10 bytes', (chip) => replaceObject(chip, oid(0xf1d0), pattern(10))],
    ['write F1E0, 1500 bytes', (chip) => replaceObject(chip, oid(0xf1e0), vendorPattern('write F1E0, 1500 bytes'))],
    ['write E0E1, 1700 bytes', (chip) => replaceObject(chip, oid(0xe0e1), pattern(1700))],
    ['metadata write: type and execute', (chip) => changeMetadata(chip, oid(0xe0e3), metadata({ type: 'trust_anchor', execute: 'always' }))],
    ['metadata write: change: until operational', (chip) => changeMetadata(chip, oid(0xe0e3), metadata({ change: ['lcso', '<', 'operational'] }))],
    [
      'metadata write: change: until operational or integrity E0E3',
      (chip) => changeMetadata(chip, oid(0xe0e3), metadata({ change: ['lcso', '<', 'operational', '||', 'int', '0xe0', '0xe3'] })),
    ],
    [
      'metadata write: metadata update + reset',
      (chip) =>
        changeMetadata(chip, oid(0xe0e3), metadata({ meta_update: ['int', '0xe0', '0xe3', '&&', 'conf', '0xf1', '0xd1'], reset_type: ['lcso_to_creation', 'flushing'] })),
    ],
    ['metadata write: read never', (chip) => changeMetadata(chip, oid(0xe0e3), metadata({ read: 'never' }))],
    ['metadata write: key usage', (chip) => changeMetadata(chip, oid(0xe0f1), metadata({ key_usage: ['authentication', 'signature'] }))],
    ['metadata write: lcso initialization', (chip) => changeMetadata(chip, oid(0xe0e3), [entry('lcso', 3)])],
    ['random 8', (chip) => chip.run(getRandom(8))],
    ['random 256', (chip) => chip.run(getRandom(256))],
    ['random DRNG 16', (chip) => chip.run(getRandom(16, 'drng'))],
    ['generate secp256r1 in E0F1, sign+authenticate', (chip) => chip.run(genKeyPair('secp256r1', oid(0xe0f1), 0x11))],
    ['generate brainpoolp512r1 in E0F3, sign+authenticate', (chip) => chip.run(genKeyPair('brainpoolp512r1', oid(0xe0f3), 0x11))],
    ['generate secp256r1, exported', (chip) => chip.run(genKeyPairExported('secp256r1'))],
    ['generate RSA-2048 in E0FC', (chip) => chip.run(genKeyPair('rsa2048', oid(0xe0fc), 0x12))],
    [
      'RSA-2048 sign sha256',
      (chip) => chip.run(calcSign('rsaSha256', hex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'), oid(0xe0fc))),
    ],
    ['HMAC sha256 with F1D1', (chip) => chip.run(hmacSha256(oid(0xf1d1), new TextEncoder().encode('message')))],
    ['count E120 by 3', (chip) => chip.run(count(oid(0xe120), 3))],
  ])('%s', async (operation, run, bytes = 0) => {
    expect(await recorded(run, bytes)).toEqual(vendorRequests(operation));
  });

  it('connect and identify', async () => {
    const ours = await recorded(async (chip) => {
      await chip.run(openApplication());
      await readUid(chip);
      await readMetadata(chip, oid(0xe0f1));
    });
    expect(ours).toEqual(operations.get('connect and identify (Chip)'));
  });

  it('ECDSA signature', async () => {
    const digest = hex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    const signed = vectors.operations.filter(({ operation }) => operation === 'sign with it').map(({ requests }) => requests.at(-1));
    expect(signed).toContain((await recorded((chip) => chip.run(calcSign('ecdsa', digest, oid(0xe0f1)))))[0]);
  });

  it.each(['E0E1', 'E0E8'])('certificate into %s: an identity tag where the vendor has one', async (object) => {
    const vendor = operations.get(`write certificate PEM to ${object}`)?.at(-1) ?? '';
    const content = hex(vendor.slice(16));
    const der = content.subarray(9);
    const id = oid(Number.parseInt(object, 16));
    expect(await recorded((chip) => replaceObject(chip, id, wrapIdentity(der)))).toEqual([vendor]);
  });

  it.each(['protected update, one fragment', 'protected update, three fragments'])('%s', async (operation) => {
    const requests = operations.get(operation) ?? [];
    const [manifest, ...fragments] = requests.map((request) => hex(request.slice(14)));
    expect(await recorded((chip) => sendDataSet(chip, manifest as Uint8Array, fragments))).toEqual(requests);
  });

  it('an object that does not exist: the reason is asked for, without the top bit', async () => {
    const requests: string[] = [];
    const port: ApduPort = {
      exchange: async ({ request }) => {
        requests.push(toHex(request));
        return ok(requests.length === 1 ? hex('ff000000') : hex('0000000101'));
      },
    };
    const read = await new Chip(port).run({ ...closeApplication(), ...(await import('./commands/getDataObject.ts')).getData(oid(0xe0e7)) });
    expect(requests).toEqual(operations.get('read an object that does not exist (E0E7)')?.slice(-2));
    expect(read).toMatchObject({ ok: false, fault: { code: 'chip/refused', data: { status: 1 } } });
  });

  it('writes at an offset without erasing, unlike the vendor, which erases the rest', async () => {
    expect(await recorded((chip) => writeAt(chip, oid(0xf1d0), 5, pattern(10)))).toEqual(['8200000ef1d0000500010203040506070809']);
  });

  it('metadata of the vendor is ours again', () => {
    const raw = must(parseMetadata(hex('2009d007e1fc07fe21e0e3')));
    expect(toHex(field(raw, 'change') ?? new Uint8Array())).toBe('e1fc07fe21e0e3');
  });
});
