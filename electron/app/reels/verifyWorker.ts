import { parentPort, workerData } from 'node:worker_threads';
import { Reel } from '../../../core/bundle/reel.ts';
import { parseCertificate } from '../../../core/certificates/certificate.ts';
import { must } from '../../../core/result/result.ts';
import { checkBundle } from './checkBundle.ts';
import { verifyJob, type Verified } from './verify.ts';

const { tables, anchors, now } = verifyJob.parse(workerData);
const trusted = anchors.map((der) => must(parseCertificate(der, 'an anchor')));
const { chains, wrong } = checkBundle(new Reel({ reelId: '', batch: '', tables, problems: [] }), trusted, now);
const sum = (of: (chain: (typeof chains)[number]) => number): number => chains.reduce((total, chain) => total + of(chain), 0);
const result: Verified = { certificates: sum((chain) => chain.of), trusted: sum(({ trusted }) => trusted), problems: wrong.filter(({ unknownIssuer }) => !unknownIssuer).map(({ problem }) => problem) };
parentPort?.postMessage(result);
