import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-places-'));
const file = (name: string): string => join(folder, name);
const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
afterAll(() => rmSync(folder, { recursive: true }));

/** A shell line in which `tb` is the built command line. */
function shell(line: string) {
  const script = `tb() { "${process.execPath}" "${cli}" "$@"; }\n${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd: folder, env: { ...process.env, TRUST_BENCH_STATE_DIR: file('state') } });
  return { code: status, out: stdout, err: stderr };
}

const options = 'payload_version=1 trust_anchor_oid=E0E3 target_oid=E0F1 payload_type=key key_algo=3 key_usage=11';
const build = `dataset build ${options} priv_key=key.pem key_data=key.pem`;

/** Every option with an output file, whose name is `OUT`. */
const writers: readonly (readonly [what: string, words: string, begins: string])[] = [
  ['a private key', 'keys new --algorithm secp256r1 --force --out OUT', '-----BEGIN PRIVATE KEY-----'],
  ['a certificate', 'keys new --algorithm secp256r1 --force --out other.pem --certificate OUT', '-----BEGIN CERTIFICATE-----'],
  ['a request', 'keys new --algorithm secp256r1 --force --out other.pem --csr OUT', '-----BEGIN CERTIFICATE REQUEST-----'],
  ['an AES key', 'keys new --algorithm aes128 --force --out OUT', ''],
  ['a public key of the chip', '--port simulated keys generate --id e0f1 --algorithm secp256r1 --usage sign --public OUT', '-----BEGIN PUBLIC KEY-----'],
  ['an object', '--port simulated object read --id e0c2 --as hex --out OUT', 'cd'],
  ['an export', '--port simulated export --as json --out OUT', '{'],
  ['a data set', `${build} dataset_to_file=OUT`, ''],
  ['a header', 'dataset header set.txt --kind ecc_key --out OUT', '/*'],
  ['a plan', '--port simulated prepare --target e0f1 --anchor e0e3 --anchor-certificate cert.pem --update data --dry-run --plan-out OUT', '{'],
];

describe.runIf(process.platform === 'linux')('what is written goes to where its name leads', () => {
  beforeAll(() => {
    mkdirSync(file('far'));
    expect(shell(`tb keys new --algorithm secp256r1 --out key.pem --certificate cert.pem && tb ${build} > set.txt; mkfifo pipe; ln -s far/file link; ln -s nowhere dangling`).code).toBe(0);
  }, 60_000);

  it.each(writers)('%s: through a link and a pipe', (_, words, begins) => {
    const to = (place: string): string => words.replace('OUT', place);
    const through = shell(`echo old > far/file; tb ${to('link')} && head -c 200 far/file | grep -v '^old'`);
    expect(through.code, through.err).toBe(0);
    expect([lstatSync(file('link')).isSymbolicLink(), readdirSync(file('far'))]).toEqual([true, ['file']]);
    expect(readFileSync(file('far/file'), 'utf8').trimStart().startsWith(begins)).toBe(true);
    const piped = shell(`cat pipe > got & tb ${to('pipe')} >/dev/null; code=$?; wait; head -c 200 got; exit $code`);
    expect([piped.code, piped.out.trimStart().slice(0, begins.length)], piped.err).toEqual([0, begins]);
  });

  it('a device stays one, a link to nothing and a folder are refused', () => {
    const key = 'keys new --algorithm secp256r1 --out';
    const read = '--port simulated object read --id e0c2 --out';
    const codes = [key, read].map((words) => `tb ${words} /dev/null >/dev/null; printf "$? "; tb ${words} dangling >/dev/null; printf "$? "; tb ${words} far >/dev/null; printf "$? "`);
    expect(shell(`${codes.join(';')}; stat -c %F /dev/null pipe dangling far`).out).toBe('0 1 1 0 1 1 character special file\nfifo\nsymbolic link\ndirectory\n');
  });

  it('standard output by its name is standard output', () => {
    const plain = shell('tb --port simulated object read --id e0c2 --as raw | xxd -p').out;
    for (const name of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']) {
      expect(shell(`tb --port simulated object read --id e0c2 --as raw --out ${name} | xxd -p`).out).toBe(plain);
      expect(shell(`tb --port simulated object read --id e0c2 --as raw --out ${name} > far/file; xxd -p far/file`).out).toBe(plain);
    }
    expect(shell('tb keys new --algorithm secp256r1 --out /dev/stdout > far/file; cat far/file').out).toMatch(/^-----BEGIN PRIVATE KEY-----[\s\S]*written: \/dev\/stdout\n$/);
    expect(shell('tb keys new --algorithm secp256r1 --out /dev/fd/7 7> far/file >/dev/null; cat far/file').out).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(shell('tb keys new --algorithm secp256r1 --out >(cat > far/file) > /dev/null; sleep 0.2; cat far/file').out).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  it('a full device is a failure, and a key is not overwritten through a link', () => {
    expect(shell('tb keys new --algorithm secp256r1 --out /dev/full')).toMatchObject({ code: 1, err: expect.stringContaining('The disk is full.') });
    expect(shell('tb keys new --algorithm secp256r1 --out link')).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
    expect(shell('ln -s key.pem also; tb keys new --algorithm secp256r1 --force --out key.pem --certificate also')).toMatchObject({ code: 2, err: expect.stringContaining('different files') });
  });
});

/** Every option with an input file, whose name is `IN`, and the content of that file. */
const readers: readonly (readonly [what: string, words: string, content: string])[] = [
  ['content', '--port simulated object write --id f1d0 --in IN', 'content.bin'],
  ['a certificate', 'chain IN --anchor cert.pem', 'cert.pem'],
  ['metadata', '--port simulated object metadata --id f1d0 --set IN', 'metadata.json'],
  ['an export', '--port simulated import --dry-run --in IN', 'chip.json'],
  ['an export to compare', '--port simulated compare --in IN', 'chip.json'],
  ['a signing key', `dataset build ${options} priv_key=IN key_data=key.pem`, 'key.pem'],
  ['a data set', 'dataset inspect IN --certificate cert.pem', 'set.txt'],
  ['a plan', '--port simulated run IN --dry-run', 'plan.json'],
  ['a secret', '--port simulated prepare --target e0f1 --anchor e0e3 --anchor-certificate cert.pem --update data --dry-run --secret-id f1d1 --secret IN', 'secret.txt'],
  ['a profile', '--port simulated:IN info', 'chip.json'],
  ['a bundle', 'bundle inspect IN', 'bundle.7z'],
];

describe.runIf(process.platform === 'linux')('what is read may be a pipe', () => {
  beforeAll(() => {
    const made = shell(`printf 'abc\\377' > content.bin; echo '{"change":["always"]}' > metadata.json; echo 00112233445566778899aabbccddeeff > secret.txt
      tb --port simulated export --as json --out chip.json && tb --port simulated prepare --target e0f1 --anchor e0e3 --anchor-certificate cert.pem --update data --dry-run --plan-out plan.json && tb bundle make-sample --chips 1 --out sample && cp sample/*.7z bundle.7z`);
    expect(made.code, made.err).toBe(0);
  }, 60_000);

  it.each(readers)('%s', (_, words, content) => {
    const of = (place: string): string => words.replace('IN', place);
    const [substituted, piped] = [shell(`tb ${of(`<(sleep 0.1; cat ${content})`)}`), shell(`cat ${content} | tb ${of('/dev/stdin')}`)];
    expect([substituted.code, piped.code], substituted.err + piped.err).toEqual([0, 0]);
    expect(piped.out.split('\n').length).toBe(substituted.out.split('\n').length);
  });

  it('without end, or empty, or a folder', () => {
    expect(shell('tb chain /dev/zero')).toMatchObject({ code: 1, err: expect.stringContaining('file/too-large') });
    expect(shell('yes | tb chain /dev/stdin')).toMatchObject({ code: 1, err: expect.stringContaining('file/too-large') });
    expect(shell('tb chain <(true)')).toMatchObject({ code: 1, err: expect.stringContaining('file/empty') });
    expect(shell('tb --port simulated:/dev/zero info')).toMatchObject({ code: 1, err: expect.stringContaining('file/too-large') });
    expect(shell('tb chain - < far')).toMatchObject({ code: 1, err: expect.stringContaining('error: file/') });
    expect(shell('tb --port simulated@pipe info')).toMatchObject({ code: 1, err: expect.stringContaining('file/unreadable') });
  });
});
