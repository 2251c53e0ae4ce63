import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../core/certificates/certificate.ts';
import { Family } from '../../core/certificates/testing/family.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { runProgram } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-chain-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function chain(...words: string[]) {
  let [out, err] = ['', ''];
  const code = await runProgram(['--json', 'chain', ...words], { out: (text) => void (out += String(text)), err: (text) => void (err += text), environment: {}, version: '0' });
  return { code, err, json: JSON.parse(out) as { subject?: string; trusted?: boolean; why?: string; chain?: { subject: string }[]; error?: { code: string; message: string; hint: string } } };
}

const family = new Family('chain command');
const caKey = family.key();
const [old, renewed] = [family.root('Root', caKey, { from: 2010 }), family.root('Root', caKey)];
const leaf = family.issue('Leaf', family.key(), { key: caKey, certificate: renewed });
const foreign = family.issue('Foreign', family.key(), { key: family.key(), certificate: renewed });

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
    expect(await chain(device, '--anchor', before)).toMatchObject({ code: 1, json: { trusted: false, why: expect.stringContaining('not valid at this time') } });
  });

  it('the root first in the file: the leaf is judged, not the root', async () => {
    const anchor = file('new.pem', renewed);
    const good = await chain(file('root-first.pem', renewed, leaf), '--anchor', anchor);
    expect(good).toMatchObject({ code: 0, json: { subject: 'CN=Leaf', chain: [{ subject: 'CN=Leaf' }, { subject: 'CN=Root' }] } });
    const forged = await chain(file('forged.pem', renewed, foreign), '--anchor', anchor);
    expect(forged).toMatchObject({ code: 1, json: { subject: 'CN=Foreign', trusted: false, why: expect.stringContaining('not genuine') } });
  });

  it('two leaves in one file: none is chosen', async () => {
    const { code, json } = await chain(file('two.pem', renewed, leaf, foreign), '--anchor', file('new.pem', renewed));
    expect([code, json.error?.code]).toEqual([1, 'chain/several-leaves']);
    expect(json.error?.message).toContain('CN=Leaf; CN=Foreign');
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
  });
});
