import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseCertificate, type Certificate } from '../../core/certificates/certificate.ts';
import { extensionOids } from '../../core/certificates/extensions.ts';
import { constraints, context, derNull, extension, holder, objectIdentifier, recipe, sequence, without, write, yes, type Recipe } from '../../core/certificates/testing/writeCertificate.ts';
import { Family } from '../../core/certificates/testing/family.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { fault } from '../../core/result/fault.ts';
import { must } from '../../core/result/result.ts';
import { say } from '../../core/result/say.ts';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-chain-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function chain(...words: string[]) {
  const { code, out, err } = await commandLine(['--json', 'chain', ...words], {});
  return { code, err, json: JSON.parse(out) as { subject?: string; trusted?: boolean; why?: string; notes?: string[]; chain?: { subject: string }[]; error?: { code: string; message: string; hint: string } } };
}

const family = new Family('chain command');
const caKey = family.key();
const [old, renewed] = [await family.root('Root', caKey, { from: 2010 }), await family.root('Root', caKey)];
const leaf = await family.issue('Leaf', family.key(), { key: caKey, certificate: renewed });
const foreign = await family.issue('Foreign', family.key(), { key: family.key(), certificate: renewed });

function file(name: string, ...certificates: readonly Certificate[]): string {
  const path = join(folder, name);
  writeFileSync(path, certificates.map(({ der }) => encodePem('CERTIFICATE', der)).join(''));
  return path;
}

describe('files', () => {
  it('a renewed CA: trusted, whichever of its certificates is given first', async () => {
    const [device, before, after] = [file('leaf.pem', leaf), file('old.pem', old), file('new.pem', renewed)];
    for (const anchors of [[before, after], [after, before]]) {
      expect(await chain(device, '--anchor', ...anchors)).toMatchObject({ code: 0, json: { subject: 'CN=Leaf', trusted: true } });
    }
    expect(await chain(device, '--anchor', before)).toMatchObject({ code: 1, json: { trusted: false, why: expect.stringContaining(say(fault('chain/not-valid-now', { subject: '', from: '', until: '' })).what) } });
  });

  it('the root first in the file: the leaf is judged, not the root', async () => {
    const anchor = file('new.pem', renewed);
    const good = await chain(file('root-first.pem', renewed, leaf), '--anchor', anchor);
    expect(good).toMatchObject({ code: 0, json: { subject: 'CN=Leaf', chain: [{ subject: 'CN=Leaf' }, { subject: 'CN=Root' }] } });
    const forged = await chain(file('forged.pem', renewed, foreign), '--anchor', anchor);
    expect(forged).toMatchObject({ code: 1, json: { subject: 'CN=Foreign', trusted: false, why: expect.stringContaining(say(fault('chain/bad-signature', { subject: '', issuer: '' })).what) } });
  });

  it('two leaves in one file: none is chosen', async () => {
    const { code, json } = await chain(file('two.pem', renewed, leaf, foreign), '--anchor', file('new.pem', renewed));
    expect([code, json.error?.code]).toEqual([1, 'chain/several-leaves']);
    expect(json.error?.message).toContain('CN=Leaf; CN=Foreign');
  });

  const people = { root: holder('Strict root'), leaf: holder('Strict leaf') } as const;
  const made = (name: 'root' | 'leaf', change: (one: Recipe) => Recipe = (one) => one): Certificate =>
    must(parseCertificate(write(change(recipe(people[name], people.root, name === 'root' ? 'ca' : 'leaf')))));
  const added = (value: Uint8Array) => (one: Recipe): Recipe => ({ ...one, extensions: { ...one.extensions, added: value } });

  it.each([
    ['a critical extension that nobody knows', added(extension('1.2.3.4', derNull(), true)), say(fault('chain/critical-extension', { subject: '', names: ['1.2.3.4'] })).why],
    ['a key usage that cannot be read', (one: Recipe): Recipe => ({ ...one, extensions: { ...one.extensions, usage: extension(extensionOids.keyUsage, derNull()) } }), /extension keyUsage cannot be read/],
    ['an extension twice', added(constraints.leaf), /basicConstraints is there twice/],
    ['a signature with SHA-1', (one: Recipe): Recipe => ({ ...one, algorithm: sequence(objectIdentifier('1.2.840.10045.4.1')) }), say(fault('chain/unsupported', { subject: '', algorithm: 'ECDSA-SHA1' })).why],
    ['name constraints', added(extension(extensionOids.nameConstraints, sequence(context(0, sequence(context(4, people.leaf.name)))), true)), say(fault('chain/name-constraints', { subject: '' })).what],
  ])('%s: not trusted, and said', async (_, change, why) => {
    const { code, json } = await chain(file('strict.pem', made('leaf', change)), '--anchor', file('strict-root.pem', made('root')));
    expect([code, json.trusted]).toEqual([1, false]);
    expect(json.why).toMatch(why);
  });

  it('a CA that is made loosely: trusted, with a note for each thing', async () => {
    const loose = made('root', (one) => ({ ...one, extensions: { constraints: extension(extensionOids.basicConstraints, sequence(yes)) } }));
    const leaf = made('leaf', (one) => ({ ...one, extensions: without(one.extensions, 'authorityKey') }));
    const { code, json } = await chain(file('strict.pem', leaf), '--anchor', file('loose.pem', loose));
    expect([code, json.trusted]).toEqual([0, true]);
    expect(json.notes).toEqual([expect.stringContaining('no keyUsage'), expect.stringContaining('not marked critical'), expect.stringContaining('no subject key identifier')]);
  });

  it('a text is no certificate, as what is asked about and as an anchor', async () => {
    const text = join(folder, 'letter.txt');
    writeFileSync(text, 'hello, this is a letter');
    for (const words of [[text], [file('leaf.pem', leaf), '--anchor', text]]) {
      const { code, json } = await chain(...words);
      expect([code, json.error?.code]).toEqual([1, 'certificate/none']);
      expect(`${json.error?.message} ${json.error?.hint}`).not.toMatch(/\bkey\b/);
    }
  });
});

describe('objects of the chip', () => {
  const express = ['--port', 'simulated:express'];

  it('one that is closed now: not read, and its condition; the chip refused nothing', async () => {
    const { code, json, err } = await chain('e0e1', ...express);
    expect([code, json.error?.code]).toEqual([1, 'object/not-read']);
    expect(json.error?.message).toContain('shielded connection');
    expect(err).not.toMatch(/refused|0x80/);
  });

  it('one without a certificate in it', async () => {
    expect(await chain('e0e3', ...express)).toMatchObject({ code: 1, json: { error: { code: 'identity/malformed' } } });
  });

  it.each([
    ['e0f1', 'object/not-for-this', 'ECC private key 2'],
    ['e0fc', 'object/not-for-this', 'RSA private key 1'],
    ['e120', 'object/not-for-this', 'Monotonic counter 1'],
    ['e0e7', 'object/unknown', '0xE0E7'],
  ])('%s holds none: said without asking any chip', async (id, fault, name) => {
    const { code, json, err } = await chain(id, '--port', '/dev/nothing');
    expect([code, json.error?.code]).toEqual([1, fault]);
    expect(json.error?.message).toContain(name);
    expect(err).not.toMatch(/refused|0x80/);
    const proved = await commandLine(['--json', '--port', '/dev/nothing', 'prove', '--key', 'e0f0', '--certificate', id], {});
    expect([proved.code, JSON.parse(proved.out).error.code], 'prove takes its certificate by the same rule').toEqual([1, fault]);
  });
});
