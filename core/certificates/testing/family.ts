import { ecGenerate } from '../../keys/ecdsa.ts';
import { ecPrivateKey, type PrivateKey } from '../../keys/privateKey.ts';
import { seededRandom } from '../../keys/testing/random.ts';
import { must } from '../../result/result.ts';
import { parseCertificate, type Certificate } from '../certificate.ts';
import { createCsr, parseCsr } from '../csr.ts';
import { selfSign, signCsr } from '../issue.ts';
import { testSigner } from '../../keys/testing/testSigner.ts';

export const now = new Date('2026-11-22');
const year = 365;

interface Options {
  /** First year of its validity of ten years. */
  readonly from?: number;
  readonly isCa?: boolean;
}

/** Certificates that issue each other, for tests of chains. Keys are independent of names, so that a CA can be renewed. */
export class Family {
  readonly #random: (length: number) => Uint8Array;

  constructor(seed: string) {
    this.#random = seededRandom(seed);
  }

  key(): PrivateKey {
    return ecPrivateKey('secp256r1', ecGenerate('secp256r1', this.#random));
  }

  async root(name: string, key: PrivateKey, options: Options = {}): Promise<Certificate> {
    return must(parseCertificate(must(await selfSign(testSigner(key), `CN=${name}`, { ...this.#validity(options), isCa: true }))));
  }

  async issue(name: string, key: PrivateKey, by: { readonly key: PrivateKey; readonly certificate: Certificate }, options: Options = {}): Promise<Certificate> {
    const csr = must(parseCsr(must(await createCsr(testSigner(key), `CN=${name}`))));
    return must(parseCertificate(must(await signCsr(csr, testSigner(by.key), by.certificate, this.#validity(options)))));
  }

  #validity({ from = 2020, isCa = false }: Options) {
    return { now: new Date(Date.UTC(from, 0)), days: 10 * year, random: this.#random, isCa };
  }
}
