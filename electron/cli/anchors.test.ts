import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import anchors from '../../core/certificates/testing/anchors.json' with { type: 'json' };
import { hasOpenssl, openssl, opensslText } from '../../core/keys/testing/openssl.ts';
import { sayBreach } from '../../core/result/words/anchors.ts';
import { testStation, type RanJson } from './testing/commandLine.ts';

const { path, runOn } = testStation();
const program = (...words: string[]) => runOn(`simulated:v3@${path('chip.json')}`, ...words);

const v1 = anchors.odd['openssl x509 -req, version 1'].der;
const worse = anchors.odd['version 1, empty issuer, serial number of 21 bytes'].der;
const good = anchors.good['openssl req -new -x509, P-256'];

function certificate(der: string): string {
  writeFileSync(path('anchor.der'), Buffer.from(der, 'hex'));
  return path('anchor.der');
}

const prepare = (file: string, ...more: string[]): Promise<RanJson> => program('prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', file, '--update', 'data', ...more);
const locked = ['--lock-anchor', '--yes-lock', 'e0e3'];
const stateOf = (id = 'e0e3'): string => (JSON.parse(readFileSync(path('chip.json'), 'utf8')) as { objects: Record<string, { metadata: string }> }).objects[id]?.metadata ?? '';
const says = { v1: sayBreach({ rule: 'version', found: '1' }), serial: sayBreach({ rule: 'serial', found: '21' }), issuer: sayBreach({ rule: 'issuer', found: '' }) };

describe('a certificate that the chip cannot use as a trust anchor', () => {
  it('without a lock it is written, and every rule that it breaks is told', async () => {
    const { code, err, json } = await prepare(certificate(worse));
    expect(code, err).toBe(0);
    const warnings = err.split('\n').filter((line) => line.startsWith('warning: ')).join();
    for (const words of Object.values(says)) expect(warnings).toContain(words);
    expect(json.rehearsal.warnings).toEqual([expect.stringContaining(says.serial)]);
    expect(stateOf()).toContain('e80111');
  });

  it.each(Object.entries(anchors.odd).filter(([name]) => name !== 'secp256k1').map(([name, { der }]) => [name, der] as const))('%s: with a lock nothing is sent', async (_, der) => {
    await program('info');
    const { code, json } = await prepare(certificate(der), ...locked);
    // Something that is not a certificate at all is refused before the chip is read.
    expect([1, 4]).toContain(code);
    expect(json.error.code).toMatch(/^(anchor\/refused|certificate\/malformed)$/);
    expect(stateOf()).toMatch(/^2019c00101.*e80112$/);
  });

  it.each(Object.entries(anchors.vendor))('not %s: the vendor\'s samples are locked, and proved by the chip', async (_, der) => {
    const { code, err, json } = await prepare(certificate(der), ...locked);
    expect(code, err).toBe(0);
    expect(json.result.steps.at(-1)).toMatchObject({ id: 'lock-anchor', state: 'done', says: expect.stringContaining('the chip can use the certificate') });
    expect(stateOf()).toContain('c00107');
    expect(err).not.toContain('cannot use');
  });

  it.skipIf(!hasOpenssl)('what the openssl program makes: "req -new -x509" is locked, plain "x509 -req" is not', async () => {
    const key = opensslText('ecparam -name prime256v1 -genkey -noout');
    const request = openssl('req -new -key @0 -subj /CN=Anchor', '', [key]);
    writeFileSync(path('v1.pem'), openssl('x509 -req -in @0 -signkey @1', '', [request, key]));
    writeFileSync(path('v3.pem'), openssl('req -new -x509 -key @0 -subj /CN=Anchor', '', [key]));
    expect((await prepare(path('v1.pem'), ...locked)).json.error).toMatchObject({ code: 'anchor/refused', message: expect.stringContaining(says.v1) });
    expect((await prepare(path('v3.pem'), ...locked)).code).toBe(0);
  });

  it('object write, object metadata, object lock: told each time, and never locked', async () => {
    await program('object', 'write', '--id', 'e0e3', '--in', certificate(v1), '--no-identity-tag');
    const becomes = await program('object', 'metadata', '--id', 'e0e3', '--set', '{"type":"trust_anchor"}');
    expect(becomes.code, becomes.err).toBe(0);
    expect(becomes.err).toContain(says.v1);
    const written = await program('object', 'write', '--id', 'e0e3', '--in', certificate(worse));
    expect([written.code, written.err.includes(says.issuer)]).toEqual([0, true]);
    for (const words of [['lock', '--id', 'e0e3'], ['metadata', '--id', 'e0e3', '--set', '{"lcso":"operational"}']]) {
      const refused = await program('object', ...words, '--yes-lock', 'e0e3');
      expect(refused.json.error).toMatchObject({ code: 'anchor/refused', message: expect.stringContaining(says.serial) });
    }
    expect(stateOf()).toContain('c00101');
    const right = await program('object', 'write', '--id', 'e0e3', '--in', certificate(good));
    expect(right.err).toBe('');
    const closed = await program('object', 'lock', '--id', 'e0e3', '--yes-lock', 'e0e3');
    expect(closed.json).toMatchObject({ locked: true, changed: true, proved: true, says: expect.stringContaining('as we understand the manual') });
  });

  it('one whose execute condition is not met now is locked as "not shown", and that is said', async () => {
    await program('object', 'write', '--id', 'e0e3', '--in', certificate(good), '--no-identity-tag');
    await program('object', 'metadata', '--id', 'e0e3', '--set', '{"type":"trust_anchor","execute":["lcso","==","operational"]}');
    const { code, err, json } = await program('object', 'lock', '--id', 'e0e3', '--yes-lock', 'e0e3');
    expect([code, json.locked, json.proved]).toEqual([0, true, false]);
    expect(err).toMatch(/warning: .*not proved that the chip can use the certificate: its execute condition is: .*not met now/);
  });

  it('an import leaves the object as it is, a plan file is refused', async () => {
    const metadata = '2019c00107c40206c0c50206c0d003e1fc07d10100d30100e80111';
    writeFileSync(path('file.json'), JSON.stringify({ e0e3: { metadata, data: v1 } }));
    const imported = await program('import', '--in', path('file.json'), '--yes-lock', 'e0e3');
    expect(JSON.stringify(imported.json)).toContain(says.v1);
    expect(stateOf()).toMatch(/^2019c00101.*e80112$/);
    expect((await prepare(certificate(v1), '--lock-anchor', '--dry-run', '--plan-out', path('plan.json'))).json.error.code).toBe('anchor/refused');
    const ran = await program('run', path('plan.json'), '--yes-lock', 'e0e3');
    expect(ran.json.error).toMatchObject({ code: 'anchor/refused', message: expect.stringContaining(says.v1) });
    expect(stateOf()).toContain('c00101');
  });
});
