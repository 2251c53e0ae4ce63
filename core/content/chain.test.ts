import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes/bytes.ts';
import { Family } from '../certificates/testing/family.ts';
import { wrapIdentity, unwrapCertificate } from '../certificates/identity.ts';
import { encodePem } from '../keys/pem.ts';
import { parseMetadata } from '../objects/metadata.ts';
import { hex } from '../bytes/hex.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { readContent, sayContent, tagged } from './content.ts';

const family = new Family('chain into an object');
const [rootKey, caKey, deviceKey] = [family.key(), family.key(), family.key()];
const root = await family.root('Root', rootKey);
const ca = await family.issue('CA', caKey, { key: rootKey, certificate: root }, { isCa: true });
const device = await family.issue('Device', deviceKey, { key: caKey, certificate: ca });
const pem = (...all: readonly { readonly der: Uint8Array }[]): Uint8Array => utf8(all.map(({ der }) => encodePem('CERTIFICATE', der)).join(''));
const given = (bytes: Uint8Array, object = 0xe0e1) => ({ bytes, file: 'chain.crt', object: oid(object) });
const deviceType = must(parseMetadata(hex('2003e80112')));

describe('a chain file into a certificate object', () => {
  it.each([
    ['as it is', pem(device, ca, root)],
    ['in another order', pem(root, ca, device)],
    ['without the root', pem(ca, device)],
    ['an identity', wrapIdentity(device.der, ca.der)],
  ])('%s: the device\'s certificate alone by default, the chain without the root where it is asked for', (_, bytes) => {
    const content = must(readContent(given(bytes)));
    expect(must(tagged(content, given(bytes), deviceType, undefined))).toEqual(wrapIdentity(device.der));
    expect(must(tagged(content, given(bytes), deviceType, false))).toEqual(device.der);
    const written = must(tagged(content, given(bytes), deviceType, 'chain'));
    expect(must(unwrapCertificate(written)).certificates).toEqual([device.der, ca.der]);
    expect(sayContent(content, undefined)).toBe('certificate of CN=Device alone (the file has the certificate that issued it too)');
    expect(sayContent(content, 'chain')).toBe('certificate of CN=Device with the certificate that issued it');
  });

  it('two devices are not clear; a trust anchor takes one certificate; one certificate has no chain', async () => {
    const other = await family.issue('Other', deviceKey, { key: caKey, certificate: ca });
    expect(readContent(given(pem(device, other, ca)))).toMatchObject({ fault: { code: 'chain/several-leaves' } });
    expect(readContent(given(pem(device, ca), 0xe0e8))).toMatchObject({ fault: { code: 'certificate/several' } });
    const one = must(readContent(given(pem(device))));
    expect(tagged(one, given(pem(device)), deviceType, 'chain')).toMatchObject({ fault: { code: 'object/no-chain' } });
  });
});
