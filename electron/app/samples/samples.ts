import { utf8 } from '../../../core/bytes/bytes.ts';
import type { Randomness } from '../../../core/bridge/bytePort.ts';
import type { ReplyOf } from '../../../core/contract/operations.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { encodePrivateKeyPem } from '../../../core/keys/privateKey.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Tickets } from '../../files/tickets.ts';
import { makeSampleBundle } from '../../simulated/sample/sampleBundle.ts';
import type { Area } from '../handlers.ts';
import { makePair } from '../material/index.ts';

interface SampleParts {
  readonly tickets: Tickets;
  readonly random: Randomness;
  readonly now: () => Date;
}

const certificateDays = 365;
const reelChips = 10;

/** Makes a P-256 key and a self-signed certificate. The window gets tickets; the key stays in memory. */
async function samplePair({ tickets, random, now }: SampleParts): Promise<Result<ReplyOf<'samples/pair'>>> {
  const { key, certificate: made } = await makePair('secp256r1', 'CN=Sample device', { days: certificateDays, now: now(), random });
  const keyTicket = tickets.takeSecret('sample-key.pem', encodePrivateKeyPem(key));
  key.secret.wipe();
  if (!keyTicket.ok) return keyTicket;
  const certificate = tickets.takeText('sample-certificate.pem', encodePem('CERTIFICATE', made.der));
  return certificate.ok ? ok({ key: keyTicket.value, certificate: certificate.value }) : certificate;
}

/** Makes a sample reel of ten chips with its own private CA, CA certificates and transport key. All of it is invented. */
async function sampleReel({ tickets, random, now }: SampleParts): Promise<Result<ReplyOf<'samples/reel'>>> {
  const made = await makeSampleBundle({ chips: reelChips, simulated: 0, outer: '7z', hideNames: true, random, now: now() });
  const bundle = await tickets.take({ name: made.name, size: made.bytes.length, content: made.bytes });
  if (!bundle.ok) return bundle;
  const anchors = await tickets.take({ name: 'anchors.pem', size: made.anchors.length, content: utf8(made.anchors) });
  if (!anchors.ok) return anchors;
  const transportKey = tickets.takeText('transport-key.txt', made.transportKey);
  return transportKey.ok ? ok({ bundle: bundle.value, anchors: anchors.value, transportKey: transportKey.value }) : transportKey;
}

/** Implements the contract's operations on samples. */
export const sampleHandlers = (parts: SampleParts): Area<'samples'> => ({
  'samples/pair': () => samplePair(parts),
  'samples/reel': () => sampleReel(parts),
});
