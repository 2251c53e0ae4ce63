import { describe, expect, it } from 'vitest';
import { testStation } from './testing/commandLine.ts';

const { runOn } = testStation();

describe('words of the vendor\'s optigatrust are answered with ours', () => {
  it.each([
    ['object --id 0xe0e1 --outform PEM', 'object read --as pem'],
    ['object read --id 0xe0e1 --outform=DER', 'object read --as der'],
    ['object read --id 0xe0e1 --outform', 'object read --as pem'],
    ['object --id 0xe0e1 --meta', 'object metadata'],
    ['object --id 0xe0e1 --lock', 'object lock --yes-lock ID'],
    ['object --id 0xe0e1 --in cert.pem', 'object write'],
    ['object --id 0xe0e1', 'object read'],
    ['object --in data.json', 'import'],
    ['./protected_update_data_set payload_version=3 trust_anchor_oid=E0E3', 'dataset build'],
    ['bin\\protected_update_data_set.exe payload_version=3', 'dataset build'],
    ['trustm_cert -r 0xe0e0 -o teste0e0.crt', 'object read'],
    ['./bin/trustm_cert -w 0xe0e1 -i device.pem', 'object write'],
    ['trustm_data -c 0xe0e1', 'object erase'],
    ['trustm_metadata -r 0xe0e1', 'object metadata'],
    ['trustm_protected_update -k 0xe0e1 -f f.dat -m m.dat', 'update'],
    ['trustm_ecc_keygen -g 0xe0f3 -t 0x13 -k 0x03 -o pub.pem', 'keys generate'],
    ['trustm_monotonic_counter -r 0xe120', 'counter'],
    ['trustm_chipinfo', 'info'],
    ['trustm_readmetadata_data -X', 'export'],
    ['object --export-json', 'export --as json'],
    ['update-wizard --target-id 0xe0f1 --int-id 0xe0e3 --int-file a.pem', 'prepare --target'],
    ['update-wizard', 'prepare'],
    ['create-keys --id 0xe0f1 --curve secp384r1 --pubout a.pem', 'keys generate --algorithm secp384r1'],
    ['create-keys', 'keys generate'],
    ['keys generate --id e0f1 --algorithm secp256r1 --usage sign --pubout a.pem', 'keys generate --public'],
  ])('%s', async (line, instead) => {
    const ran = await runOn('simulated', ...line.split(' '));
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^error: usage\/bad-option: /m);
    expect(ran.err).toContain(`; use "${instead}"`);
    expect(ran.json).toMatchObject({ error: { code: 'usage/bad-option', message: expect.stringContaining(instead) as string } });
  });

  it.each(['object read --id e0e1 --nonsense', 'nonsense', 'object read', 'object write --id e0e1'])('other mistakes are told as before: %s', async (line) => {
    const ran = await runOn('simulated', ...line.split(' '));
    expect(ran.code).toBe(2);
    expect(ran.err).not.toContain('; use "');
  });
});
