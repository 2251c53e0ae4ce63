import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { selfSign } from '../../../core/certificates/issue.ts';
import { sampleJob } from '../../../core/job/testing/sampleJob.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { must } from '../../../core/result/result.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import { identity } from '../testing/program.ts';
import { UnitSources } from './unitSources.ts';

it('a folder with two certificates for one key stops the job before its first unit; a copy of a pair does not', async () => {
  const base = mkdtempSync(join(tmpdir(), 'trust-bench-sources-'));
  const folder = join(base, 'pairs');
  mkdirSync(folder);
  writeFileSync(join(base, 'shared secret'), 'ab'.repeat(32));
  const step = sampleJob.expected[0]?.step ?? '';
  const job = { ...sampleJob, varies: [{ step, source: { kind: 'pairs', folder: 'pairs', signer: undefined } as const }] };
  const own = await identity('secp256r1', { subject: 'CN=one' });
  for (const name of ['one', 'one copy']) {
    writeFileSync(join(folder, `${name}.key`), own.keyPem);
    writeFileSync(join(folder, `${name}.crt`), own.certificatePem);
  }
  const first = must(await UnitSources.open(job, base));
  first.wipe();
  const second = must(await selfSign(keyFileSigner(own.key), 'CN=two', { days: 30, now: new Date(), random: nodeRandomness }));
  writeFileSync(join(folder, 'two.crt'), encodePem('CERTIFICATE', second));
  expect(await UnitSources.open(job, base)).toMatchObject({
    fault: { code: 'job/source-missing', data: { source: 'one copy.key, one copy.crt, two.crt', why: expect.stringContaining('2 different certificates hold its public key') as string } },
  });
  rmSync(base, { recursive: true });
});
