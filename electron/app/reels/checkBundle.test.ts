import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { readCertificates } from '../../../core/bundle/certificateTable.ts';
import { Reel } from '../../../core/bundle/reel.ts';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { verifyChain } from '../../../core/certificates/chain.ts';
import { people } from '../../../core/certificates/testing/chainCases.ts';
import { recipe, write } from '../../../core/certificates/testing/writeCertificate.ts';
import { extensionCases } from '../../../core/certificates/testing/extensionCases.ts';
import { rsaKey } from '../../../core/certificates/testing/otherKeys.ts';
import { shapeCases } from '../../../core/certificates/testing/shapeCases.ts';
import { curveNames } from '../../../core/keys/curves.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { generateKey } from '../../../core/keys/privateKey.ts';
import { signDigest } from '../../../core/keys/testing/testSigner.ts';
import { verifyDigest } from '../../../core/keys/publicKey.ts';
import { hashes } from '../../../core/keys/rsa.ts';
import { must } from '../../../core/result/result.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { checkBundle } from './checkBundle.ts';
import { hostCheck } from '../../signers/hostCheck.ts';

const now = new Date('2026-11-22T12:00:00Z');

it('the certificates of a reel are judged as each is by itself: a good one of the same issuer excuses nothing', { timeout: 60_000 }, () => {
  const [root, ca] = [recipe(people.root, people.root, 'ca'), recipe(people.ca, people.root, 'ca')].map((one) => must(parseCertificate(write(one)))) as [Certificate, Certificate];
  const good = [0, 1].map(() => write(recipe(people.leaf, people.ca, 'leaf')));
  const leaves = [...good, ...[...shapeCases, ...extensionCases].filter(({ name }) => name.endsWith(', in the leaf')).map(({ leaf }) => leaf)];
  const nameOf = (index: number): string => `${String(index).padStart(20, '0')}_E0E0.pem`;
  const table = must(readCertificates('a.7z', 'E0E0', leaves.map((der, index) => ({ name: nameOf(index), bytes: utf8(encodePem('CERTIFICATE', der)) }))));
  const reel = new Reel({ reelId: 'R', batch: 'b', tables: [table], problems: [] });
  expect(reel.ids.length).toBeGreaterThan(100);

  const refused = reel.ids.map((id) => Number(id)).filter((index) => {
    const leaf = parseCertificate(leaves[index] as Uint8Array);
    return !leaf.ok || !verifyChain(leaf.value, [ca], [root], now).trusted;
  });
  const checked = checkBundle(reel, [root, ca], now);
  const told = checked.wrong.map(({ problem }) => ('file' in problem.data ? problem.data.file : ''));
  expect(told.toSorted()).toEqual(refused.map(nameOf).toSorted());
  expect(refused.length).toBeGreaterThan(40);
  expect(checked.chains[0]).toEqual({ object: 'E0E0', of: reel.ids.length, trusted: reel.ids.length - refused.length });
});

describe('the system\'s arithmetic and ours say the same of a signature', () => {
  it.each([...curveNames, 'rsa2048'] as const)('%s', async (algorithm) => {
    const key = algorithm === 'rsa2048' ? rsaKey(2048) : await generateKey(algorithm, nodeRandomness);
    const message = utf8('a message');
    for (const hash of ['sha256', 'sha384', 'sha512'] as const) {
      const signature = signDigest(key, hash, hashes[hash](message));
      const changed = signature.map((byte, at) => (at === 9 ? byte ^ 1 : byte));
      const given = [signature, changed, signature.subarray(1), new Uint8Array(signature.length), new Uint8Array(), new Uint8Array(signature.length).fill(0xff)];
      const answers = given.map((one) => hostCheck(key.publicKey, hash, message, one));
      expect(answers).toEqual([true, false, false, false, false, false]);
      expect(given.map((one) => one.length === signature.length && verifyDigest(key.publicKey, hash, hashes[hash](message), one))).toEqual(answers);
    }
  });
});
